"""The workbook of checks: its own words, tables whose columns are named once, colours and locks as in the ledger."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, time
from pathlib import Path

from xlsxwriter import Workbook

from diguan.exchange.figures.model import Cover
from diguan.exchange.ledger.findings_sheet import PROTECTION
from diguan.exchange.ledger.pages import A3_LANDSCAPE, LedgerBook, Page
from diguan.locale import Language, texts

OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
Cell = str | int | None
ROWS_PER_SHEET = 1_000_000
HEADING_HEIGHT = 30


class CheckBook(LedgerBook):
    """A workbook under way that speaks the texts of the checks."""

    def __init__(self, workbook: Workbook, cover: Cover, language: Language) -> None:
        super().__init__(workbook, cover, language)
        self._ledger = texts("checks")


@contextmanager
def check_book(path: Path, cover: Cover, language: Language) -> Iterator[CheckBook]:
    """A new workbook, dated by the as-of date so that the same round gives the same bytes."""
    # what is not yet compressed waits beside the workbook, never in a folder that others can read
    with Workbook(str(path), OPTIONS | {"tmpdir": str(path.parent)}) as workbook:
        said = f"{cover.pack_id} {cover.pack_version}"
        created = datetime.combine(cover.as_of, time())
        workbook.set_properties({"title": f"校验 Checks · {said}", "subject": cover.region, "created": created})
        yield CheckBook(workbook, cover, language)


class Table:
    """A table on a page of its own: columns by name and width; `entry` columns are tinted and unlocked."""

    def __init__(
        self, book: CheckBook, name: str, title: str, columns: Mapping[str, int], entry: Sequence[str] = ()
    ) -> None:
        self.book = book
        self.columns = tuple(columns)
        self.entry = frozenset(entry)
        self.page: Page = book.page(name, title, tuple(columns.values()), paper=A3_LANDSCAPE)
        self.rows = 0
        if entry:
            self.page.line(book.say("entry_note"), book.styles.statement)
            for place, column in enumerate(self.columns):
                style = book.styles.entry("wrapped") if column in self.entry else None
                hidden = {"hidden": column == "key"}
                self.page.sheet.set_column(place, place, columns[column], style, hidden)
        self.heading = self._headings()

    def _headings(self) -> int:
        styles, sheet = self.book.styles, self.page.sheet
        sheet.set_row(self.page.row, HEADING_HEIGHT)
        for place, column in enumerate(self.columns):
            style = styles.entry_heading if column in self.entry else styles.heading
            sheet.write_string(self.page.row, place, self.book.say(f"column.{column}"), style)
        self.page.row += 1
        sheet.freeze_panes(self.page.row, 0)
        sheet.repeat_rows(self.page.row - 1)
        return self.page.row - 1

    def add(self, values: Sequence[Cell]) -> None:
        """A row; entry columns are left to people."""
        page, styles = self.page, self.book.styles
        page.fit({place: value for place, value in enumerate(values) if isinstance(value, str)})
        for place, value in enumerate(values):
            if self.columns[place] not in self.entry:
                page.cell(place, value, styles.number if isinstance(value, int) else styles.wrapped)
        page.row += 1
        self.rows += 1

    @property
    def full(self) -> bool:
        """Whether the sheet can take no further row."""
        return self.rows >= ROWS_PER_SHEET

    def finish(self, nothing: str = "", choices: Mapping[str, Iterable[str]] | None = None) -> None:
        """Filter, dropdowns, lock; `nothing` is said where there is no row."""
        page, last = self.page, self.page.row - 1
        if not self.rows and nothing:
            page.line(nothing, self.book.styles.statement)
        if self.rows:
            page.sheet.autofilter(self.heading, 0, last, len(self.columns) - 1)
            for column, offered in (choices or {}).items():
                place = self.columns.index(column)
                rule = {
                    "validate": "list",
                    "source": list(offered),
                    "error_title": self.book.say("choose.title"),
                    "error_message": self.book.say("choose.message"),
                }
                page.sheet.data_validation(self.heading + 1, place, last, place, rule)
        if self.entry:
            page.sheet.protect("", PROTECTION)
