"""Parameters, indicators and findings of one pack folder, made from its trees; entries with problems are incomplete."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, cast

from diguan.engine.documents import Label, ListNode, MappingNode, Node, Problem, ScalarNode
from diguan.engine.documents.access import (
    day_of,
    entries_of,
    flag_of,
    items_of,
    label_of,
    mappings_of,
    number_of,
    text_of,
)
from diguan.engine.documents.nodes import Kind
from diguan.engine.standards.folder import PackFolder
from diguan.engine.standards.header import Header, Placed, expression_of, read_header
from diguan.engine.standards.model import (
    About,
    Cite,
    DatedValue,
    FindingRule,
    Indicator,
    Parameter,
    ParameterKind,
    ParameterValue,
    Route,
)
from diguan.engine.standards.values import parameter_value
from diguan.engine.verdicts import Subject


@dataclass(frozen=True, slots=True)
class PackPart:
    """One pack folder by itself, before it is laid over the packs it extends."""

    folder: PackFolder
    header: Header
    parameters: Mapping[str, Parameter]
    indicators: Mapping[str, Indicator]
    findings: tuple[FindingRule, ...]
    departments: Mapping[str, Label] | None
    measures: Mapping[str, Label] | None

    @property
    def lost(self) -> set[str]:
        """Names of parameters, indicators and guarantees whose files could not be read: no follow-up is told of them."""
        parameters = set(self.folder.names("parameters")) - self.parameters.keys()
        return {*parameters, *self._lost_indicators(), *self._lost_indicators().values()} - {""}

    @property
    def unreadable(self) -> bool:
        """Whether an indicator was lost whose guarantee could not be read either."""
        return "" in self._lost_indicators().values()

    def _lost_indicators(self) -> dict[str, str]:
        """Id and guarantee of every indicator that could not be made."""
        names = set(self.folder.names("indicators")) - self.indicators.keys()
        trees = {name: self.folder.trees.get(f"indicators/{name}/indicator.yaml") for name in names}
        return {n: text_of(t.get("guarantee")) if isinstance(t, MappingNode) else "" for n, t in trees.items()}


def read_part(folder: PackFolder, inherited: Mapping[str, Parameter]) -> PackPart:
    """Everything a folder declares; further problems are appended to the folder's.

    `inherited`: parameters of the packs it extends, whose label, unit and type need not be said again.
    """
    header = read_header(folder)
    return PackPart(
        folder,
        header,
        {
            name: p
            for name in folder.names("parameters")
            if (p := _parameter(folder, header, name, inherited.get(name)))
        },
        {i.id: i for name in folder.names("indicators") if (i := _indicator(folder, header, name))},
        tuple(_finding(node, header) for node in mappings_of(folder.trees.get("findings.yaml"))),
        _labels(folder.trees.get("departments.yaml")),
        _labels(folder.trees.get("measures.yaml")),
    )


def _labels(node: Node | None) -> dict[str, Label] | None:
    if node is None:
        return None
    entries = (
        (key.raw, label_of(value.get("label"))) for key, value in entries_of(node) if isinstance(value, MappingNode)
    )
    return {name: label for name, label in entries if label}


def _parameter(folder: PackFolder, header: Header, name: str, inherited: Parameter | None) -> Parameter | None:
    node = folder.trees.get(f"parameters/{name}.yaml")
    if not isinstance(node, MappingNode):
        return None
    type = cast("ParameterKind", text_of(node.get("type")) or (inherited.type if inherited else "number"))
    return Parameter(
        name=name,
        label=label_of(node.get("label")) or (inherited.label if inherited else Label(name, name)),
        unit=text_of(node.get("unit")) or (inherited.unit if inherited else None),
        type=type,
        optional=flag_of(node.get("optional"), otherwise=inherited.optional if inherited else False),
        values=tuple(_dated_values(node.get("values"), type, header, folder.problems)),
        where=node.where,
        issued_by=inherited.issued_by if inherited else header.issued_by,
        range=_range(node, type, folder.problems) or (inherited.range if inherited else None),
    )


def _range(node: MappingNode, type: ParameterKind, problems: list[Problem]) -> tuple[float, float] | None:
    """The `range` of a parameter; a problem where its type has none or its ends are the wrong way round."""
    key, given = node.key("range"), node.get("range")
    if key is None or not isinstance(given, ListNode):
        return None
    ends = [i.number for i in given.items if isinstance(i, ScalarNode) and i.kind in (Kind.INTEGER, Kind.NUMBER)]
    if len(ends) != 2:  # noqa: PLR2004  a range has two ends; the shape has told
        return None
    low, high = ends
    if type in ("date", "text"):
        message = Label(f"类型 {type} 不能有“range”", f"the type {type} takes no 'range'")
        problems.append(Problem.at(key.where, message, Label("不写“range”", "no 'range'")))
    elif low > high:
        message = Label("范围的下限大于上限", "the lower end of the range is above the upper end")
        problems.append(Problem.at(key.where, message, Label("[下限, 上限]", "[lower, upper]")))
    else:
        return float(low), float(high)
    return None


def _dated_values(
    node: Node | None, type: ParameterKind, header: Header, problems: list[Problem]
) -> Iterator[DatedValue]:
    for key, entry in sorted(entries_of(node), key=lambda pair: pair[0].raw):
        value = entry.get("value") if isinstance(entry, MappingNode) else None
        if not isinstance(entry, MappingNode) or not isinstance(value, ScalarNode) or not key.day:
            continue
        typed: ParameterValue | None = parameter_value(type, value, problems)
        if typed is not None:
            yield DatedValue(
                since=key.day,
                value=typed,
                status="verified" if text_of(entry.get("status")) == "verified" else "unverified",
                source=text_of(entry.get("source")),
                checked_on=day_of(entry.get("checked_on")),
                authority=header.issued_by,
                where=key.where,
                pack=header.reference,
                note=text_of(entry.get("note")) or None,
            )


def _indicator(folder: PackFolder, header: Header, name: str) -> Indicator | None:
    node = folder.trees.get(f"indicators/{name}/indicator.yaml")
    if not isinstance(node, MappingNode):
        return None
    when, met = expression_of(node.get("when")), expression_of(node.get("met"))
    subject = text_of(node.get("subject"))
    if not met or not subject:
        return None
    id = node.get("id")
    if id and text_of(id) != name:
        message = Label(
            f"编号“{text_of(id)}”与文件夹名“{name}”不同", f"the id '{text_of(id)}' is not the name of its folder"
        )
        folder.problems.append(Problem.at(id.where, message, Label(name, name)))
    return Indicator(
        id=name,
        label=label_of(node.get("label")) or Label("", ""),
        subject=Subject(subject),
        guarantee=text_of(node.get("guarantee")),
        when=when[0] if when else None,
        met=met[0],
        department=text_of(node.get("department")),
        deadline_days=int(number_of(node.get("deadline_days")) or 0),
        routes=_routes(node.get("routes")),
        cites=tuple(_cite(item) for item in mappings_of(node.get("cites"))),
        cases=(),
        weight=number_of(node.get("weight")),
        when_at=when[1] if when else None,
        met_at=met[1],
        where=node.where,
        explain=label_of(node.get("explain")),
        issued_by=header.issued_by,
    )


def _cite(node: MappingNode) -> Cite:
    return Cite(text_of(node.get("document")), text_of(node.get("paragraph")))


def _routes(node: Node | None) -> tuple[Route, ...]:
    return tuple(_route(item) for item in mappings_of(node))


def _route(node: MappingNode) -> Route:
    when = expression_of(node.get("when"))
    measure = text_of(node.get("measure"))
    return Route(when[0], measure, when[1]) if when else Route(None, measure, node.where)


def _finding(node: MappingNode, header: Header) -> FindingRule:
    id = text_of(node.get("id"))
    because = text_of(node.get("unknown_because")) or None
    days = number_of(node.get("deadline_days"))
    return FindingRule(
        id=id,
        kind=text_of(node.get("kind")) or id,
        label=label_of(node.get("label")) or Label("", ""),
        alternatives=_alternatives(node.get("when")),
        facts_as_of=text_of(node.get("facts_as_of")) or None,
        met_as_of=text_of(node.get("met_as_of")) or None,
        unknown_as_of=text_of(node.get("unknown_as_of")) or None,
        unless=_unless(node.get("unless")),
        per="household" if text_of(node.get("per")) == "household" else "indicator",
        subject=cast("About", text_of(node.get("subject")) or "household"),
        unknown_because=cast("Literal['conflict', 'missing'] | None", because),
        department=text_of(node.get("department")) or None,
        deadline_days=int(days) if days else None,
        routes=_routes(node.get("routes")),
        where=node.where,
        issued_by=header.issued_by,
    )


def _alternatives(node: Node | None) -> tuple[Placed, ...]:
    if (single := expression_of(node)) is not None:
        return (single,)
    return tuple(found for item in items_of(node) if (found := expression_of(item)))


def _unless(node: Node | None) -> dict[str, Placed]:
    if (single := expression_of(node)) is not None:
        return {"any": single}
    return {key.raw: found for key, value in entries_of(node) if (found := expression_of(value))}
