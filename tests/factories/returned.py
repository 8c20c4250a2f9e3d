"""A ledger that goes out and comes back, filled in by script as people fill it in."""

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from diguan.exchange.ledger import LedgerContent, write_ledger
from diguan.exchange.ledger.rows import LedgerRow
from tests.factories import papers

MARK, OTHER_MARK = "aaaa1111", "bbbb2222"
VILLAGES = ("八家村", "三家村")
DEPARTMENTS = ("教育部门", "住建部门", "水利部门")
HEADING = 5
FILLED_BY = "E4"


def rows(number: int, mark: str = MARK, first: int = 0) -> list[LedgerRow]:
    """Ledger rows of two villages and three departments, with keys of a round."""
    return [
        replace(
            row,
            household=f"H{place:03d}",
            person=f"P{place:03d}",
            township="天义镇",
            village=VILLAGES[place % len(VILLAGES)],
            department=DEPARTMENTS[place % len(DEPARTMENTS)],
            explanation=f"说明 {place}",
            key=f"{about(place)}-{mark}",
        )
        for place, row in enumerate(papers.rows(number + first))
        if place >= first
    ]


def about(place: int) -> str:
    """The part of a key that is the same in every round."""
    return sha256(str(place).encode()).hexdigest()[:20]


def ledger(path: Path, some: list[LedgerRow], mark: str = MARK, **cover: object) -> Path:
    """A ledger as a round writes it."""
    content = LedgerContent(
        replace(papers.COVER, round_mark=mark, **cover),  # type: ignore[arg-type]
        papers.figures(len(some)),
        iter(some),
        papers.contradictions(),
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    write_ledger(path, content)
    return path


class Filled:
    """The first sheet of a workbook under a person's hands: cells by row (1 is the first below the headings) and heading."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.heading = next(row for row in range(1, 16) if "识别键" in [cell.value for cell in sheet[row]])

    @property
    def places(self) -> dict[str, int]:
        """Column (1-based) of each heading."""
        return {cell.value: cell.column for cell in self.sheet[self.heading] if cell.value}

    def __setitem__(self, at: tuple[int, str], value: object) -> None:
        row, name = at
        self.sheet.cell(self.heading + row, self.places[name]).value = value  # type: ignore[assignment]

    def __getitem__(self, at: tuple[int, str]) -> object:
        row, name = at
        return self.sheet.cell(self.heading + row, self.places[name]).value

    def swap_rows(self, one: int, other: int) -> None:
        """Two whole rows in each other's place, as sorting does."""
        for column in range(1, self.sheet.max_column + 1):
            cells = [self.sheet.cell(self.heading + row, column) for row in (one, other)]
            cells[0].value, cells[1].value = cells[1].value, cells[0].value

    def move_column(self, name: str, before: str) -> None:
        """A column cut out and put in before another."""
        column = self.places[name]
        values = [self.sheet.cell(row, column).value for row in range(1, self.sheet.max_row + 1)]
        self.sheet.delete_cols(column)
        place = self.places[before]
        self.sheet.insert_cols(place)
        for row, value in enumerate(values, 1):
            self.sheet.cell(row, place).value = value


def fill(source: Path, target: Path, change: Callable[[Filled], None], by: str | None = None) -> Path:
    """A copy of a workbook with changes; `by` is written behind 填写人."""
    book = openpyxl.load_workbook(source)
    filled = Filled(book.worksheets[0])
    if by is not None:
        book.worksheets[0][FILLED_BY] = by
    change(filled)
    target.parent.mkdir(parents=True, exist_ok=True)
    book.save(target)
    return target


def table(path: Path, sheet: str) -> list[dict[str, object]]:
    """The rows of a sheet of a report, by heading."""
    return records(openpyxl.load_workbook(path)[sheet])


def records(sheet: Worksheet) -> list[dict[str, object]]:
    """Rows below the first row that has a frozen heading above it."""
    first = int(str(sheet.freeze_panes).lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    names = [cell.value for cell in sheet[first - 1]]
    return [
        {str(name): cell.value for name, cell in zip(names, row, strict=True) if name}
        for row in sheet.iter_rows(min_row=first)
    ]
