"""Catalogues of texts: dotted keys, each with a Chinese and an English text that name the same values."""

import string
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from diguan.engine.documents import (
    Label,
    ListNode,
    MappingNode,
    Node,
    Problem,
    ScalarNode,
    UnableToReadDocument,
    nearest,
    read_document,
)

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
FOLDER = Path(__file__).parent
BOTH = frozenset(LANGUAGES)


class UnableToFindText(KeyError):
    """A key that the catalogue does not have: a fault of the program, never of its input."""

    def __init__(self, catalogue: str, key: str, known: Mapping[str, Label]) -> None:
        near = nearest(key, known)
        super().__init__(f"no text '{key}' in {catalogue}{': ' + near.en if near else ''}")


class Texts(Mapping[str, Label]):
    """The texts of one catalogue by dotted key."""

    def __init__(self, name: str, entries: Mapping[str, Label]) -> None:
        self._name = name
        self._entries = entries

    def __getitem__(self, key: str) -> Label:
        if key not in self._entries:
            raise UnableToFindText(self._name, key, self._entries)
        return self._entries[key]

    def __contains__(self, key: object) -> bool:
        return key in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def both(self, key: str, **values: object) -> Label:
        """A text in both languages with its {values} filled in; a value that is a Label speaks each language."""
        return Label(self.say(key, "zh", **values), self.say(key, "en", **values))

    def say(self, key: str, language: str, **values: object) -> str:
        """A text in one language with its {values} filled in."""
        spoken = {name: value[language] if isinstance(value, Label) else value for name, value in values.items()}
        return self[key][language].format(**spoken)

    def below(self, prefix: str) -> dict[str, Label]:
        """Texts whose key begins with `prefix.`, by the rest of the key, in file order."""
        start = f"{prefix}."
        return {key.removeprefix(start): label for key, label in self._entries.items() if key.startswith(start)}


@cache
def texts(name: str) -> Texts:
    """One of the project's own catalogues: "cli", "ledger", "report", "words"."""
    return load_texts(FOLDER / f"{name}.yaml")


def load_texts(path: Path) -> Texts:
    """A catalogue from a file; UnableToReadDocument names every text without translation, with its line."""
    problems: list[Problem] = []
    entries = dict(_entries(read_document(path), "", problems))
    if problems:
        raise UnableToReadDocument(problems)
    return Texts(path.stem, entries)


def _entries(node: Node, prefix: str, problems: list[Problem]) -> Iterator[tuple[str, Label]]:
    if not isinstance(node, MappingNode):
        problems.append(_problem(node, prefix, Label("不是一组键值", "no mapping")))
        return
    for key, value in node:
        name = f"{prefix}{key.raw}"
        if isinstance(value, MappingNode) and {k.raw for k, _ in value} & BOTH:
            label = _label(value, name, problems)
            if label:
                yield name, label
        else:
            yield from _entries(value, f"{name}.", problems)


def _label(node: MappingNode, name: str, problems: list[Problem]) -> Label | None:
    spoken = {key.raw: value.raw for key, value in node if isinstance(value, ScalarNode) and value.raw.strip()}
    if set(spoken) != BOTH or len(node.entries) != len(BOTH):
        problems.append(_problem(node, name, Label("缺少中文或英文", "a text without its translation")))
        return None
    label = Label(spoken["zh"], spoken["en"])
    if _names(label.zh) != _names(label.en):
        problems.append(_problem(node, name, Label("两种语言的占位名称不同", "the languages name different {values}")))
        return None
    return label


def _names(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def _problem(node: MappingNode | ListNode | ScalarNode, name: str, message: Label) -> Problem:
    said = Label(f"“{name.rstrip('.')}”：{message.zh}", f"'{name.rstrip('.')}': {message.en}")
    return Problem.at(node.where, said, Label("{zh: 文字, en: 文字}", "{zh: text, en: text}"))
