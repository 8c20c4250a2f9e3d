"""A pack tied to one day: every rule bound with that day's parameter values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from diguan.engine.backends.sql import RuleSpec
from diguan.engine.documents import Label
from diguan.engine.expressions import Bound, Checked, bind
from diguan.engine.standards import FindingRule, Pack, ParameterValue, Route
from diguan.engine.standards.parameters import Resolved
from diguan.engine.verdicts import Subject

Values = Mapping[str, ParameterValue]


class UnableToScreen(Exception):
    """The standard cannot judge on this day; `problems` says why, all of them."""

    def __init__(self, problems: Sequence[Label]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{p.zh}\n  {p.en}" for p in self.problems))


@dataclass(frozen=True, slots=True)
class BoundRoute:
    """A measure with the condition under which it fits; None always fits."""

    when: Bound | None
    measure: str


@dataclass(frozen=True, slots=True)
class BoundIndicator:
    """A rule of the standard, ready to judge."""

    id: str
    when: Bound | None
    met: Bound
    routes: tuple[BoundRoute, ...]

    @property
    def subject(self) -> Subject:
        """What it judges."""
        return self.met.subject

    @property
    def spec(self) -> RuleSpec:
        """The rule for the set-based back end."""
        return RuleSpec(self.id, self.when, self.met)

    @property
    def facts(self) -> frozenset[tuple[Subject, str]]:
        """Facts that decide the verdict."""
        return self.met.facts | (self.when.facts if self.when else frozenset())


@dataclass(frozen=True, slots=True)
class BoundFinding:
    """A finding, ready to be looked for. `unless` by indicator, guarantee or "any"."""

    rule: FindingRule
    priority: int
    alternatives: tuple[Bound, ...]
    unless: Mapping[str, Bound]
    routes: tuple[BoundRoute, ...]


@dataclass(frozen=True, slots=True)
class BoundPack:
    """Everything of a pack on one day. Findings that rest on unconfirmed optional parameters are left out.

    `findings` are about households and who belongs to them, `place_findings` about villages and facilities.
    """

    pack: Pack
    as_of: date
    indicators: Mapping[str, BoundIndicator]
    findings: tuple[BoundFinding, ...]
    focus_groups: Mapping[str, Bound]
    place_findings: tuple[BoundFinding, ...] = ()

    def named(self, name: str) -> tuple[str, ...]:
        """Indicators that an indicator's or guarantee's name means, among those that could be bound."""
        return tuple(i.id for i in self.pack.named(name) if i.id in self.indicators)


def bind_pack(pack: Pack, as_of: date, resolved: Resolved) -> BoundPack:
    """Bind everything; UnableToScreen when a rule is the same for everybody on this day."""
    values = resolved.values
    indicators = bind_indicators(pack, as_of, values)
    findings = tuple(
        _finding(pack, rule, priority, as_of, values)
        for rule, priority in zip(pack.findings, priorities(pack), strict=True)
        if rule.id not in resolved.left_out
    )
    groups = {g.id: bind(pack.rules.focus_groups[g.id], as_of, values) for g in pack.focus_groups}
    of_households = tuple(f for f in findings if f.rule.place is None)
    of_places = tuple(f for f in findings if f.rule.place is not None)
    bound = BoundPack(pack, as_of, indicators, of_households, groups, of_places)
    if problems := list(_constant_rules(bound)):
        raise UnableToScreen(problems)
    return bound


def bind_indicators(pack: Pack, as_of: date, values: Values) -> dict[str, BoundIndicator]:
    """Indicators whose parameters all have a value on the day; the others are not there."""
    found = {}
    for id, rules in pack.rules.indicators.items():
        checked = [c for c in (rules.when, rules.met, *rules.routes) if c is not None]
        if all(name in values for c in checked for name in c.parameters):
            routes = _routes(pack.indicators[id].routes, rules.routes, as_of, values)
            when = None if rules.when is None else bind(rules.when, as_of, values)
            found[id] = BoundIndicator(id, when, bind(rules.met, as_of, values), routes)
    return found


def priorities(pack: Pack) -> list[int]:
    """Of each finding the place of its kind in the order of the file, from 1."""
    order = {kind: n for n, kind in enumerate(dict.fromkeys(r.kind for r in pack.findings), start=1)}
    return [order[rule.kind] for rule in pack.findings]


def _finding(pack: Pack, rule: FindingRule, priority: int, as_of: date, values: Values) -> BoundFinding:
    rules = pack.rules.findings[rule.id]
    return BoundFinding(
        rule,
        priority,
        tuple(bind(c, as_of, values) for c in rules.alternatives),
        {name: bind(c, as_of, values) for name, c in rules.unless.items()},
        _routes(rule.routes, rules.routes, as_of, values),
    )


def _routes(
    routes: Sequence[Route], checked: Sequence[Checked | None], as_of: date, values: Values
) -> tuple[BoundRoute, ...]:
    pairs = zip(routes, checked, strict=True)
    return tuple(BoundRoute(None if c is None else bind(c, as_of, values), r.measure) for r, c in pairs)


def _constant_rules(bound: BoundPack) -> Iterator[Label]:
    """A rule never silently matches everybody or nobody."""
    asked = [(i.id, "met", i.met) for i in bound.indicators.values()]
    asked += [(i.id, "when", i.when) for i in bound.indicators.values() if i.when is not None]
    asked += [(f.rule.id, "when", c) for f in (*bound.findings, *bound.place_findings) for c in f.alternatives]
    for id, part, condition in asked:
        if condition.constant is not None:
            zh, en = ("对谁都成立", "true of everybody") if condition.constant else ("对谁都不成立", "true of nobody")
            yield Label(
                f"“{id}”的 {part} 在 {bound.as_of} {zh}：{condition.checked.tree.at}",
                f"{part} of '{id}' is {en} on {bound.as_of}: {condition.checked.tree.at}",
            )
