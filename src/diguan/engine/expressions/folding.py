"""Constants worked out once: arithmetic, comparisons and junctions of literals. What rests on a fact is left as it is."""

import operator
from collections.abc import Callable
from typing import Any as Anything

from diguan.engine.catalogue.model import FieldType
from diguan.engine.expressions.dates import completed_months, completed_years
from diguan.engine.expressions.tree import (
    Age,
    And,
    Arithmetic,
    Between,
    Compare,
    In,
    Literal,
    Months,
    Negate,
    Node,
    Not,
    Or,
)

COMPARE: dict[str, Callable[[Anything, Anything], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
COMPUTE: dict[str, Callable[[Anything, Anything], Anything]] = {"+": operator.add, "-": operator.sub, "*": operator.mul}


def folded(node: Node) -> Node:
    """The node, or the literal it amounts to; its children are folded already."""
    if isinstance(node, And | Or):
        return _junction(node)
    if isinstance(node, Not) and isinstance(node.operand, Literal):
        return _truth(node, value=not node.operand.value)
    if not all(isinstance(child, Literal) for child in node.children):
        return node
    return _FOLDS.get(type(node), _same)(node)


def _same(node: Node) -> Node:
    return node


def _truth(node: Node, *, value: bool) -> Literal:
    return Literal(node.at, value, FieldType.BOOLEAN)


def _junction(node: And | Or) -> Node:
    deciding = isinstance(node, Or)
    open_operands = []
    for operand in node.operands:
        if not isinstance(operand, Literal):
            open_operands.append(operand)
        elif operand.value is deciding:
            return _truth(node, value=deciding)
    if not open_operands:
        return _truth(node, value=not deciding)
    return open_operands[0] if len(open_operands) == 1 else type(node)(node.at, tuple(open_operands))


def _values(node: Node) -> list[Anything]:
    return [child.value for child in node.children if isinstance(child, Literal)]


def _compare(node: Node) -> Node:
    assert isinstance(node, Compare)  # noqa: S101 - the table says so
    return _truth(node, value=COMPARE[node.operator](*_values(node)))


def _in(node: Node) -> Node:
    assert isinstance(node, In)  # noqa: S101 - the table says so
    operand, *items = _values(node)
    return _truth(node, value=(operand in items) is not node.negated)


def _between(node: Node) -> Node:
    assert isinstance(node, Between)  # noqa: S101 - the table says so
    operand, low, high = _values(node)
    return _truth(node, value=(low <= operand <= high) is not node.negated)


def _arithmetic(node: Node) -> Node:
    assert isinstance(node, Arithmetic)  # noqa: S101 - the table says so
    left, right = _values(node)
    if node.type is FieldType.NUMBER:
        left, right = float(left), float(right)
    return Literal(node.at, COMPUTE[node.operator](left, right), node.type, node.unit)


def _negate(node: Node) -> Node:
    assert isinstance(node, Negate)  # noqa: S101 - the table says so
    return Literal(node.at, -_values(node)[0], node.type, node.unit)


def _years(node: Node) -> Node:
    return Literal(node.at, completed_years(*_values(node)), FieldType.INTEGER, "years")


def _months(node: Node) -> Node:
    return Literal(node.at, completed_months(*_values(node)), FieldType.INTEGER, "months")


_FOLDS: dict[type[Node], Callable[[Node], Node]] = {
    Compare: _compare,
    In: _in,
    Between: _between,
    Arithmetic: _arithmetic,
    Negate: _negate,
    Age: _years,
    Months: _months,
}
