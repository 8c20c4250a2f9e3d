"""Headers and words of sheets of helpers and posts, from data/layouts/posts.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from diguan.engine.documents import Label, Problem, UnableToReadDocument, read_document
from diguan.engine.documents.access import entries_of, texts_of
from diguan.engine.documents.shapes import Items, Record, Table, Text
from diguan.exchange.reading.headers import Role, Target
from diguan.exchange.reading.layout import LAYOUTS
from diguan.exchange.reading.spelling import fold, fold_header

FILE = "posts.yaml"
IGNORED = "ignored"
_PARTS = ("columns", "kinds", "departments")
_SHAPE = Record(dict.fromkeys(_PARTS, Table(Items(Text(loose=True)))), _PARTS)
# What of a person nobody may read who is only handed the list of rejected rows.
SECRET = frozenset({"name", "identity", "phone", "head_name", "head_identity"})


@dataclass(frozen=True, slots=True)
class PostWords:
    """Column by folded header, kind of post by folded word."""

    columns: Mapping[str, str]
    kinds: Mapping[str, str]
    labels: Mapping[str, str]  # first word of each kind, as people write it
    departments: Mapping[str, str]

    def meaning(self, text: str) -> tuple[tuple[Target, ...], float]:
        """What a header means; the scale is that of every text."""
        name = self.columns.get(fold_header(text))
        if name is None:
            return (), 1.0
        return (Target(Role.IGNORED if name == IGNORED else Role.KEY, name),), 1.0

    def changes_meaning(self, group: str) -> bool:
        """No title above columns makes them mean something else: whose name it is, every header here says itself."""
        del group
        return False

    def kind_of(self, word: str) -> str | None:
        """The kind of post that a cell names."""
        return self.kinds.get(fold(word))


@cache
def load_post_words(folder: Path = LAYOUTS) -> PostWords:
    """The words in a folder; UnableToReadDocument names every line that is not right."""
    problems: list[Problem] = []
    root = read_document(folder / FILE)
    _SHAPE.check(root, problems)
    if problems:
        raise UnableToReadDocument(problems)
    parts = {key.raw: entries_of(node) for key, node in entries_of(root)}
    kinds = {key.raw: texts_of(node) for key, node in parts["kinds"]}
    return PostWords(
        {fold_header(text): key.raw for key, node in parts["columns"] for text in texts_of(node)},
        {fold(text): kind for kind, words in kinds.items() for text in words},
        {kind: words[0] for kind, words in kinds.items()},
        {fold(text): key.raw for key, node in parts["departments"] for text in texts_of(node)},
    )


def department_of(word: str, departments: Mapping[str, Label]) -> str | None:
    """The department that a cell names by code, label, or another name of it; None where it is none of them."""
    folded = fold(word)
    for code, label in departments.items():
        if folded in (fold(code), fold(label.zh), fold(label.en)):
            return code
    known = load_post_words().departments.get(folded)
    return known if known in departments else None
