"""The workbook of a report: tables with their columns named once, in the words of the round trip."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, time
from pathlib import Path

from xlsxwriter import Workbook

from diguan.exchange.checks.book import OPTIONS, Cell, CheckBook, Table
from diguan.exchange.figures.model import Cover
from diguan.exchange.ledger.stamp import ShapeName, Stamp, write_stamp
from diguan.exchange.roundtrip.base import Base
from diguan.locale import Language, texts


class ReportBook(CheckBook):
    """A workbook under way that speaks the texts of the round trip."""

    def __init__(self, workbook: Workbook, cover: Cover, language: Language) -> None:
        super().__init__(workbook, cover, language)
        self._ledger = texts("roundtrip")

    def table(self, name: str, columns: Mapping[str, int], entry: Sequence[str] = ()) -> Table:
        """A table on a sheet of its own; sheet and title by name."""
        return Table(self, self.say(f"sheet.{name}"), self.title(name), columns, entry)


@contextmanager
def report_book(path: Path, base: Base, shape: ShapeName | None = None) -> Iterator[ReportBook]:
    """A new workbook about a ledger, masked as it is; `shape`: it comes back filled in and is then recognised by this."""
    cover, language = base.stamp.cover, base.language
    with Workbook(str(path), OPTIONS | {"tmpdir": str(path.parent)}) as workbook:
        workbook.set_properties({"subject": cover.region, "created": datetime.combine(cover.as_of, time())})
        book = ReportBook(workbook, cover, language)
        yield book
        if shape:
            write_stamp(book, Stamp(shape, language, cover))


def about(base: Base, row: int, column: str) -> list[Cell]:
    """The first cells of every table: which row, and which of its columns (report_shapes.ITEM)."""
    household, person, first, second = (base.text(name, row) for name in base.shape.about)
    number = base.cells["number"][row]
    village = base.text("village", row) if "village" in base.cells else ""
    heading = base.shape.headings[column][base.language]
    return [number if isinstance(number, int) else None, village, household, person, joined(first, second), heading]


def joined(*parts: str) -> str:
    """Parts of what a row is about, those that say nothing left out."""
    return " · ".join(part for part in parts if part)
