"""Cells of a filled-in visit workbook as values, by the same converters that read every other input."""

from diguan.engine.catalogue import Field, FieldType, Label
from diguan.engine.snapshot.model import CellPlace
from diguan.engine.verdicts import Subject
from diguan.engine.visiting.answers import Refused
from diguan.exchange.grids import Cell
from diguan.exchange.reading.cells.codes import CodeConverter
from diguan.exchange.reading.cells.dates import DateConverter
from diguan.exchange.reading.cells.numbers import NumberConverter
from diguan.exchange.reading.cells.outcome import Bad, Converter, Outcome, shown
from diguan.exchange.reading.cells.texts import TextConverter
from diguan.exchange.reading.cells.truths import TruthConverter
from diguan.exchange.reading.layout import load_layout
from diguan.exchange.reading.spelling import fold
from diguan.exchange.visits.found import Row
from diguan.locale import texts

LATEST_YEAR = 2099
# shorter words that people write instead of the choices of the dropdown
SEEN_WORDS = ("看到", "亲见", "现场", "seen", "见证")
DECLARED_WORDS = ("口头", "自报", "听说", "declared", "said")
_VISITED = Field("visited", Subject.HOUSEHOLD, FieldType.BOOLEAN, Label("去了没有", "Visited"))


def converter(field: Field, row: Row) -> Converter:
    """What reads the answer to a question."""
    words = load_layout().words
    if field.type in (FieldType.INTEGER, FieldType.NUMBER):
        return NumberConverter(field, words)
    if field.type is FieldType.DATE:
        return days(row)
    if field.type is FieldType.BOOLEAN:
        return TruthConverter(field, field.label.zh, words)
    return CodeConverter(field, words) if field.type is FieldType.CODE else TextConverter(words)


def days(row: Row) -> DateConverter:
    """What reads the days of a sheet."""
    return DateConverter(load_layout().words, LATEST_YEAR, epoch_1904=row.sheet.grid.epoch_1904)


def truth(cell: Cell) -> Outcome:
    """Yes, no, nothing, or why not."""
    return TruthConverter(_VISITED, "", load_layout().words)(cell)


def known(cell: Cell) -> bool | Bad | None:
    """Whether a fact was seen; None where nobody ticked anything."""
    said, folded = texts("visits"), fold(shown(cell))
    if not folded or folded in load_layout().words.empty:
        return None
    for name, words, seen in (("seen", SEEN_WORDS, True), ("declared", DECLARED_WORDS, False)):
        label = said[f"known.{name}"]
        if folded.startswith((*map(fold, words), fold(label.zh), fold(label.en))):
            return seen
    expected = Label(
        f"{said['known.seen'].zh} 或 {said['known.declared'].zh}",
        f"{said['known.seen'].en}, or {said['known.declared'].en}",
    )
    return Bad(Label("不是“看到”也不是“口头”", "neither seen nor declared"), expected)


def place_of(file: str, row: Row, name: str) -> CellPlace:
    """Where a cell stands."""
    return CellPlace(file, row.sheet.grid.sheet, row.place(name))


def refused_cell(file: str, row: Row, name: str, bad: Bad, household_id: str = "", person_id: str = "") -> Refused:
    """A cell that cannot be taken."""
    return Refused(
        place=place_of(file, row, name),
        household_id=household_id or row.text("household"),
        person_id=person_id or row.text("person"),
        asked=texts("visits")[f"column.{name}"],
        value=row.text(name),
        reason=bad.reason,
        expected=bad.expected,
    )
