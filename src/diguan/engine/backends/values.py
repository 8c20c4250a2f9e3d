"""Values of one household as closures: facts, arithmetic, ages, sums over members; how well they are evidenced; counts as intervals."""

import math
from collections.abc import Callable, Sequence
from typing import Any as Anything

from diguan.engine.backends import intervals
from diguan.engine.backends.facts import PLACES, View, views_of_members
from diguan.engine.backends.intervals import Interval
from diguan.engine.backends.plain import holds_count
from diguan.engine.catalogue.model import FieldType
from diguan.engine.expressions.dates import completed_months, completed_years
from diguan.engine.expressions.folding import COMPUTE
from diguan.engine.expressions.tree import (
    Age,
    Arithmetic,
    Count,
    Fact,
    Literal,
    Months,
    Negate,
    Node,
    Sum,
    Value,
    type_of,
    walk,
)

Read = Callable[[View], Value | None]
Weigh = Callable[[View], int]
Span = Callable[[View, int], Interval]
Truth = Callable[[View], int]
BEST = 3
MICRO = 1_000_000
MOST_SUMMED = 1e27  # a larger term would not fit the widest integer of the set-based back end: unknown in both


def value_of(node: Node) -> Read:
    """Closure of a value: None when a fact in it is unknown. Counts are not values, see `span_of`."""
    if isinstance(node, Fact):
        return _fact(node)
    if isinstance(node, Literal):
        constant = node.value
        return lambda _: constant
    if isinstance(node, Arithmetic):
        return _arithmetic(node)
    if isinstance(node, Negate):
        operand = value_of(node.operand)
        return lambda view: None if (v := operand(view)) is None else -v  # type: ignore[operator]
    if isinstance(node, Age | Months):
        return _elapsed(node)
    if isinstance(node, Sum):
        return _sum(node)
    raise TypeError(node)


def _fact(node: Fact) -> Read:
    place, name = PLACES[node.subject], node.field
    return lambda view: view[place].values.get(name)  # type: ignore[union-attr]


def _arithmetic(node: Arithmetic) -> Read:
    left, right, compute = value_of(node.left), value_of(node.right), COMPUTE[node.operator]
    in_double = node.type is FieldType.NUMBER

    def read(view: View) -> Value | None:
        a, b = left(view), right(view)
        if a is None or b is None:
            return None
        return compute(float(a), float(b)) if in_double else compute(a, b)  # type: ignore[arg-type, no-any-return]

    return read


def _elapsed(node: Age | Months) -> Read:
    since = value_of(node.born if isinstance(node, Age) else node.since)
    on = value_of(node.on)  # type: ignore[arg-type]
    completed = completed_years if isinstance(node, Age) else completed_months

    def read(view: View) -> Value | None:
        first, last = since(view), on(view)
        return None if first is None or last is None else completed(first, last)  # type: ignore[arg-type]

    return read


def _sum(node: Sum) -> Read:
    """Order of the members must not matter, so fractions are added as whole millionths."""
    term = value_of(node.term)
    total: Callable[[list[Anything]], Value | None] = exact_sum if type_of(node) is FieldType.NUMBER else sum

    def read(view: View) -> Value | None:
        facts = view[4]
        if not facts.members or not facts.roster_complete:
            return None
        terms = [term(seen) for seen in views_of_members(view)]
        return None if None in terms else total(terms)

    return read


def exact_sum(terms: Sequence[float]) -> float | None:
    """Sum of numbers, each rounded to the nearest millionth (halves up), whatever their order; None beyond MOST_SUMMED."""
    if any(abs(term) > MOST_SUMMED for term in terms):
        return None
    return float(sum(math.floor(float(term) * MICRO + 0.5) for term in terms)) / MICRO


def weakest_of(node: Node) -> Weigh:
    """Closure of the weakest grade among the facts of a value; constants have the best grade."""
    facts = list(dict.fromkeys((PLACES[n.subject], n.field) for n in walk(node) if isinstance(n, Fact)))
    if any(isinstance(n, Sum) for n in walk(node)):
        return lambda view: min((_weakest(facts, seen) for seen in views_of_members(view)), default=BEST)
    return lambda view: _weakest(facts, view)


def _weakest(facts: list[tuple[int, str]], view: View) -> int:
    grades = [BEST]
    for place, name in facts:
        record = view[place]
        grades.append(record.grades.get(name, record.default_grade))  # type: ignore[union-attr]
    return min(grades)


def span_of(node: Node, truth_of: Callable[[Node], Truth]) -> Span:
    """Closure (view, grade) of a number that may hold counts: its interval when facts below that grade are taken as unknown."""
    if not holds_count(node):
        return _plain_span(node)
    if isinstance(node, Count):
        return _count(truth_of(node.predicate))
    if isinstance(node, Negate):
        operand = span_of(node.operand, truth_of)
        return lambda view, grade: intervals.negated(operand(view, grade))
    if isinstance(node, Arithmetic):
        return _span_arithmetic(node, truth_of)
    raise TypeError(node)


def _plain_span(node: Node) -> Span:
    value, weakest = value_of(node), weakest_of(node)

    def span(view: View, grade: int) -> Interval:
        number = value(view)
        known = number is not None and weakest(view) >= grade
        return intervals.exactly(number) if known else intervals.UNKNOWN  # type: ignore[arg-type]

    return span


def _count(predicate: Truth) -> Span:
    def span(view: View, grade: int) -> Interval:
        facts = view[4]
        truths = [predicate(seen) for seen in views_of_members(view)]
        certain = sum(truth >= grade for truth in truths)
        if not truths or not facts.roster_complete:
            return Interval(certain, None)
        return Interval(certain, len(truths) - sum(truth <= -grade for truth in truths))

    return span


def _span_arithmetic(node: Arithmetic, truth_of: Callable[[Node], Truth]) -> Span:
    if node.operator == "*":
        scaled, factor = (node.left, node.right) if isinstance(node.right, Literal) else (node.right, node.left)
        operand, number = span_of(scaled, truth_of), factor.value  # type: ignore[attr-defined]
        if node.type is FieldType.NUMBER:
            number = float(number)
        return lambda view, grade: intervals.scaled(operand(view, grade), number)
    left, right = span_of(node.left, truth_of), span_of(node.right, truth_of)
    if node.operator == "+":
        return lambda view, grade: intervals.added(left(view, grade), right(view, grade))
    return lambda view, grade: intervals.added(left(view, grade), intervals.negated(right(view, grade)))
