"""Reads the CSV tables of a region folder, row by row, and says file and line of whatever is wrong in them."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path


class UnableToLoadRegions(ValueError):
    """A region folder, or a table beside it, breaks its format."""

    def __init__(self, file: Path, line: int | None, zh: str, en: str) -> None:
        self.file = file
        self.line = line
        where = f"{file}:{line}" if line is not None else str(file)
        super().__init__(f"{where}: {zh}\n{where}: {en}")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells, the place of each column among them, and where the row stands."""

    file: Path
    line: int
    places: Mapping[str, int]
    cells: Sequence[str]

    def text(self, column: str) -> str:
        """A cell without surrounding blanks; a column that the file lacks is empty."""
        place = self.places.get(column)
        return "" if place is None else self.cells[place].strip()

    def required(self, column: str) -> str:
        """A cell that may not be empty."""
        value = self.text(column)
        if not value:
            raise self.refused(f"“{column}”一栏为空；须填写", f"'{column}' is empty; a value is required")
        return value

    def day(self, column: str) -> date | None:
        """A date cell, YYYY-MM-DD; empty is None."""
        value = self.text(column)
        try:
            return date.fromisoformat(value) if value else None
        except ValueError as error:
            raise self.refused(
                f"“{column}”一栏的“{value}”不是日期；应为 YYYY-MM-DD 或留空",
                f"'{value}' in '{column}' is not a date; expected YYYY-MM-DD or an empty cell",
            ) from error

    def interval(self) -> tuple[date | None, date | None]:
        """The half-open interval `valid_from` to `valid_to`."""
        start, end = self.day("valid_from"), self.day("valid_to")
        if start and end and start >= end:
            raise self.refused(
                f"有效期颠倒：{start} 至 {end}；止日不含在内，须晚于起日",
                f"the interval {start} to {end} is empty; valid_to is not included and must be later",
            )
        return start, end

    def refused(self, zh: str, en: str) -> UnableToLoadRegions:
        """The error to raise about this row."""
        return UnableToLoadRegions(self.file, self.line, zh, en)


def columns(file: Path) -> tuple[str, ...]:
    """The header of a table."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return tuple(cell.strip() for cell in next(csv.reader(stream), []))


def rows(file: Path, *, required: Sequence[str], optional: Sequence[str] = ()) -> Iterator[Row]:
    """Rows of a UTF-8 table; a missing or an unknown column is refused, since a misspelt one would silently say nothing."""
    header = columns(file)
    _check_header(file, header, required, optional)
    places = {column: place for place, column in enumerate(header)}
    with file.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream)
        next(reader)
        for cells in reader:
            if not cells:
                continue
            row = Row(file, reader.line_num, places, cells)
            if len(cells) != len(header):
                raise row.refused(
                    f"有 {len(cells)} 格，表头有 {len(header)} 格",
                    f"has {len(cells)} cells, the header has {len(header)}",
                )
            yield row


def _check_header(file: Path, header: Sequence[str], required: Sequence[str], optional: Sequence[str]) -> None:
    known = {*required, *optional}
    missing = [column for column in required if column not in header]
    strange = [column for column in header if column not in known]
    if missing or strange:
        raise UnableToLoadRegions(
            file,
            1,
            f"缺少的列：{missing}，不认识的列：{strange}；应有 {list(required)}，可有 {list(optional)}",
            f"missing columns: {missing}, unknown columns: {strange}; expected {list(required)}, allowed {list(optional)}",
        )
