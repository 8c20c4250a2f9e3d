"""How two packs differ: parameters by date, indicators with their rules and cases, findings, measures, limits, fields. Values, no text."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Literal

from diguan.engine.catalogue import Field
from diguan.engine.catalogue.model import Presumption
from diguan.engine.documents import Label
from diguan.engine.expressions import Checked, Node
from diguan.engine.standards.dated import value_in_force
from diguan.engine.standards.model import Case, DatedValue, FindingRule, Indicator, Pack, Parameter, Route
from diguan.engine.verdicts import Subject

Part = Literal[
    "pack",
    "parameter",
    "indicator",
    "finding",
    "focus_group",
    "measure",
    "department",
    "authority",
    "floor",
    "ceiling",
    "field",
]
Kind = Literal["added", "removed", "changed"]
UNTOLD = frozenset({"file", "line", "name", "subject"})  # of a field: where it stands, and what it is called by


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule as written, and what it is: two are equal when they ask the same, however they are laid out."""

    text: str = field(compare=False)
    tree: Node | None
    subject: Subject = field(compare=False)


@dataclass(frozen=True, slots=True)
class ValueText:
    """A dated value of a parameter: what it is, whether anybody saw the official text, and where it is written."""

    value: str
    status: str
    source: str


Value = ValueText | str | int | float | date | Label | RuleText | tuple[str, ...] | None
Aspects = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing about a part that differs; None: it is not there."""

    name: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Difference:
    """One entry that only one pack has, or that differs. Of an added or removed one all aspects are told."""

    part: Part
    id: str
    label: Label
    kind: Kind
    aspects: tuple[Aspect, ...]


def differences(before: Pack, after: Pack, as_of: date | None = None) -> list[Difference]:
    """Every difference, part by part. `as_of`: of parameters only the values in force on that day are compared."""
    found: list[Difference] = []
    for part, read in PARTS.items():
        old, new = read(before, as_of), read(after, as_of)
        for id in dict.fromkeys([*new, *old]):
            label, mine, theirs = _entry(id, old.get(id), new.get(id))
            aspects = tuple(_aspects(mine, theirs))
            if id not in old or id not in new:
                found.append(Difference(part, id, label, "added" if id in new else "removed", aspects))
            elif aspects:
                found.append(Difference(part, id, label, "changed", aspects))
    return found


Entries = Mapping[str, tuple[Label, Aspects]]


def _entry(
    id: str, old: tuple[Label, Aspects] | None, new: tuple[Label, Aspects] | None
) -> tuple[Label, Aspects, Aspects]:
    label = new[0] if new else old[0] if old else Label(id, id)
    return label, old[1] if old else {}, new[1] if new else {}


def _aspects(old: Aspects, new: Aspects) -> Iterator[Aspect]:
    for name in dict.fromkeys([*new, *old]):
        mine, theirs = old.get(name), new.get(name)
        if mine != theirs:
            yield Aspect(name, mine, theirs)


def _packs(pack: Pack, _day: date | None) -> Entries:
    start, end = pack.in_force
    aspects: Aspects = {
        "version": pack.reference,
        "label": pack.label,
        "in_force": f"{start} – {end or '…'}",
        "issued_by": pack.issued_by,
        "extends": pack.extends or None,
        "cutoff": pack.cutoff,
        "weighting_field": pack.weighting_field,
        "notes": tuple(f"{n.zh} {n.en}" for n in pack.notes) or None,
    }
    return {"pack": (pack.label, aspects)}


def _parameters(pack: Pack, day: date | None) -> Entries:
    return {p.name: (p.label, _parameter(p, day)) for p in pack.parameters.values()}


def _parameter(parameter: Parameter, day: date | None) -> Aspects:
    about: dict[str, Value] = {
        "label": parameter.label,
        "unit": parameter.unit,
        "type": parameter.type,
        "optional": "optional" if parameter.optional else None,
    }
    if day is not None:
        value = value_in_force(parameter, day)
        return about | ({"value": _dated(value)} if value else {})
    return about | {f"value {v.since} {v.authority}": _dated(v) for v in parameter.values}


def _dated(value: DatedValue) -> ValueText:
    shown = f"{value.value:g}" if isinstance(value.value, float) else str(value.value)
    return ValueText(shown, value.status, value.source)


def _indicators(pack: Pack, _day: date | None) -> Entries:
    return {i.id: (i.label, _indicator(pack, i)) for i in pack.indicators.values()}


def _indicator(pack: Pack, indicator: Indicator) -> Aspects:
    rules = pack.rules.indicators.get(indicator.id)
    return {
        "label": indicator.label,
        "subject": str(indicator.subject),
        "guarantee": indicator.guarantee,
        "when": _rule(indicator.when, rules.when if rules else None, indicator.subject),
        "met": _rule(indicator.met, rules.met if rules else None, indicator.subject),
        "department": _named(pack.departments, indicator.department),
        "deadline_days": indicator.deadline_days,
        "routes": _routes(indicator.routes),
        "cites": tuple(f"{c.document} {c.paragraph}" for c in indicator.cites),
        "weight": indicator.weight,
        "explain": indicator.explain,
        **{f"case {case.name}": _case(pack, case) for case in indicator.cases},
    }


def _rule(text: str | None, checked: Checked | None, subject: Subject) -> RuleText | None:
    return None if text is None else RuleText(" ".join(text.split()), checked.tree if checked else None, subject)


def _named(labels: Mapping[str, Label], name: str | None) -> Label | None:
    return None if name is None else labels.get(name, Label(name, name))


def _routes(routes: Sequence[Route]) -> tuple[str, ...] | None:
    return tuple(f"{' '.join((r.when or '').split())} → {r.measure}".strip() for r in routes) or None


def _case(pack: Pack, case: Case) -> str:
    """Facts and verdict; of the parameters only what the case itself sets."""
    in_force = {p.name: value_in_force(p, case.as_of) for p in pack.parameters.values()}
    own = {n: v for n, v in case.parameters.items() if (stated := in_force.get(n)) is None or stated.value != v}
    facts = [(str(s), f) for s, f in case.facts.items() if f]
    facts += [(f"member {n}", member) for n, member in enumerate(case.members or (), 1)]
    said = "; ".join(f"{about}: {_told(values)}" for about, values in facts)
    given = f"; parameters: {_told(own)}" if own else ""
    return f"{case.as_of}: {said}{given} → {case.expect.name.lower()}"


def _told(values: Mapping[str, object]) -> str:
    return ", ".join(f"{name}={'?' if value is None else value}" for name, value in sorted(values.items()))


PRESUMED_WHEN = {
    "empty": Label("单元格为空，或没有这一列", "a cell is empty, or no input has the column"),
    "empty_cell": Label("单元格为空", "a cell is empty"),
    "not_carried": Label("没有这一列", "no input has the column"),
}


def _findings(pack: Pack, _day: date | None) -> Entries:
    kinds = list(dict.fromkeys(f.kind for f in pack.findings))
    return {f.id: (f.label, _finding(pack, f, kinds)) for f in pack.findings}


def _finding(pack: Pack, finding: FindingRule, kinds: Sequence[str]) -> Aspects:
    rules = pack.rules.findings[finding.id]
    subject = finding.reads
    alternatives = zip(finding.alternatives, rules.alternatives, strict=False)
    return {
        "label": finding.label,
        "kind": finding.kind,
        "follows": kinds[kinds.index(finding.kind) - 1] if kinds.index(finding.kind) else None,
        "per": finding.per,
        "subject": finding.subject,
        **{f"when {n}": _rule(text, checked, subject) for n, ((text, _), checked) in enumerate(alternatives, 1)},
        **{f"unless {n}": _rule(t, rules.unless.get(n), subject) for n, (t, _) in finding.unless.items()},
        "facts_as_of": finding.facts_as_of,
        "met_as_of": finding.met_as_of,
        "unknown_as_of": finding.unknown_as_of,
        "unknown_because": finding.unknown_because,
        "department": _named(pack.departments, finding.department),
        "deadline_days": finding.deadline_days,
        "routes": _routes(finding.routes),
    }


def _groups(pack: Pack, _day: date | None) -> Entries:
    rules = pack.rules.focus_groups
    return {
        g.id: (g.label, {"label": g.label, "when": _rule(g.when, rules.get(g.id), Subject.HOUSEHOLD)})
        for g in pack.focus_groups
    }


def _labels(read: Callable[[Pack], Mapping[str, Label]]) -> Callable[[Pack, date | None], Entries]:
    return lambda pack, _day: {id: (label, {"label": label}) for id, label in read(pack).items()}


def _levels(read: Callable[[Pack], Mapping[str, str]]) -> Callable[[Pack, date | None], Entries]:
    return lambda pack, _day: {
        name: (_parameter_label(pack, name), {"level": level}) for name, level in read(pack).items()
    }


def _parameter_label(pack: Pack, name: str) -> Label:
    return pack.parameters[name].label if name in pack.parameters else Label(name, name)


def _fields(pack: Pack, _day: date | None) -> Entries:
    return {f"{s}.{f.name}": (f.label, _field(f)) for s in Subject for f in pack.catalogue.fields(s).values()}


def _field(known: Field) -> Aspects:
    aspects: dict[str, Value] = {}
    for each in fields(known):
        value = getattr(known, each.name)
        if each.name not in UNTOLD and value not in (None, (), {}, False):
            aspects[each.name] = _aspect(value)
    return aspects


def _aspect(value: object) -> Value:
    if isinstance(value, Presumption):
        return _presumed(value)
    return value if isinstance(value, Label) else _plain(value)


def _presumed(presumed: Presumption) -> Label:
    said, when = presumed.value, PRESUMED_WHEN[presumed.when]
    words = {"True": Label("是", "yes"), "False": Label("否", "no")} if isinstance(said, bool) else {}
    value = words.get(str(said), Label(str(said), str(said)))
    return Label(f"{value.zh}（{when.zh}）", f"{value.en} ({when.en})")


def _plain(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_plain(item)}" for key, item in value.items())
    if isinstance(value, Label):
        return f"{value.zh} / {value.en}"
    if isinstance(value, tuple):
        return ", ".join(_plain(item) for item in value)
    return " ".join(str(value).split())


PARTS: dict[Part, Callable[[Pack, date | None], Entries]] = {
    "pack": _packs,
    "parameter": _parameters,
    "indicator": _indicators,
    "finding": _findings,
    "focus_group": _groups,
    "measure": _labels(lambda pack: pack.measures),
    "department": _labels(lambda pack: pack.departments),
    "authority": _levels(lambda pack: pack.authority),
    "floor": _levels(lambda pack: pack.floors),
    "ceiling": _levels(lambda pack: pack.ceilings),
    "field": _fields,
}
