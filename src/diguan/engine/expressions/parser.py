"""Text to tree by binding powers: OR, AND, NOT, comparison, + and -, *, minus sign; says what stood where something else was expected.

One function per level of nesting (and not one per precedence) keeps a deep text from exhausting Python's stack before it is refused.
"""

import math
from datetime import date
from typing import cast

from diguan.engine.catalogue.model import FieldType, Label
from diguan.engine.expressions.places import Position, UnableToReadExpression, Where
from diguan.engine.expressions.tokens import Kind, Token, tokenize
from diguan.engine.expressions.tree import (
    And,
    Arithmetic,
    ArithmeticOperator,
    Between,
    Call,
    Compare,
    ComparisonOperator,
    In,
    IsNull,
    Literal,
    Name,
    Negate,
    Node,
    Not,
    Null,
    Or,
    Parameter,
)

MOST_LEVELS = 100
_MOST_OPEN = 180
_OR, _AND, _NOT, _COMPARISON, _SUM, _PRODUCT, _SIGN = range(1, 8)
_MOST_EXACT = 2**53
_RESERVED = frozenset({"and", "or", "not", "in", "between", "is", "null", "true", "false"})
_FOREIGN: dict[str, Label] = {
    "like": Label(zh="没有 LIKE：请用 = 或 IN 列出各个代码", en="there is no LIKE: list the codes with = or IN"),
    "ilike": Label(zh="没有 ILIKE：请用 = 或 IN 列出各个代码", en="there is no ILIKE: list the codes with = or IN"),
    "case": Label(zh="没有 CASE：请用 AND、OR 写条件", en="there is no CASE: write the condition with AND and OR"),
    "select": Label(
        zh="没有子查询：请用 any_member、count_members 等",
        en="there are no subqueries: use any_member, count_members and so on",
    ),
}
_A_VALUE = Label(
    zh="字段、:参数、数字、'文字'、函数或括号", en="a field, :parameter, number, 'text', function or bracket"
)
_UNEXPECTED = Label(zh="这里不该是它", en="this does not belong here")
TOO_DEEP = Label(zh=f"括号或函数套得太深，超过 {MOST_LEVELS} 层", en=f"nested deeper than {MOST_LEVELS} levels")
_TOO_DEEP_HINT = Label(zh="拆成派生字段", en="split it into derived fields")
_AN_OPERATOR = Label(zh="AND、OR、比较或表达式的末尾", en="AND, OR, a comparison or the end of the expression")
_BREAKS_OFF = Label(zh="表达式到这里就断了", en="the expression breaks off here")
_TOO_LARGE = Label(zh="数太大", en="the number is too large")
_EMPTY = Label(zh="表达式是空的", en="the expression is empty")
_CHAINED = Label(zh="比较不能连写", en="comparisons cannot be chained")
_CHAINED_HINT = Label(
    zh="请写 a <= x AND x <= b，或 x BETWEEN a AND b", en="write a <= x AND x <= b, or x BETWEEN a AND b"
)
_BAD_DATE = Label(zh="不是日期", en="not a date")
_DATE_FORM = Label(zh="年-月-日，如 '2019-06-30'", en="year-month-day, as in '2019-06-30'")


def parse(text: str, where: Where | None = None) -> Node:
    """Tree of an expression, not yet checked. `where`: file and line the text begins at, for positions. Raises UnableToReadExpression."""
    parser = _Parser(tokenize(text, where))
    if parser.at_end():
        raise UnableToReadExpression(_EMPTY, parser.now.at, expected=_A_VALUE)
    try:
        tree = parser.expression()
    except RecursionError as error:
        raise UnableToReadExpression(TOO_DEEP, parser.now.at, hint=_TOO_DEEP_HINT) from error
    if not parser.at_end():
        raise parser.refusal(_AN_OPERATOR)
    refuse_depth(tree)
    return tree


