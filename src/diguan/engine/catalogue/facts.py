"""A value as written in a file, checked against the field it is meant for."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from diguan.engine.catalogue.model import Field, FieldType
from diguan.engine.documents import Label, Problem, ScalarNode, nearest
from diguan.engine.documents.nodes import DECIMAL, Kind

Fact = bool | int | float | str | date


def typed_value(field: Field, node: ScalarNode, problems: list[Problem]) -> Fact | None:
    """The value in the field's type; None, with a problem appended, when it is none (null is for the caller to see)."""
    value = _READERS[field.type](node)
    if value is None:
        message = Label(
            f"字段“{field.name}”的值是{node.found.zh}", f"the field '{field.name}' is given {node.found.en}"
        )
        problems.append(Problem.at(node.where, message, _expected(field), _quote_hint(field, node)))
        return None
    if problem := _outside(field, value, node):
        problems.append(problem)
        return None
    return value


def _flag(node: ScalarNode) -> bool | None:
    return node.flag if node.kind is Kind.BOOLEAN else None


def _whole(node: ScalarNode) -> int | None:
    return int(node.raw) if node.kind is Kind.INTEGER else None


def _decimal(node: ScalarNode) -> float | None:
    is_number = node.kind in (Kind.INTEGER, Kind.NUMBER) and DECIMAL.match(node.raw)
    return float(node.raw) if is_number else None


def _day(node: ScalarNode) -> date | None:
    return node.day


def _words(node: ScalarNode) -> str | None:
    return node.raw if node.kind is Kind.TEXT and node.raw.strip() else None


def _never(_node: ScalarNode) -> None:
    """Identifiers are neither presumed nor implied, and no rule may look at them."""


_READERS: Mapping[FieldType, Callable[[ScalarNode], Fact | None]] = {
    FieldType.BOOLEAN: _flag,
    FieldType.INTEGER: _whole,
    FieldType.NUMBER: _decimal,
    FieldType.DATE: _day,
    FieldType.CODE: _words,
    FieldType.TEXT: _words,
    FieldType.IDENTIFIER: _never,
}
_EXPECTED = {
    FieldType.BOOLEAN: Label("true 或 false", "true or false"),
    FieldType.INTEGER: Label("整数", "a whole number"),
    FieldType.NUMBER: Label("数字", "a number"),
    FieldType.DATE: Label("日期 YYYY-MM-DD", "a date YYYY-MM-DD"),
    FieldType.TEXT: Label("文字", "a text"),
    FieldType.IDENTIFIER: Label("标识类字段不能出现在这里", "no identifier here"),
}
SHOWN_CODES = 12


def _expected(field: Field) -> Label:
    if field.type is not FieldType.CODE:
        return _EXPECTED[field.type]
    return one_of(field.codes)


def one_of(codes: Sequence[str]) -> Label:
    """What was expected: one of the codes, the first of them if there are many."""
    shown = ", ".join(codes[:SHOWN_CODES]) + (" ..." if len(codes) > SHOWN_CODES else "")
    return Label(f"其中之一：{shown}", f"one of: {shown}")


def _quote_hint(field: Field, node: ScalarNode) -> Label | None:
    if field.type not in (FieldType.CODE, FieldType.TEXT) or node.kind in (Kind.NULL, Kind.TEXT):
        return None
    return Label(f"请加引号：'{node.raw}'", f"put it in quotes: '{node.raw}'")


def _outside(field: Field, value: Fact, node: ScalarNode) -> Problem | None:
    if field.type is FieldType.CODE and value not in field.codes:
        message = Label(f"“{value}”不是字段“{field.name}”的值", f"'{value}' is no code of the field '{field.name}'")
        return Problem.at(node.where, message, _expected(field), nearest(str(value), field.codes))
    if field.range and isinstance(value, int | float) and not field.range[0] <= value <= field.range[1]:
        low, high = field.range
        message = Label(
            f"{value:g} 超出字段“{field.name}”的范围", f"{value:g} is outside the range of the field '{field.name}'"
        )
        return Problem.at(node.where, message, Label(f"{low:g} 到 {high:g}", f"{low:g} to {high:g}"))
    return None
