"""What people put into a cell, made comparable: choices in any spelling, days in any, texts without spaces around them."""

import json
from collections.abc import Mapping
from datetime import date
from typing import TypeAlias

from diguan.engine.documents import Label, nearest
from diguan.exchange.grids import Cell, ErrorCell
from diguan.exchange.ledger.columns import Column
from diguan.exchange.reading.cells.dates import DateConverter
from diguan.exchange.reading.cells.outcome import Bad, error_in_cell, folded_word, shown
from diguan.exchange.reading.layout import load_layout
from diguan.exchange.reading.spelling import fold, plain
from diguan.exchange.roundtrip.shapes import Shape
from diguan.locale import Language, texts

Value: TypeAlias = str | date
YEARS_AHEAD = 20
_TEXT = Label("文字", "text")


def text_of(value: Value | None) -> str:
    """A value as text: days as YYYY-MM-DD, nothing as ""."""
    return "" if value is None else value.isoformat() if isinstance(value, date) else value


def same_key(value: Value | None) -> str:
    """What two values that mean the same have in common: width and the spaces around a text do not count."""
    return plain(text_of(value))


class EntryReader:
    """Reads the cells of the entry columns of a shape into the language of the ledger."""

    def __init__(self, shape: Shape, language: Language, as_of: date, *, epoch_1904: bool = False) -> None:
        words = load_layout().words
        self._dates = DateConverter(words, as_of.year + YEARS_AHEAD, epoch_1904=epoch_1904)
        self._empty = words.empty
        self._choices = {name: _spellings(name, offered, language) for name, offered in shape.choices.items()}
        self._offered = {
            name: [label[language] for label in offered.values()] for name, offered in shape.choices.items()
        }

    def read(self, column: Column, cell: Cell) -> Value | Bad | None:
        """The value, None for an empty cell, or why it cannot be used."""
        if cell is None:
            return None
        if isinstance(cell, ErrorCell):
            return error_in_cell(cell, _TEXT)
        if column.name in self._choices:
            return self._choice(column.name, cell)
        if column.kind == "date":
            day = self._dates(cell)
            return day if day is None or isinstance(day, date | Bad) else text_of(str(day))
        return shown(cell).strip() or None

    def _choice(self, name: str, cell: Cell) -> Value | Bad | None:
        folded = folded_word(cell)
        if not folded or folded in self._empty:
            return None
        if found := self._choices[name].get(folded):
            return found
        offered = self._offered[name]
        near = nearest(shown(cell), offered)
        said = texts("roundtrip")
        reason = said.both("cell.no_choice", near=Label(f"；{near.zh}", f"; {near.en}") if near else Label("", ""))
        return Bad(reason, said.both("cell.choices", choices=" / ".join(offered)))


def _spellings(name: str, offered: Mapping[str, Label], language: Language) -> dict[str, str]:
    """Folded spelling -> the choice as the ledger says it."""
    found: dict[str, str] = {}
    known = texts("roundtrip")
    for id_, label in offered.items():
        more = known.below(f"spelling.{name}.{id_}").values()
        for spelling in (id_, label.zh, label.en, *(text for each in more for text in (each.zh, each.en))):
            found[fold(spelling)] = label[language]
    return found


def as_sent(values: dict[str, Value | None]) -> str:
    """What the entry cells of a row hold when it goes out, for its hidden column; "" where all are empty."""
    filled = {name: text_of(value) for name, value in values.items() if value is not None}
    return json.dumps(filled, ensure_ascii=False, sort_keys=True) if filled else ""


def read_sent(cell: Cell) -> dict[str, str]:
    """What `as_sent` wrote; nothing where the cell is empty or was damaged, and then every filled-in cell counts as an answer."""
    if not isinstance(cell, str) or not cell.startswith("{"):
        return {}
    try:
        found = json.loads(cell)
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}
