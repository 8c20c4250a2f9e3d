"""How exports speak, as data (data/layouts): key columns, words in cells, status rules. Loaded and checked once a run."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from diguan.engine.documents import Node, Problem, UnableToReadDocument, read_document
from diguan.engine.documents.access import entries_of, mappings_of, number_of, text_of, texts_of
from diguan.engine.documents.shapes import Choice, Either, Items, Number, Record, Shape, Table, Text
from diguan.exchange.reading.spelling import fold, fold_header

LAYOUTS = Path(__file__).resolve().parents[2] / "data" / "layouts"
EMPTY, ABSENT, FILLED = "empty", "absent", "filled"

_WORDS = Items(Text(loose=True))
_UNIT = Record({"of": Text(), "times": Number(above=0)}, ("of", "times"))
_RULE = Record(
    {
        "when": Table(Either(scalar=Choice((EMPTY, ABSENT, FILLED)), items=_WORDS), least=1),
        "status": Text(),
        "since": Text(),
    },
    ("when", "status"),
)
_EMPTY_CELL = Record({"field": Text(), "says": Text(), "when_filled": Text()}, ("field", "says", "when_filled"))
_COLUMNS: dict[str, Shape] = {
    "keys": Table(_WORDS),
    "regions": Table(_WORDS),
    "village_code": _WORDS,
    "data_on": _WORDS,
    "ignored": _WORDS,
}
_WORD_LISTS = (
    "yes",
    "no",
    "yes_before",
    "no_before",
    "empty",
    "footers",
    "notices",
    "groups",
    "formats",
    "provinces",
    "year_labels",
    "identity_documents",
)
_SPEECH: dict[str, Shape] = {
    **dict.fromkeys(_WORD_LISTS, _WORDS),
    "synthetic": Text(),
    "never_issued": Text(loose=True),
    "units": Table(_UNIT, text_keys=True),
}
_EXPORTS: dict[str, Shape] = {"status": Items(_RULE), "says_none": Table(_WORDS), "empty_cells": Items(_EMPTY_CELL)}
SHAPES = {
    "columns.yaml": Record(_COLUMNS, tuple(_COLUMNS)),
    "words.yaml": Record(_SPEECH, tuple(_SPEECH)),
    "exports.yaml": Record(_EXPORTS, tuple(_EXPORTS)),
}


class UnableToLoadLayout(UnableToReadDocument):
    """The layout files are not right; `problems` names file, line, what was found and what was expected."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written: what it measures, and how many of the catalogue's unit one of it is."""

    of: str
    times: float


@dataclass(frozen=True, slots=True)
class Words:
    """Spellings, all folded (spelling.fold)."""

    yes: frozenset[str]
    no: frozenset[str]
    yes_before: tuple[str, ...]
    no_before: tuple[str, ...]
    empty: frozenset[str]
    footers: tuple[str, ...]
    notices: tuple[str, ...]
    groups: frozenset[str]
    formats: frozenset[str]
    provinces: frozenset[str]
    year_labels: tuple[str, ...]
    identity_documents: frozenset[str]
    synthetic: str
    never_issued: str
    units: Mapping[str, Unit]


@dataclass(frozen=True, slots=True)
class StatusRule:
    """A status and what the columns must say for it: words (folded), or empty, absent, filled. `since`: the date field of its first day."""

    when: Mapping[str, frozenset[str] | str]
    status: str
    since: str = ""


@dataclass(frozen=True, slots=True)
class EmptyCell:
    """An empty cell of `field` says `says` where `when_filled` is filled."""

    field: str
    says: str
    when_filled: str


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything in data/layouts. Header aliases are folded with spelling.fold_header."""

    keys: Mapping[str, tuple[str, ...]]
    regions: Mapping[str, tuple[str, ...]]
    village_code: tuple[str, ...]
    data_on: tuple[str, ...]
    ignored: tuple[str, ...]
    words: Words
    status_rules: tuple[StatusRule, ...]
    says_none: Mapping[str, frozenset[str]]
    empty_cells: tuple[EmptyCell, ...]


@cache
def load_layout(folder: Path = LAYOUTS) -> Layout:
    """The layout in a folder; UnableToLoadLayout with every problem found."""
    problems: list[Problem] = []
    roots: dict[str, Node] = {}
    for name, shape in SHAPES.items():
        roots[name] = read_document(folder / name)
        shape.check(roots[name], problems)
    if problems:
        raise UnableToLoadLayout(problems)
    columns, words, exports = (dict(_named(roots[name])) for name in SHAPES)
    return Layout(
        keys={key: _headers(node) for key, node in _named(columns["keys"])},
        regions={key: _headers(node) for key, node in _named(columns["regions"])},
        village_code=_headers(columns["village_code"]),
        data_on=_headers(columns["data_on"]),
        ignored=_headers(columns["ignored"]),
        words=_words(words),
        status_rules=tuple(_rule(dict(_named(rule))) for rule in mappings_of(exports["status"])),
        says_none={key: frozenset(map(fold, texts_of(node))) for key, node in _named(exports["says_none"])},
        empty_cells=tuple(
            EmptyCell(text_of(e.get("field")), text_of(e.get("says")), text_of(e.get("when_filled")))
            for e in mappings_of(exports["empty_cells"])
        ),
    )


def _named(node: Node) -> list[tuple[str, Node]]:
    return [(key.raw, value) for key, value in entries_of(node)]


def _headers(node: Node) -> tuple[str, ...]:
    return tuple(fold_header(text) for text in texts_of(node))


def _words(nodes: Mapping[str, Node]) -> Words:
    lists = {name: tuple(fold(text) for text in texts_of(nodes[name])) for name in _WORD_LISTS}
    return Words(
        yes=frozenset(lists["yes"]),
        no=frozenset(lists["no"]),
        yes_before=tuple(sorted(lists["yes_before"], key=len, reverse=True)),
        no_before=tuple(sorted(lists["no_before"], key=len, reverse=True)),
        empty=frozenset(lists["empty"]),
        groups=frozenset(lists["groups"]),
        formats=frozenset(lists["formats"]),
        provinces=frozenset(lists["provinces"]),
        identity_documents=frozenset(lists["identity_documents"]),
        footers=lists["footers"],
        notices=lists["notices"],
        year_labels=lists["year_labels"],
        synthetic=fold(text_of(nodes["synthetic"])),
        never_issued=text_of(nodes["never_issued"]),
        units={fold(name): _unit(dict(_named(unit))) for name, unit in _named(nodes["units"])},
    )


def _unit(nodes: Mapping[str, Node]) -> Unit:
    return Unit(text_of(nodes["of"]), number_of(nodes["times"]) or 1)


def _rule(nodes: Mapping[str, Node]) -> StatusRule:
    when = {
        field: frozenset(map(fold, texts_of(node))) if texts_of(node) else text_of(node)
        for field, node in _named(nodes["when"])
    }
    return StatusRule(when, text_of(nodes["status"]), text_of(nodes.get("since")))
