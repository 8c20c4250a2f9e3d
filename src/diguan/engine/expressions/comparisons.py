"""Checks and types what compares values: =, <, IN, BETWEEN, IS NULL; and + - * under them. All operands come typed."""

from diguan.engine.catalogue.model import Catalogue, FieldType, Label
from diguan.engine.expressions import units
from diguan.engine.expressions.constants import NUMBERS, codes_of, fitted, is_constant
from diguan.engine.expressions.magnitudes import arithmetic_type
from diguan.engine.expressions.places import UnableToReadExpression
from diguan.engine.expressions.tree import (
    Arithmetic,
    Between,
    Compare,
    Count,
    In,
    IsNull,
    Literal,
    Negate,
    Node,
    Not,
    Null,
    Parameter,
    type_of,
    unit_of,
    walk,
)

TYPE_LABELS = {
    FieldType.CODE: Label(zh="代码", en="code"),
    FieldType.BOOLEAN: Label(zh="是或否（条件）", en="yes or no (a condition)"),
    FieldType.INTEGER: Label(zh="整数", en="integer"),
    FieldType.NUMBER: Label(zh="数", en="number"),
    FieldType.DATE: Label(zh="日期", en="date"),
    FieldType.TEXT: Label(zh="文字", en="text"),
    FieldType.IDENTIFIER: Label(zh="证件号", en="identifier"),
}
_NULL = Label(zh="NULL 不能参加比较", en="NULL cannot be compared")
_NULL_HINT = Label(zh="请写 IS NULL 或 IS NOT NULL", en="write IS NULL or IS NOT NULL")
_TYPES = Label(zh="两边类型不同", en="the two sides differ in type")
_UNITS = Label(zh="两边单位不同", en="the two sides differ in unit")
_UNITS_HINT = Label(
    zh="常数因子不改变单位；要换算，请用带单位的参数，如 m2/person",
    en="a literal factor keeps the unit; to convert, use a parameter that has a unit, such as m2/person",
)
_ORDER = Label(zh="文字、代码和是否只能用 =、<>、IN", en="text, codes and yes/no have no order: only =, <> and IN")
_BOOLEANS = Label(
    zh="是否字段直接写，或与 true、false 比较", en="a yes/no stands alone or is compared with true or false"
)
_NUMBER = Label(zh="只有数能加、减、乘", en="only numbers can be added, subtracted, multiplied")
_SELF = Label(zh="两边是同一个值，结果永远相同", en="both sides are the same value: the answer never changes")
_EMPTY_IN = Label(zh="IN 的括号里什么也没有", en="IN with nothing in its brackets")
_IN_ITEM = Label(zh="IN 的括号里只能是常数或参数", en="IN takes constants and parameters only")
_EMPTY_RANGE = Label(zh="BETWEEN 的下限大于上限", en="BETWEEN with a lower end above the upper")
_SCALED = Label(zh="人数只能乘以常数或参数", en="a count of members can be multiplied by a constant or parameter only")
_IS_NULL = Label(zh="IS NULL 只问字段", en="IS NULL asks about a field")


def _refuse(problem: Label, node: Node, found: str = "", expected: Label | None = None) -> UnableToReadExpression:
    return UnableToReadExpression(problem, node.at, found=found, expected=expected)


def compared(node: Compare, left: Node, right: Node, catalogue: Catalogue) -> Node:
    """The typed comparison; `x = true` becomes x, `x = false` becomes NOT x."""
    refuse_null(left, right)
    if left == right and not is_constant(left):
        raise _refuse(_SELF, node)
    if FieldType.BOOLEAN in (type_of(left), type_of(right)):
        return _boolean_comparison(node, left, right)
    left, right = fitted(left, right, catalogue), fitted(right, left, catalogue)
    refuse_mismatch(left, right)
    if node.operator not in ("=", "<>"):
        _refuse_unordered(left)
    return Compare(node.at, node.operator, left, right)


def _boolean_comparison(node: Compare, left: Node, right: Node) -> Node:
    condition, literal = (right, left) if isinstance(left, Literal) else (left, right)
    if type_of(left) is not type_of(right):
        raise _mismatch(left, right)
    if not isinstance(literal, Literal) or node.operator not in ("=", "<>"):
        raise _refuse(_BOOLEANS, node)
    return condition if literal.value is (node.operator == "=") else Not(node.at, condition)


