"""Cuts the text of an expression into tokens; says plainly what cannot be one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from diguan.engine.catalogue.model import Label
from diguan.engine.expressions.places import Position, UnableToReadExpression, Where


class Kind(StrEnum):
    """What a token is. Keywords are words; the parser decides by place."""

    WORD = "word"
    QUOTED = "quoted name"
    PARAMETER = "parameter"
    INTEGER = "integer"
    DECIMAL = "decimal"
    TEXT = "text"
    SYMBOL = "symbol"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text; `text` is unescaped for TEXT and QUOTED, without the colon for PARAMETER."""

    kind: Kind
    text: str
    at: Position

    def word(self) -> str:
        """Lower-case text of a word, empty for every other kind: what keywords are compared with."""
        return self.text.lower() if self.kind is Kind.WORD else ""

    def shown(self) -> str:
        """How an error message quotes it."""
        return {Kind.END: "∎", Kind.TEXT: f"'{self.text}'", Kind.PARAMETER: f":{self.text}"}.get(self.kind, self.text)


_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<comment>--|/\*|\#|//)
  | (?P<decimal>(?:\d+\.\d*|\.\d+)(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+)
  | (?P<integer>\d+)
  | (?P<parameter>:[^\W\d]\w*)
  | (?P<word>[^\W\d]\w*)
  | (?P<text>'(?:[^']|'')*')
  | (?P<quoted>"(?:[^"]|"")+")
  | (?P<symbol><=|>=|<>|!=|[=<>+\-*(),.])
    """,
    re.VERBOSE,
)
_KINDS = {"decimal": Kind.DECIMAL, "integer": Kind.INTEGER, "word": Kind.WORD, "symbol": Kind.SYMBOL}
_SYMBOLS = Label(
    zh="名称、数字、'文字' 或 = <> < <= > >= + - * ( ) , .",
    en="a name, a number, 'text' or = <> < <= > >= + - * ( ) , .",
)
_COMMENT = Label(zh="表达式里不能有注释", en="a comment inside an expression")
_COMMENT_HINT = Label(
    zh="把说明写在 YAML 的注释里；减负数请写成 a - (-1)",
    en="write it as a YAML comment; to subtract a negative number write a - (-1)",
)
_UNFINISHED = Label(zh="引号没有收尾", en="a quote that is not closed")
_CLOSED = Label(zh="成对的引号（文字里的引号写两个）", en="a closing quote (a quote inside a text is written twice)")
_STRANGE = Label(zh="不认识的字符", en="an unknown character")
_NUMBER_RUNS_ON = Label(zh="数字后面直接跟了文字", en="a number that runs on into a word")
_HINTS = {
    "/": Label(zh="语言里没有除法：两边同乘", en="there is no division: multiply the other side"),
    ";": Label(zh="一条规则只有一个表达式", en="a rule is one expression"),
    "&": Label(zh="请写 AND", en="write AND"),
    "|": Label(zh="请写 OR", en="write OR"),
    "!": Label(zh="请写 NOT 或 <>", en="write NOT or <>"),
    "%": Label(zh="没有取余", en="there is no remainder"),
    "≥": Label(zh="请写 >=", en="write >="),
    "≤": Label(zh="请写 <=", en="write <="),
    "≠": Label(zh="请写 <>", en="write <>"),
    ":": Label(zh="参数写作 :名称", en="a parameter is written :name"),
}
_HALF_WIDTH = dict(zip("（）＝＜＞＋－＊，．‘’“”：；", "()=<>+-*,.''\"\":;", strict=True))


def tokenize(text: str, where: Where | None = None) -> list[Token]:
    """Tokens of an expression, ended by one END token; raises UnableToReadExpression."""
    return list(_Reader(text, where).tokens())


class _Reader:
    def __init__(self, text: str, where: Where | None) -> None:
        self.text = text
        self.file = where.file if where else ""
        self.first_line = where.line if where else 1

    def position(self, offset: int) -> Position:
        line_start = self.text.rfind("\n", 0, offset) + 1
        return Position(self.file, self.first_line + self.text.count("\n", 0, offset), offset - line_start + 1)

    def tokens(self) -> Iterator[Token]:
        offset = 0
        while offset < len(self.text):
            match = _TOKEN.match(self.text, offset)
            if match is None or match.lastgroup == "comment":
                raise self.refusal(offset, match)
            token = self.token(match)
            if token is not None:
                yield token
            offset = match.end()
        yield Token(Kind.END, "", self.position(offset))

    def token(self, match: re.Match[str]) -> Token | None:
        group, text, at = str(match.lastgroup), match.group(), self.position(match.start())
        if group == "space":
            return None
        if group == "parameter":
            return Token(Kind.PARAMETER, text[1:], at)
        if group in ("text", "quoted"):
            quote = text[0]
            return Token(Kind.TEXT if quote == "'" else Kind.QUOTED, text[1:-1].replace(quote * 2, quote), at)
        if group in ("decimal", "integer") and re.match(r"\w", self.text[match.end() :]):
            raise UnableToReadExpression(_NUMBER_RUNS_ON, at, found=self.text[match.start() : match.end() + 10])
        return Token(_KINDS[group], text, at)

    def refusal(self, offset: int, comment: re.Match[str] | None) -> UnableToReadExpression:
        at, character = self.position(offset), self.text[offset]
        if comment is not None and comment.group() != "//":
            return UnableToReadExpression(_COMMENT, at, found=self.text[offset : offset + 20], hint=_COMMENT_HINT)
        if character in "'\"":
            return UnableToReadExpression(_UNFINISHED, at, found=self.text[offset : offset + 20], expected=_CLOSED)
        return UnableToReadExpression(_STRANGE, at, found=character, expected=_SYMBOLS, hint=_hint(character))


def _hint(character: str) -> Label | None:
    half = _HALF_WIDTH.get(character)
    if half is None:
        return _HINTS.get(character)
    return Label(zh=f"这是全角字符，请写半角 {half}", en=f"this is a full-width character, write {half}")
