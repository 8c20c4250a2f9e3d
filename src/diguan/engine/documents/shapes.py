"""Shapes of files: one description that checks a tree, collecting every problem, and that the JSON Schema is made from."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from diguan.engine.documents.access import LANGUAGES, is_rest_of_text
from diguan.engine.documents.nodes import ListNode, MappingNode, Node, ScalarNode
from diguan.engine.documents.problems import Label, Problem, Where, nearest
from diguan.engine.documents.scalars import (
    BOTH_LANGUAGES,
    MAPPING_MEANS,
    NAME,
    Choice,
    Day,
    Flag,
    JsonSchema,
    Number,
    Shape,
    Text,
    Value,
    wrong,
)

__all__ = [
    "LABEL",
    "NAME",
    "Bilingual",
    "Choice",
    "Day",
    "Either",
    "Flag",
    "Items",
    "JsonSchema",
    "Number",
    "Record",
    "Shape",
    "Table",
    "Text",
    "Value",
    "sound_part",
    "unknown_key",
]


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
            problems.append(wrong(self, node))
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
            problems.append(wrong(self, node))
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
            problems.append(wrong(self, node))
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
            problems.append(wrong(self, node))

    def schema(self) -> JsonSchema:
        """Any of the shapes."""
        return {"anyOf": [s.schema() for s in (self.scalar, self.items, self.mapping) if s]}


@dataclass(frozen=True)
class Bilingual:
    """A text in both languages; a comma in a text without quotes does not end it (see `label_of`)."""

    @property
    def expected(self) -> Label:
        """What was expected."""
        return BOTH_LANGUAGES

    def check(self, node: Node, problems: list[Problem]) -> None:
        """A language that is missing or empty, a key that is neither."""
        if isinstance(node, MappingNode) and any(key.raw in LANGUAGES for key, _ in node.entries[:1]):
            node = MappingNode(
                node.where, tuple((k, v) for k, v in node if k.raw in LANGUAGES or not is_rest_of_text(v))
            )
        Record({"zh": Text(), "en": Text()}, LANGUAGES, BOTH_LANGUAGES).check(node, problems)

    def schema(self) -> JsonSchema:
        """An object with both languages; a key without a value is the rest of a text."""
        text: JsonSchema = Text().schema()
        return {
            "type": "object",
            "properties": dict.fromkeys(LANGUAGES, text),
            "required": list(LANGUAGES),
            "additionalProperties": {"type": "null"},
        }


LABEL = Bilingual()