def refuse_depth(tree: Node) -> None:
    """Raises UnableToReadExpression when a tree has more than MOST_LEVELS levels; itself it never recurses."""
    waiting = [(tree, 1)]
    while waiting:
        node, level = waiting.pop()
        if level > MOST_LEVELS:
            raise UnableToReadExpression(TOO_DEEP, node.at, hint=_TOO_DEEP_HINT)
        waiting.extend((child, level + 1) for child in node.children)


def date_literal(text: str, at: Position) -> date:
    """A date written year-month-day, strictly."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.isoformat() != text:
        raise UnableToReadExpression(_BAD_DATE, at, found=f"'{text}'", expected=_DATE_FORM)
    return found


_POWERS = {
    "or": _OR,
    "and": _AND,
    "in": _COMPARISON,
    "between": _COMPARISON,
    "is": _COMPARISON,
    "+": _SUM,
    "-": _SUM,
    "*": _PRODUCT,
    **dict.fromkeys(("=", "<>", "!=", "<", "<=", ">", ">="), _COMPARISON),
}


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.index = 0
        self.open = 0

    @property
    def now(self) -> Token:
        return self.tokens[self.index]

    @property
    def next(self) -> Token:
        return self.tokens[min(self.index + 1, len(self.tokens) - 1)]

    def at_end(self) -> bool:
        return self.now.kind is Kind.END

    def take(self) -> Token:
        token = self.now
        self.index += 1
        return token

    def refusal(self, expected: Label) -> UnableToReadExpression:
        token = self.now
        if token.kind is Kind.END:
            return UnableToReadExpression(_BREAKS_OFF, token.at, expected=expected)
        hint = _FOREIGN.get(token.word())
        return UnableToReadExpression(_UNEXPECTED, token.at, found=token.shown(), expected=expected, hint=hint)

    def is_symbol(self, *symbols: str) -> bool:
        return self.now.kind is Kind.SYMBOL and self.now.text in symbols

    def take_symbol(self, symbol: str) -> Token:
        if not self.is_symbol(symbol):
            raise self.refusal(Label(zh=symbol, en=symbol))
        return self.take()

    def take_word(self, word: str) -> Token:
        if self.now.word() != word:
            raise self.refusal(Label(zh=word.upper(), en=word.upper()))
        return self.take()

    def expression(self, power: int = 0) -> Node:
        """Reads on while the operators bind tighter than `power`."""
        self.open += 1
        if self.open > _MOST_OPEN:
            raise UnableToReadExpression(TOO_DEEP, self.now.at, hint=_TOO_DEEP_HINT)
        node = self.prefix(power)
        while (found := self.power()) > power:
            node = self.infix(node, found)
        self.open -= 1
        return node

    def power(self) -> int:
        """Binding power of the operator at hand; 0 when it is none."""
        if self.now.kind is Kind.SYMBOL:
            return _POWERS.get(self.now.text, 0)
        word = self.now.word()
        if word == "not":
            return _COMPARISON if self.next.word() in ("in", "between") else 0
        return _POWERS.get(word, 0)

    def infix(self, left: Node, power: int) -> Node:
        if power in (_OR, _AND):
            return self.junction(left, power)
        if power in (_SUM, _PRODUCT):
            operator = cast(ArithmeticOperator, self.take().text)
            return Arithmetic(left.at, operator, left, self.expression(power))
        node = self.comparison(left)
        if self.power() == _COMPARISON:
            raise UnableToReadExpression(_CHAINED, self.now.at, found=self.now.shown(), hint=_CHAINED_HINT)
        return node

    def junction(self, left: Node, power: int) -> Node:
        operands = [left]
        while self.power() == power:
            self.take()
            operands.append(self.expression(power))
        return (Or if power == _OR else And)(left.at, tuple(operands))

    def comparison(self, left: Node) -> Node:
        if self.now.kind is Kind.SYMBOL:
            operator = self.take().text
            operator = "<>" if operator == "!=" else operator
            return Compare(left.at, cast(ComparisonOperator, operator), left, self.expression(_COMPARISON))
        if self.now.word() == "is":
            self.take()
            negated = self.now.word() == "not" and bool(self.take())
            self.take_word("null")
            return IsNull(left.at, left, negated=negated)
        negated = self.now.word() == "not" and bool(self.take())
        return self.membership(left, negated=negated) if self.now.word() == "in" else self.range(left, negated=negated)

    def membership(self, left: Node, *, negated: bool) -> Node:
        self.take()
        self.take_symbol("(")
        return In(left.at, left, self.until_closed(_COMPARISON), negated=negated)

    def range(self, left: Node, *, negated: bool) -> Node:
        self.take()
        low = self.expression(_COMPARISON)
        self.take_word("and")
        return Between(left.at, left, low, self.expression(_COMPARISON), negated=negated)

    def until_closed(self, power: int = 0) -> tuple[Node, ...]:
        """Expressions parted by commas, up to the closing bracket; possibly none."""
        found: list[Node] = []
        while not self.is_symbol(")"):
            if found:
                self.take_symbol(",")
            found.append(self.expression(power))
        self.take()
        return tuple(found)

    def prefix(self, power: int) -> Node:
        token = self.now
        if token.word() == "not" and power <= _NOT:
            return Not(self.take().at, self.expression(_NOT))
        if self.is_symbol("-"):
            return self.signed()
        if self.is_symbol("("):
            self.take()
            node = self.expression()
            self.take_symbol(")")
            return node
        if token.kind in (Kind.INTEGER, Kind.DECIMAL):
            return _number(self.take(), token.at, negative=False)
        return self.atom()

    def signed(self) -> Node:
        at = self.take().at
        if self.now.kind in (Kind.INTEGER, Kind.DECIMAL):
            return _number(self.take(), at, negative=True)
        return Negate(at, self.expression(_SIGN))

    def atom(self) -> Node:
        token, word = self.now, self.now.word()
        if token.kind is Kind.TEXT:
            return Literal(self.take().at, token.text, FieldType.TEXT)
        if token.kind is Kind.PARAMETER:
            return Parameter(self.take().at, token.text)
        if word in ("true", "false"):
            return Literal(self.take().at, word == "true", FieldType.BOOLEAN)
        if word == "null":
            return Null(self.take().at)
        if word == "date" and self.next.kind is Kind.TEXT:
            self.take()
            return Literal(token.at, date_literal(self.now.text, self.take().at), FieldType.DATE)
        if token.kind not in (Kind.WORD, Kind.QUOTED) or word in _RESERVED or word in _FOREIGN:
            raise self.refusal(_A_VALUE)
        return self.named()

    def named(self) -> Node:
        first = self.take()
        if first.kind is Kind.WORD and self.is_symbol("("):
            self.take()
            return Call(first.at, first.text.lower(), self.until_closed())
        if not self.is_symbol("."):
            return Name(first.at, None, first.text, quoted=first.kind is Kind.QUOTED)
        self.take()
        if self.now.kind not in (Kind.WORD, Kind.QUOTED):
            raise self.refusal(Label(zh="字段名", en="the name of a field"))
        return Name(first.at, first.text, self.take().text)


def _number(token: Token, at: Position, *, negative: bool) -> Literal:
    sign = -1 if negative else 1
    value = float(token.text)
    if value > _MOST_EXACT and (token.kind is Kind.INTEGER or math.isinf(value)):
        raise UnableToReadExpression(
            _TOO_LARGE, at, found=token.text[:40], expected=Label(zh="不超过 2^53", en="at most 2^53")
        )
    if token.kind is Kind.DECIMAL:
        return Literal(at, sign * value, FieldType.NUMBER)
    return Literal(at, sign * int(token.text), FieldType.INTEGER)