def membership(node: In, operand: Node, items: tuple[Node, ...], catalogue: Catalogue) -> Node:
    """The typed IN."""
    if not items:
        raise _refuse(_EMPTY_IN, node)
    refuse_null(operand, *items)
    if type_of(operand) is FieldType.BOOLEAN:
        raise _refuse(_BOOLEANS, node)
    typed = tuple(fitted(item, operand, catalogue) for item in items)
    for item in typed:
        if not isinstance(item, Literal | Parameter):
            raise _refuse(_IN_ITEM, item)
        refuse_mismatch(operand, item)
    return In(node.at, operand, typed, negated=node.negated)


def ranged(node: Between, operand: Node, ends: tuple[Node, Node], catalogue: Catalogue) -> Node:
    """The typed BETWEEN."""
    refuse_null(operand, *ends)
    low, high = (fitted(end, operand, catalogue) for end in ends)
    for end in (low, high):
        refuse_mismatch(operand, end)
    _refuse_unordered(operand)
    if isinstance(low, Literal) and isinstance(high, Literal) and low.value > high.value:  # type: ignore[operator]
        raise _refuse(_EMPTY_RANGE, low, found=f"{low.value} > {high.value}")
    return Between(node.at, operand, low, high, negated=node.negated)


def null_test(node: IsNull, operand: Node) -> Node:
    """The typed IS NULL."""
    if is_constant(operand) or any(isinstance(n, Count) for n in walk(operand)):
        raise _refuse(_IS_NULL, node)
    return IsNull(node.at, operand, negated=node.negated)


def arithmetic(node: Arithmetic, left: Node, right: Node, catalogue: Catalogue) -> Node:
    """The typed sum, difference or product, with its unit."""
    refuse_null(left, right)
    for side in (left, right):
        _refuse_no_number(side)
    if node.operator == "*":
        _refuse_unscaled(left, right)
        unit = units.product(unit_of(left), unit_of(right))
    else:
        if not units.same(unit_of(left), unit_of(right)):
            raise _unit_mismatch(left, right)
        unit = unit_of(left) or unit_of(right)
    return Arithmetic(node.at, node.operator, left, right, arithmetic_type(node.operator, left, right, catalogue), unit)


def negated(node: Negate, operand: Node) -> Node:
    """The typed minus."""
    refuse_null(operand)
    _refuse_no_number(operand)
    return Negate(node.at, operand, type_of(operand), unit_of(operand))


def refuse_null(*operands: Node) -> None:
    """Raises when an operand is the word NULL."""
    for operand in operands:
        if isinstance(operand, Null):
            raise UnableToReadExpression(_NULL, operand.at, found="NULL", hint=_NULL_HINT)


def refuse_mismatch(left: Node, right: Node) -> None:
    """Raises unless two values have one type (integers and numbers are one) and one unit."""
    left_type, right_type = type_of(left), type_of(right)
    if left_type is not right_type and not (left_type in NUMBERS and right_type in NUMBERS):
        raise _mismatch(left, right)
    if not units.same(unit_of(left), unit_of(right)):
        raise _unit_mismatch(left, right)


def _mismatch(left: Node, right: Node) -> UnableToReadExpression:
    expected, found = TYPE_LABELS[type_of(left)], TYPE_LABELS[type_of(right)]
    return _refuse(_TYPES, right, found=f"{found.zh} / {found.en}", expected=expected)


def _unit_mismatch(left: Node, right: Node) -> UnableToReadExpression:
    unit = str(unit_of(left))
    expected = Label(zh=unit, en=unit)
    return UnableToReadExpression(_UNITS, right.at, found=str(unit_of(right)), expected=expected, hint=_UNITS_HINT)


def _refuse_unordered(node: Node) -> None:
    if type_of(node) not in (*NUMBERS, FieldType.DATE):
        raise _refuse(_ORDER, node)


def _refuse_no_number(node: Node) -> None:
    if type_of(node) not in NUMBERS:
        found = TYPE_LABELS[type_of(node)]
        raise _refuse(_NUMBER, node, found=f"{found.zh} / {found.en}", expected=TYPE_LABELS[FieldType.NUMBER])


def _refuse_unscaled(left: Node, right: Node) -> None:
    for side, other in ((left, right), (right, left)):
        if any(isinstance(n, Count) for n in walk(side)) and not is_constant(other):
            raise _refuse(_SCALED, other)


__all__ = [
    "TYPE_LABELS",
    "arithmetic",
    "codes_of",
    "compared",
    "membership",
    "negated",
    "null_test",
    "ranged",
    "refuse_null",
]
