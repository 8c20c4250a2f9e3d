"""Shapes of files: one description that checks a tree, collecting every problem, and that the JSON Schema is made from."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from diguan.engine.documents.nodes import DECIMAL, Kind, ListNode, MappingNode, Node, ScalarNode
from diguan.engine.documents.problems import Label, Problem, Where, nearest

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


def _wrong(shape: Shape, node: Node, hint: Label | None = None) -> Problem:
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
            problems.append(_wrong(self, node))
        elif node.kind is not Kind.TEXT and not (self.loose and node.kind in (Kind.INTEGER, Kind.NUMBER, Kind.DATE)):
            problems.append(_wrong(self, node, None if node.kind is Kind.NULL else _quoting(node)))
        elif not node.raw.strip() or (self.pattern and not re.fullmatch(self.pattern, node.raw)):
            problems.append(_wrong(self, node))

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
            problems.append(_wrong(self, node))

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
            problems.append(_wrong(self, node))

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
            problems.append(_wrong(self, node))

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
            problems.append(_wrong(self, node))
        elif node.raw not in self.words or node.kind is not Kind.TEXT:
            problems.append(_wrong(self, node, nearest(node.raw, self.words)))

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
            problems.append(_wrong(self, node))

    def schema(self) -> JsonSchema:
        """Any scalar; dates are strings in JSON."""
        kinds = ["boolean", "number", "string"]
        return {"type": [*kinds, "null"] if self.null else kinds}


@dataclass(frozen=True)
class Items:
    """A list."""

    item: Shape
    least: int = 0
    most: int | None = None

    @property
    def expected(self) -> Label:
        """What was expected."""
        if self.least and self.most == self.least:
            return Label(f"{self.least} 项的列表", f"a list of {self.least}")
        return Label("非空列表", "a list that is not empty") if self.least else Label("列表", "a list")

    def check(self, node: Node, problems: list[Problem]) -> None:
        """Problems of the list and of its items."""
        if (
            not isinstance(node, ListNode)
            or len(node.items) < self.least
            or len(node.items) > (self.most or len(node.items))
        ):
            problems.append(_wrong(self, node))
            return
        for item in node.items:
            self.item.check(item, problems)

    def schema(self) -> JsonSchema:
        """An array."""
        found: JsonSchema = {"type": "array", "items": self.item.schema()}
        limits = {"minItems": self.least or None, "maxItems": self.most}
        return {**found, **{k: v for k, v in limits.items() if v is not None}}


@dataclass(frozen=True)
class Table:
    """A mapping with free keys that follow a pattern (or are dates), all values of one shape."""

    value: Shape
    key: str = NAME
    days: bool = False
    text_keys: bool = False
    least: int = 0

    @property
    def expected(self) -> Label:
        """What was expected."""
        return Label("一组键值", "a mapping")

    def check(self, node: Node, problems: list[Problem]) -> None:
        """Problems of the keys and of the values."""
        if not isinstance(node, MappingNode) or len(node.entries) < self.least:
            problems.append(_wrong(self, node))
            return
        for key, value in node:
            self._check_key(key, problems)
            self.value.check(value, problems)

    def _check_key(self, key: ScalarNode, problems: list[Problem]) -> None:
        if self.days:
            Day().check(key, problems)
        elif self.text_keys:
            Text().check(key, problems)
        elif not re.fullmatch(self.key, key.raw):
            means = Label(
                "小写字母开头，只含小写字母、数字、下划线", "lower-case letters, digits and underscores, a letter first"
            )
            problems.append(Problem.at(key.where, Label(f"名称“{key.raw}”", f"the name '{key.raw}'"), means))

    def schema(self) -> JsonSchema:
        """An object with a pattern for its names."""
        if self.days:
            names: JsonSchema = {"format": "date"}
        else:
            names = {} if self.text_keys else {"pattern": f"^(?:{self.key})$"}
        return {"type": "object", "propertyNames": names, "additionalProperties": self.value.schema()}


@dataclass(frozen=True)
class Record:
    """A mapping with known keys."""

    keys: Mapping[str, Shape]
    required: tuple[str, ...] = ()
    means: Label = MAPPING_MEANS

    @property
    def expected(self) -> Label:
        """What was expected."""
        return self.means

    def check(self, node: Node, problems: list[Problem]) -> None:
        """Unknown keys with the nearest known one, missing keys, and the problems of the values."""
        if not isinstance(node, MappingNode):
            problems.append(_wrong(self, node))
            return
        for key, value in node:
            if key.raw in self.keys:
                self.keys[key.raw].check(value, problems)
            else:
                problems.append(unknown_key(key, self.keys))
        problems.extend(self._missing(name, node.where) for name in self.required if node.get(name) is None)

    def _missing(self, name: str, where: Where) -> Problem:
        return Problem.at(where, Label(f"缺少“{name}”", f"'{name}' is missing"), self.keys[name].expected)

    def schema(self) -> JsonSchema:
        """An object without further properties."""
        return {
            "type": "object",
            "properties": {name: shape.schema() for name, shape in self.keys.items()},
            "required": list(self.required),
            "additionalProperties": False,
        }


def sound_part(node: Node, shape: Shape) -> Node | None:
    """What is left of a tree without the entries and items that have problems, so that the rest can be looked at too."""
    if isinstance(shape, Items) and isinstance(node, ListNode):
        items = [part for item in node.items if (part := sound_part(item, shape.item))]
        return ListNode(node.where, tuple(items))
    if isinstance(shape, Record) and isinstance(node, MappingNode):
        return MappingNode(
            node.where, tuple((k, v) for k, v in node if k.raw in shape.keys and is_sound(v, shape.keys[k.raw]))
        )
    return node if is_sound(node, shape) else None


def is_sound(node: Node, shape: Shape) -> bool:
    """Whether a tree has its shape."""
    problems: list[Problem] = []
    shape.check(node, problems)
    return not problems


def unknown_key(key: ScalarNode, known: Iterable[str]) -> Problem:
    """The problem of a key that is not known here."""
    names = sorted(known)
    shown = ", ".join(names)
    message = Label(f"不认识的键“{key.raw}”", f"unknown key '{key.raw}'")
    return Problem.at(key.where, message, Label(f"其中之一：{shown}", f"one of: {shown}"), nearest(key.raw, names))


@dataclass(frozen=True)
class Either:
    """A value, a list or a mapping, each of its own shape (at most one shape of a kind)."""

    scalar: Shape | None = None
    items: Shape | None = None
    mapping: Shape | None = None

    @property
    def expected(self) -> Label:
        """What was expected: any of the shapes."""
        parts = [s.expected for s in (self.scalar, self.items, self.mapping) if s]
        return Label("或".join(p.zh for p in parts), " or ".join(p.en for p in parts))

    def check(self, node: Node, problems: list[Problem]) -> None:
        """The problems of the shape of this kind of node."""
        by_kind = {ScalarNode: self.scalar, ListNode: self.items, MappingNode: self.mapping}
        shape = by_kind[type(node)]
        if shape:
            shape.check(node, problems)
        else:
            problems.append(_wrong(self, node))

    def schema(self) -> JsonSchema:
        """Any of the shapes."""
        return {"anyOf": [s.schema() for s in (self.scalar, self.items, self.mapping) if s]}


LABEL = Record({"zh": Text(), "en": Text()}, ("zh", "en"), BOTH_LANGUAGES)
