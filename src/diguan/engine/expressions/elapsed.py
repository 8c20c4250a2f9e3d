"""Ages and months compared with constants, rewritten to comparisons of the date itself with a constant date."""

import math
from typing import cast

from diguan.engine.catalogue.model import FieldType
from diguan.engine.expressions.dates import latest_with_months, latest_with_years
from diguan.engine.expressions.tree import (
    Age,
    And,
    Between,
    Compare,
    ComparisonOperator,
    IsNull,
    Literal,
    Months,
    Node,
    Not,
    Rewritten,
)

_MIRRORED = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def rewritten(node: Node) -> Node:
    """The node, or a Rewritten when it compares an age or a number of months on a constant day with constants."""
    if isinstance(node, Compare):
        return _comparison(node)
    if isinstance(node, Between) and _elapsed(node.operand) and _number(node.low) and _number(node.high):
        low = Compare(node.at, ">=", node.operand, node.low)
        high = Compare(node.at, "<=", node.operand, node.high)
        inside = And(node.at, (_dated(low), _dated(high)))
        return Rewritten(node.at, Not(node.at, inside) if node.negated else inside, node)
    return node


def _comparison(node: Compare) -> Node:
    if _elapsed(node.left) and _number(node.right):
        return Rewritten(node.at, _dated(node), node)
    if _elapsed(node.right) and _number(node.left):
        mirrored = cast(ComparisonOperator, _MIRRORED[node.operator])
        return Rewritten(node.at, _dated(Compare(node.at, mirrored, node.right, node.left)), node)
    return node


def _elapsed(node: Node) -> bool:
    return isinstance(node, Age | Months) and isinstance(node.on, Literal)


def _number(node: Node) -> bool:
    return isinstance(node, Literal) and node.type in (FieldType.INTEGER, FieldType.NUMBER)


def _dated(node: Compare) -> Node:
    """The comparison of an Age or Months (left) with a number (right) as a comparison of its date."""
    limit = float(cast(float, cast(Literal, node.right).value))
    above, below = math.floor(limit) + 1, math.ceil(limit)
    if node.operator in (">=", "<"):
        return _at_least(node, below, holds=node.operator == ">=")
    if node.operator in (">", "<="):
        return _at_least(node, above, holds=node.operator == ">")
    exactly = _exactly(node, below) if below < above else _known(node, value=False)
    return exactly if node.operator == "=" else Not(node.at, exactly)


def _exactly(node: Compare, number: int) -> Node:
    return And(node.at, (_at_least(node, number, holds=True), _at_least(node, number + 1, holds=False)))


def _at_least(node: Compare, number: int, *, holds: bool) -> Node:
    """True (or, unless `holds`, false) of the dates from which at least `number` years or months have gone by."""
    elapsed = cast(Age | Months, node.left)
    on = cast(Literal, elapsed.on).value
    latest = (latest_with_years if isinstance(elapsed, Age) else latest_with_months)(number, on)  # type: ignore[arg-type]
    if latest is None:
        return _known(node, value=(number < 0) is holds)
    return Compare(node.at, "<=" if holds else ">", _date(elapsed), Literal(node.at, latest, FieldType.DATE))


def _known(node: Compare, *, value: bool) -> Node:
    """Always `value` where the date is known, because the limit lies outside the calendar."""
    return IsNull(node.at, _date(cast(Age | Months, node.left)), negated=value)


def _date(elapsed: Age | Months) -> Node:
    return elapsed.born if isinstance(elapsed, Age) else elapsed.since
