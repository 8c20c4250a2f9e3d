"""One sheet that came back, row by row: its key, its entry cells, its locked cells."""

from collections.abc import Iterator
from functools import cached_property

from diguan.engine.documents import Label
from diguan.exchange.figures.identity import RowKey, parse_key
from diguan.exchange.grids import Cell
from diguan.exchange.ledger.columns import Column
from diguan.exchange.reading.cells.outcome import Bad, shown
from diguan.exchange.reading.spelling import plain
from diguan.exchange.roundtrip.answers import Answer, Collected, FileReport, Locked, Rejected, Spot
from diguan.exchange.roundtrip.base import Base
from diguan.exchange.roundtrip.forms import FormFile, FormSheet
from diguan.exchange.roundtrip.shapes import KEY, NUMBER, SENT
from diguan.exchange.roundtrip.suggest import Suggestions
from diguan.exchange.roundtrip.values import EntryReader, Value, read_sent, same_key, text_of
from diguan.locale import texts

SPOKEN = ("kind", "indicator", "field", "check")  # texts of one language
MOST_EXTRAS = 20


class SheetReader:
    """Reads one sheet against the ledger."""

    def __init__(self, base: Base, form: FormFile, sheet: FormSheet) -> None:
        self._base, self._sheet, self._by = base, sheet, form.by
        self._file = form.label
        self._count = sheet.grid.rows - sheet.first
        self._reader = EntryReader(base.shape, base.language, base.stamp.cover.as_of, epoch_1904=form.epoch_1904)
        self._spoken_alike = form.stamp is None or form.stamp.language == base.language
        about = [name for name in base.shape.about if self._spoken_alike or name not in SPOKEN]
        self._about = {name: [plain(shown(c)) for c in sheet.column(name)] for name in about if name in sheet.columns}
        self.rows_seen = 0

    @cached_property
    def keys(self) -> list[RowKey | None]:
        """The key of each row; None where it is empty or damaged."""
        return [parse_key(text) for text in self._written]

    @cached_property
    def _written(self) -> list[str]:
        return [shown(cell) for cell in self._sheet.column(KEY)]

    def take(self, found: Collected, report: FileReport) -> None:
        """Put everything of the sheet where it belongs."""
        rows = [self._row(at) for at in range(self._count)]
        report.seen.update(row for row in rows if row is not None)
        self.rows_seen = sum(row is not None for row in rows)
        for column in self._base.shape.entries:
            for place in self._sheet.columns.get(column.name, ()):
                self._take_entries(column, place, rows, found)
        if self._spoken_alike:
            for name in self._base.shape.locked:
                for place in self._sheet.columns.get(name, ()):
                    found.locked += self._changed(name, place, rows)
        report.notes += self._notes(rows)

    def _row(self, at: int) -> int | None:
        """The row of the ledger that a row is, when its key and whom it is about say the same."""
        key = self.keys[at]
        row = self._base.rows_by_key.get(key) if key else None
        if row is None or any(plain(self._base.text(name, row)) != said[at] for name, said in self._about.items()):
            return None
        return row

    def _take_entries(self, column: Column, place: int, rows: list[int | None], found: Collected) -> None:
        sent = self._sent
        for at, cell in enumerate(self._sheet.cells(place)):
            was = sent.get(at, {}).get(column.name, "")
            if cell is None and not was:
                continue
            spot = Spot(self._file, self._sheet.grid.sheet, self._sheet.at(place, at), self._by)
            value = self._reader.read(column, cell)
            row = rows[at]
            if isinstance(value, Bad):
                found.rejected.append(self._rejected(at, row, column, cell, spot, value))
            elif same_key(value) == plain(was):
                continue
            elif row is not None:
                found.answers.append(Answer(row, column.name, value, was, spot))
            elif value is not None:
                found.rejected.append(self._rejected(at, None, column, cell, spot, self._lost(at)))

    @cached_property
    def _sent(self) -> dict[int, dict[str, str]]:
        cells = self._sheet.column(SENT)
        return {at: read_sent(cell) for at, cell in enumerate(cells) if cell is not None}

    def _rejected(
        self, at: int, row: int | None, column: Column, cell: Cell, spot: Spot, why: Bad
    ) -> Rejected:  # what and where, and why
        said = tuple(self._about_text(name, at) for name in self._base.shape.about)
        number = self._base.text(NUMBER, row) if row is not None else self._suggested(at)
        return Rejected(spot, row, number, said, column.name, shown(cell), why.reason, why.expected)

    def _about_text(self, name: str, at: int) -> str:
        return self._about[name][at] if name in self._about else ""

    def _lost(self, at: int) -> Bad:
        """Why the row of a filled-in cell is nobody's."""
        key, said = self.keys[at], texts("roundtrip")
        written = self._written[at]
        if not written:
            why = "no_key"
        elif key is None:
            why = "damaged_key"
        elif key.round != self._base.mark:
            why = "other_round"
        else:
            why = "unknown_key" if key not in self._base.rows_by_key else "other_row"
        return Bad(said.both(f"row.{why}", written=written), said["row.expected"])

    @cached_property
    def _suggestions(self) -> Suggestions:
        return Suggestions(self._base, tuple(self._about))

    def _suggested(self, at: int) -> str:
        numbers = self._numbers
        return self._suggestions.number(numbers[at], [said[at] for said in self._about.values()])

    @cached_property
    def _numbers(self) -> list[str]:
        return [shown(cell) for cell in self._sheet.column(NUMBER)]

    def _changed(self, name: str, place: int, rows: list[int | None]) -> Iterator[Locked]:
        """Locked cells that are not as the ledger has them."""
        column = self._base.shape.columns[self._base.shape.places[name]]
        base = self._base.cells[name]
        for at, cell in enumerate(self._sheet.cells(place)):
            row = rows[at]
            if row is None:
                continue
            expected, now = text_of_cell(base[row]), shown(cell)
            if now == expected or plain(now) == plain(expected):
                continue
            day = self._reader.read(column, cell) if column.kind == "date" else None
            if day is None or isinstance(day, Bad) or text_of(day) != expected:
                spot = Spot(self._file, self._sheet.grid.sheet, self._sheet.at(place, at), self._by)
                yield Locked(row, name, expected, now, spot)

    def _notes(self, rows: list[int | None]) -> Iterator[Label]:
        said, sheet, shape = texts("roundtrip"), self._sheet, self._base.shape
        for name, _ in sheet.extras[:MOST_EXTRAS]:
            yield said.both("file.extra", sheet=sheet.grid.sheet, column=name)
        for column in shape.columns:
            if column.name != SENT and column.name not in sheet.columns:
                yield said.both("file.no_column", sheet=sheet.grid.sheet, column=shape.headings[column.name])
        if sheet.grid.sheet.rstrip("0123456789") not in (shape.sheet.zh, shape.sheet.en):
            yield said.both("file.renamed", sheet=sheet.grid.sheet)
        moved = [shape.places[name] for name in sorted(sheet.columns, key=lambda n: sheet.columns[n][0])]
        if moved != sorted(moved):
            yield said.both("file.moved", sheet=sheet.grid.sheet)
        recounted = sum(
            row is not None and number != self._base.text(NUMBER, row)
            for row, number in zip(rows, self._numbers, strict=True)
        )
        if recounted and NUMBER in sheet.columns:
            yield said.both("file.recounted", sheet=sheet.grid.sheet, count=recounted)


def text_of_cell(value: Value | int | None) -> str:
    """A computed cell of the ledger as `shown` says it."""
    return "" if value is None else str(value)
