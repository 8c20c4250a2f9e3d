"""Shapes of single values, and what a shape is: it checks a node, collecting every problem, and gives its JSON Schema."""

import re
from dataclasses import dataclass
from typing import Any, Protocol

from diguan.engine.documents.nodes import DECIMAL, Kind, Node, ScalarNode
from diguan.engine.documents.problems import Label, Problem, nearest

JsonSchema = dict[str, Any]
NAME = r"[a-z][a-z0-9_]*"
TEXT_MEANS = Label("文字", "a text")
MAPPING_MEANS = Label("一组键值", "a mapping")
BOTH_LANGUAGES = Label("中英文名称 {zh: …, en: …}", "a text in both languages {zh: ..., en: ...}")


class Shape(Protocol):
    """What a piece of a file may look like."""

    @property
    def expected(self) -> Label:
        """What was expected, for messages."""
        ...

    def check(self, node: Node, problems: list[Problem]) -> None:
        """Append a problem for everything in `node` that does not fit."""
        ...

    def schema(self) -> JsonSchema:
        """The same as JSON Schema (draft 2020-12)."""
        ...


def wrong(shape: Shape, node: Node, hint: Label | None = None) -> Problem:
    """The problem of a node that has not its shape."""
    return Problem.at(node.where, Label(f"写的是{node.found.zh}", f"found {node.found.en}"), shape.expected, hint)


@dataclass(frozen=True)
class Text:
    """A text that is not empty.

    Bare words that YAML takes for something else (no, 12, 2019-01-01) are refused;
    with `loose` (a version, a paragraph, a unit) numbers and dates are taken as they are written.
    """

    pattern: str | None = None
    means: Label = TEXT_MEANS
    loose: bool = False

    @property
    def expected(self) -> Label:
        """What was expected."""
        return self.means

    def check(self, node: Node, problems: list[Problem]) -> None:
        """One problem when the node is no text, is empty, or does not match the pattern."""
        if not isinstance(node, ScalarNode):
            problems.append(wrong(self, node))
        elif node.kind is not Kind.TEXT and not (self.loose and node.kind in (Kind.INTEGER, Kind.NUMBER, Kind.DATE)):
            problems.append(wrong(self, node, None if node.kind is Kind.NULL else _quoting(node)))
        elif not node.raw.strip() or (self.pattern and not re.fullmatch(self.pattern, node.raw)):
            problems.append(wrong(self, node))

    def schema(self) -> JsonSchema:
        """A string with at least one character."""
        found: JsonSchema = {"type": ["string", "number"] if self.loose else "string", "minLength": 1}
        return {**found, "pattern": f"^(?:{self.pattern})$"} if self.pattern else found


def _quoting(node: ScalarNode) -> Label:
    return Label(
        f"YAML 不把 {node.raw} 读作文字，请加引号：'{node.raw}'",
        f"YAML does not read {node.raw} as text, quote it: '{node.raw}'",
    )


@dataclass(frozen=True)
class Number:
    """A decimal number, or with `whole` an integer; both within bounds."""

    minimum: float | None = None
    whole: bool = False
    above: float | None = None

    @property
    def expected(self) -> Label:
        """What was expected."""
        zh, en = ("整数", "a whole number") if self.whole else ("数字", "a number")
        if self.minimum is not None:
            return Label(f"不小于 {self.minimum:g} 的{zh}", f"{en}, at least {self.minimum:g}")
        if self.above is not None:
            return Label(f"大于 {self.above:g} 的{zh}", f"{en} above {self.above:g}")
        return Label(zh, en)

    def check(self, node: Node, problems: list[Problem]) -> None:
        """One problem when the node is no such number."""
        if not isinstance(node, ScalarNode) or not self._fits(node):
            problems.append(wrong(self, node))

    def _fits(self, node: ScalarNode) -> bool:
        kinds = {Kind.INTEGER} if self.whole else {Kind.INTEGER, Kind.NUMBER}
        if node.kind not in kinds or not DECIMAL.match(node.raw):
            return False
        enough = self.minimum is None or node.number >= self.minimum
        return enough and (self.above is None or node.number > self.above)

    def schema(self) -> JsonSchema:
        """A number with its bounds."""
        bounds = {"minimum": self.minimum, "exclusiveMinimum": self.above}
        return {"type": "integer" if self.whole else "number", **{k: v for k, v in bounds.items() if v is not None}}


@dataclass(frozen=True)
class Day:
    """A calendar date, YYYY-MM-DD. `null` only if allowed."""

    null: bool = False

    @property
    def expected(self) -> Label:
        """What was expected."""
        return Label("日期 YYYY-MM-DD", "a date YYYY-MM-DD")

    def check(self, node: Node, problems: list[Problem]) -> None:
        """One problem when the node is no date of the calendar."""
        if not isinstance(node, ScalarNode) or (node.day is None and not (self.null and node.kind is Kind.NULL)):
            problems.append(wrong(self, node))

    def schema(self) -> JsonSchema:
        """A string in date format."""
        return {"type": ["string", "null"] if self.null else "string", "format": "date"}


@dataclass(frozen=True)
class Flag:
    """true or false."""

    @property
    def expected(self) -> Label:
        """What was expected."""
        return Label("true 或 false", "true or false")

    def check(self, node: Node, problems: list[Problem]) -> None:
        """One problem when the node is no truth value."""
        if not isinstance(node, ScalarNode) or node.kind is not Kind.BOOLEAN:
            problems.append(wrong(self, node))

    def schema(self) -> JsonSchema:
        """A boolean."""
        return {"type": "boolean"}


@dataclass(frozen=True)
class Choice:
    """One of a few words."""

    words: tuple[str, ...]

    @property
    def expected(self) -> Label:
        """What was expected: the words."""
        shown = " | ".join(self.words)
        return Label(f"其中之一：{shown}", f"one of: {shown}")

    def check(self, node: Node, problems: list[Problem]) -> None:
        """One problem, with the nearest word, when the node is none of them."""
        if not isinstance(node, ScalarNode):
            problems.append(wrong(self, node))
        elif node.raw not in self.words or node.kind is not Kind.TEXT:
            problems.append(wrong(self, node, nearest(node.raw, self.words)))

    def schema(self) -> JsonSchema:
        """An enumeration."""
        return {"enum": list(self.words)}


@dataclass(frozen=True)
class Value:
    """Any single value; what it must be is known only later (the type of a field or parameter). `null` only if allowed."""

    null: bool = False

    @property
    def expected(self) -> Label:
        """What was expected."""
        return Label("一个值", "a single value")

    def check(self, node: Node, problems: list[Problem]) -> None:
        """One problem when the node is a list, a mapping, or a null that is not allowed."""
        if not isinstance(node, ScalarNode) or (node.kind is Kind.NULL and not self.null):
            problems.append(wrong(self, node))

    def schema(self) -> JsonSchema:
        """Any scalar; dates are strings in JSON."""
        kinds = ["boolean", "number", "string"]
        return {"type": [*kinds, "null"] if self.null else kinds}
