"""Values of one household as closures: facts, arithmetic, ages, sums over members; and how well they are evidenced."""

import math
from collections.abc import Callable, Sequence
from typing import Any as Anything

from diguan.engine.backends.facts import PLACES, View, views_of_members
from diguan.engine.catalogue.model import FieldType
from diguan.engine.expressions.dates import completed_months, completed_years
from diguan.engine.expressions.folding import COMPUTE
from diguan.engine.expressions.tree import (
    Age,
    Arithmetic,
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
Truth = Callable[[View], int]
BEST = 3
MICRO = 1_000_000
MOST_SUMMED = 1e27  # a larger term would not fit the widest integer of the set-based back end: unknown in both


def value_of(node: Node) -> Read:
    """Closure of a value: None when a fact in it is unknown. Counts are not values, see `spans`."""
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
    return lambda view: view[place].values.get(name)


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
        grades.append(record.grades.get(name, record.default_grade))
    return min(grades)
