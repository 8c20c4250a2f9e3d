"""A report of differences that comes back with its choices filled in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from diguan.engine.documents import Label
from diguan.exchange.figures.identity import parse_key
from diguan.exchange.reading.cells.outcome import shown
from diguan.exchange.reading.spelling import fold, plain
from diguan.exchange.roundtrip.base import Base
from diguan.exchange.roundtrip.errors import UnableToUseLedger
from diguan.exchange.roundtrip.forms import FormSheet, find_table, open_form
from diguan.exchange.roundtrip.report_shapes import MOST_OPTIONS, conflict_shape
from diguan.exchange.roundtrip.shapes import KEY
from diguan.locale import texts

BASE, OPTION = "base", "option"
_NUMBER = re.compile(r"([0-9]{1,2})(?:\.0)?")


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody chose for a cell. `value`, `base`: as texts; "" for an emptied cell; `number`: of the row in the ledger."""

    choice: str
    value: str
    base: str
    by: str
    number: str
    column: str


@dataclass(slots=True)
class Decisions:
    """By row and column; `problems`: choices that nobody can follow."""

    by_cell: dict[tuple[int, str], Decision]
    problems: list[Label]


def no_decisions() -> Decisions:
    """Nobody has decided anything."""
    return Decisions({}, [])


def read_decisions(path: Path, base: Base) -> Decisions:
    """The choices in a report of differences. UnableToReadInput, UnableToUseLedger when it is another file."""
    form = open_form(path)
    stamp = form.stamp
    if stamp is None or stamp.shape != "differences" or stamp.cover.round_mark != base.mark:
        raise UnableToUseLedger(form.label, "no_decisions")
    found = no_decisions()
    for grid in form.others:
        if sheet := find_table(grid, conflict_shape()):
            _read_sheet(sheet, form.label, base, found)
    return found


def _read_sheet(sheet: FormSheet, file: str, base: Base, found: Decisions) -> None:
    names = ("choice", "decided_by", "base", *(f"value_{n}" for n in range(1, MOST_OPTIONS + 1)))
    columns = {name: [shown(cell).strip() for cell in sheet.column(name)] for name in names}
    empty = texts("roundtrip")["conflict.empty"]
    columns["base"] = ["" if text in (empty.zh, empty.en) else text for text in columns["base"]]
    place = sheet.columns["choice"][0] if "choice" in sheet.columns else 0
    for at, cell in enumerate(sheet.column(KEY)):
        choice = columns["choice"][at]
        if not choice:
            continue
        text, _, column = shown(cell).partition("/")
        key = parse_key(text)
        row = base.rows_by_key.get(key) if key else None
        options = [columns[f"value_{n}"][at] for n in range(1, MOST_OPTIONS + 1)]
        chosen = _chosen(choice, columns["base"][at], options)
        if row is None or column not in base.entries or chosen is None:
            why = "row" if row is None or column not in base.entries else "choice"
            place_text = sheet.at(place, at)
            found.problems.append(texts("roundtrip").both(f"decision.{why}", file=file, cell=place_text, choice=choice))
            continue
        kind, value = chosen
        found.by_cell[row, column] = Decision(
            kind, value, columns["base"][at], columns["decided_by"][at], base.text("number", row), column
        )


def _chosen(choice: str, base: str, options: list[str]) -> tuple[str, str] | None:
    """BASE, or OPTION and its text; None when the choice names neither a place nor a value of the row."""
    said = texts("roundtrip")
    emptied: Mapping[str, str] = {fold(said["conflict.emptied"][x]): "" for x in ("zh", "en")}
    keep = {fold(said["conflict.keep"][x]) for x in ("zh", "en")} | {"0", "base"}
    if fold(choice) in keep:
        return BASE, ""
    if match := _NUMBER.fullmatch(choice):
        number = int(match[1])
        if 1 <= number <= len(options) and options[number - 1]:
            value = options[number - 1]
            return OPTION, emptied.get(fold(value), value)
    for value in options:
        if value and plain(value) == plain(choice):
            return OPTION, emptied.get(fold(value), value)
    return (BASE, "") if plain(choice) == plain(base) and base else None
