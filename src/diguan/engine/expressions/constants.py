"""Literals and parameters made to fit the value they are compared with: dates written as text, codes that exist."""

from dataclasses import replace

from diguan.engine.catalogue.model import Catalogue, FieldType, Label
from diguan.engine.expressions.parser import date_literal
from diguan.engine.expressions.places import UnableToReadExpression, did_you_mean
from diguan.engine.expressions.tree import MEMBER_FUNCTIONS, Fact, Literal, Node, Parameter, Verdicts, type_of, walk

NUMBERS = (FieldType.INTEGER, FieldType.NUMBER)
_NOT_A_CODE = Label(zh="不在这个字段的代码里", en="not among the codes of this field")
_SPELLING_HINT = Label(
    zh="这是原始数据的写法，规则里请写代码：", en="this is a spelling of the data; a rule writes the code: "
)


def is_constant(node: Node) -> bool:
    """True when nothing below rests on a fact or on who the members are."""
    return not any(isinstance(n, Fact | Verdicts | MEMBER_FUNCTIONS) for n in walk(node))


def fitted(constant: Node, other: Node, catalogue: Catalogue) -> Node:
    """A text literal or parameter as the type of `other` reads it; anything else unchanged. Raises UnableToReadExpression."""
    target = type_of(other)
    if isinstance(constant, Literal) and constant.type is FieldType.TEXT:
        return _fitted_literal(constant, other, catalogue)
    if isinstance(constant, Parameter) and constant.type is FieldType.TEXT and target is FieldType.CODE:
        return replace(constant, type=FieldType.CODE, codes=codes_of(other, catalogue))
    return constant


def _fitted_literal(literal: Literal, other: Node, catalogue: Catalogue) -> Node:
    target = type_of(other)
    text = str(literal.value)
    if target is FieldType.DATE:
        return Literal(literal.at, date_literal(text, literal.at), FieldType.DATE)
    if target is not FieldType.CODE:
        return literal
    codes = codes_of(other, catalogue)
    if text not in codes:
        raise UnableToReadExpression(
            _NOT_A_CODE, literal.at, found=f"'{text}'", expected=_listed(codes), hint=_code_hint(text, other, catalogue)
        )
    return Literal(literal.at, text, FieldType.CODE)


def codes_of(node: Node, catalogue: Catalogue) -> tuple[str, ...]:
    """Codes of the one code field in a node (a code is never computed, so it is the field itself)."""
    if not isinstance(node, Fact):
        return ()
    return catalogue.field(node.subject, node.field).codes


def _code_hint(text: str, other: Node, catalogue: Catalogue) -> Label | None:
    if isinstance(other, Fact):
        code = catalogue.field(other.subject, other.field).spellings.get(text)
        if code is not None:
            return Label(zh=_SPELLING_HINT.zh + code, en=_SPELLING_HINT.en + code)
    return did_you_mean(text, codes_of(other, catalogue))


def _listed(codes: tuple[str, ...]) -> Label:
    shown, more = codes[:12], len(codes) > 12  # noqa: PLR2004 - what a line can show
    return Label(zh="、".join(shown) + ("……" if more else ""), en=", ".join(shown) + (" ..." if more else ""))
