"""The tree of a YAML file with its positions. Scalars stay as written until a shape asks for a type."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from diguan.engine.documents.problems import Label, Where

WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})\Z")
DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})(\.[0-9]{1,17})?([eE][-+]?[0-9]{1,2})?\Z")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
SHOWN = 60
TRUE_WORDS = frozenset({"true", "yes", "on"})


class Kind(StrEnum):
    """What YAML takes a bare word for; a quoted word is always text."""

    TEXT = "text"
    NULL = "null"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"


KIND_NAMES = {
    Kind.TEXT: Label("文字", "text"),
    Kind.NULL: Label("空值", "null"),
    Kind.BOOLEAN: Label("布尔值", "a truth value"),
    Kind.INTEGER: Label("整数", "a whole number"),
    Kind.NUMBER: Label("数字", "a number"),
    Kind.DATE: Label("日期", "a date"),
}


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """One word or text. `lines` are the source lines it stands on, the first of them at `where.line`."""

    where: Where
    raw: str
    kind: Kind
    lines: tuple[str, ...] = ()

    @property
    def found(self) -> Label:
        """Description for a message."""
        shown = self.raw if len(self.raw) <= SHOWN else self.raw[:SHOWN] + "..."
        name = KIND_NAMES[self.kind]
        return Label(f"{name.zh}“{shown}”", f"{name.en} '{shown}'") if shown else name

    @property
    def day(self) -> date | None:
        """The date, or None when the text is no date (2019-02-30 is none)."""
        try:
            return date.fromisoformat(self.raw) if DAY.match(self.raw) else None
        except ValueError:
            return None

    @property
    def number(self) -> float | int:
        """The number; the kind must be integer or number."""
        return int(self.raw) if WHOLE.match(self.raw) else float(self.raw)

    @property
    def flag(self) -> bool:
        """The truth value; the kind must be boolean."""
        return self.raw.lower() in TRUE_WORDS

    @property
    def unfolded(self) -> str:
        """The text with a line break wherever the file has one, so that an error in it can name its line.

        YAML folds the lines of a long expression into one. A break inside quotes stays folded: there it is part of a word.
        """
        ends = _line_ends(self.lines)
        seen, quoted, text = 0, False, ["\n" * ends.pop(0, 0)]
        for character in self.raw.strip():
            if not character.isspace():
                seen += 1
                quoted ^= character == "'"
                text.append(character)
            elif quoted:
                text.append(character)
            else:
                text.append("\n" * ends.pop(seen, 0) or character.replace("\n", ""))
        return "".join(text)


def _line_ends(lines: tuple[str, ...]) -> dict[int, int]:
    """Number of characters that are no white space before each line end -> number of line ends there."""
    ends: dict[int, int] = {}
    count = 0
    for line in lines:
        count += sum(not c.isspace() for c in line)
        ends[count] = ends.get(count, 0) + 1
    return ends


@dataclass(frozen=True, slots=True)
class ListNode:
    """A list."""

    where: Where
    items: tuple["Node", ...]

    @property
    def found(self) -> Label:
        """Description for a message."""
        return Label("一个列表", "a list")


@dataclass(frozen=True, slots=True)
class MappingNode:
    """A mapping; keys are unique and in file order."""

    where: Where
    entries: tuple[tuple[ScalarNode, "Node"], ...]

    @property
    def found(self) -> Label:
        """Description for a message."""
        return Label("一组键值", "a mapping")

    def __iter__(self) -> Iterator[tuple[ScalarNode, "Node"]]:
        return iter(self.entries)

    def get(self, key: str) -> "Node | None":
        """The value of a key, or None; an explicit null counts as a value."""
        return next((value for name, value in self.entries if name.raw == key), None)

    def key(self, key: str) -> ScalarNode | None:
        """The key itself, for its place."""
        return next((name for name, _ in self.entries if name.raw == key), None)


Node: TypeAlias = ScalarNode | ListNode | MappingNode
