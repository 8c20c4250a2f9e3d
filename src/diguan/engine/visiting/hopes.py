"""Answers that make a difference: the values around which the rules at hand turn, for each fact that is asked for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from diguan.engine.backends.facts import HouseholdFacts, Record
from diguan.engine.backends.reasons import MissingFact
from diguan.engine.catalogue import Catalogue, Field, FieldType
from diguan.engine.expressions.tree import (
    Age,
    And,
    Any,
    Every,
    Fact,
    Literal,
    Months,
    Node,
    Not,
    Or,
    Value,
    facts_of,
    walk,
)
from diguan.engine.verdicts import Subject
from diguan.engine.visiting.open_verdicts import OpenVerdict

STEP = 1e-3
MOST_YEARS = 120


@dataclass(frozen=True, slots=True)
class Hope:
    """An answer. `beside`: where it lies to the threshold it stands for: -1 just below, 0 on it, 1 just above; None for words."""

    value: Value
    threshold: Value | None = None
    beside: int | None = None


def answers(
    facts: Iterable[MissingFact], opened: Iterable[OpenVerdict], catalogue: Catalogue
) -> dict[MissingFact, list[Hope]]:
    """For each fact the answers between which the verdicts can tell, in order: its codes, the values it is compared with."""
    leaves: dict[tuple[Subject, str], list[Node]] = {}
    for leaf in dict.fromkeys(leaf for o in opened for tree in _trees(o) for leaf in _leaves(tree)):
        for about in facts_of(leaf):
            leaves.setdefault(about, []).append(leaf)
    found = {}
    for fact in facts:
        nodes = [n for leaf in leaves.get((fact.subject, fact.field), ()) for n in walk(leaf)]
        found[fact] = _answers(catalogue.field(fact.subject, fact.field), nodes)
    return found


def _trees(opened: OpenVerdict) -> list[Node]:
    return [c.tree for c in (opened.indicator.when, opened.indicator.met) if c is not None]


def _leaves(node: Node) -> Iterator[Node]:
    """The conditions of a tree that hold no other condition, but for those about members."""
    if isinstance(node, And | Or | Not):
        for child in node.children:
            yield from _leaves(child)
    elif isinstance(node, Every | Any):
        yield from _leaves(node.predicate)
    else:
        yield node


def _answers(field: Field, nodes: Sequence[Node]) -> list[Hope]:
    if field.type is FieldType.BOOLEAN:
        return [Hope(value=True), Hope(value=False)]
    if field.type is FieldType.CODE:
        return [Hope(code) for code in field.codes]
    literals = [n.value for n in nodes if isinstance(n, Literal)]
    if field.type is FieldType.DATE:
        return _days(field, nodes, literals)
    if field.type is FieldType.TEXT:
        return [Hope(v) for v in sorted({v for v in literals if isinstance(v, str)})] + [Hope("?")]
    numbers = sorted({v for v in literals if isinstance(v, int | float) and not isinstance(v, bool)})
    step = 1 if field.type is FieldType.INTEGER else STEP
    found = [Hope(_typed(field, v + side * step), v, side) for v in numbers for side in (-1, 0, 1)]
    low, high = field.range or (-float("inf"), float("inf"))
    inside = [h for h in found if isinstance(h.value, int | float) and low <= h.value <= high]
    return inside or [Hope(_typed(field, max(low, 0) if low > -float("inf") else 0))]


def _typed(field: Field, number: float) -> int | float:
    return round(number) if field.type is FieldType.INTEGER else float(number)


def _days(field: Field, nodes: Sequence[Node], literals: Sequence[Value]) -> list[Hope]:
    """Days around the constants of the rules; where an age is left to be counted, days of every age the rules name."""
    days = {v for v in literals if isinstance(v, date)}
    counted = any(isinstance(n, Age | Months) and _reads(n, field.name) for n in nodes)
    if counted and days:
        years = {v for v in literals if isinstance(v, int) and not isinstance(v, bool) and 0 <= v <= MOST_YEARS}
        days |= {day - timedelta(days=365 * y + y // 4) for day in days for y in years}
    found = [Hope(day + timedelta(days=side), day, side) for day in sorted(days) for side in (-1, 0, 1)]
    return found or [Hope(date(2000, 1, 1))]


def _reads(node: Node, name: str) -> bool:
    return any(isinstance(n, Fact) and n.field == name for n in walk(node))


def supposing(facts: HouseholdFacts, given: Mapping[MissingFact, Value]) -> HouseholdFacts:
    """The facts of a household as if some were known."""
    home = {f.field: v for f, v in given.items() if f.subject is Subject.HOUSEHOLD}
    members = list(facts.members)
    for index in {f.member for f in given if f.member is not None}:
        own = {f.field: v for f, v in given.items() if f.member == index}
        members[index] = _with(members[index], own)
    return replace(facts, household=_with(facts.household, home), members=members)


def _with(record: Record, more: Mapping[str, Value]) -> Record:
    return replace(record, values={**record.values, **more}) if more else record
