"""The workbook of visits under way: its own words, tables with a hidden row of column names, dropdowns by cell."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell

from diguan.exchange.figures.model import Cover
from diguan.exchange.ledger.findings_sheet import PROTECTION
from diguan.exchange.ledger.pages import A3_LANDSCAPE, LedgerBook, Page
from diguan.exchange.visits.columns import KEY, Column, token
from diguan.locale import Language, texts

OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
Cell = str | int | None
HEADING_HEIGHT = 30
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
LONGEST_LIST = 250


class VisitBook(LedgerBook):
    """A workbook that speaks the texts of visits. `choices`: lists too long for a cell, each a column of one hidden sheet."""

    def __init__(self, workbook: Workbook, cover: Cover, language: Language) -> None:
        super().__init__(workbook, cover, language)
        self._ledger = texts("visits")
        self.choices: dict[tuple[str, ...], str] = {}

    def listed(self, offered: Sequence[str]) -> Any:  # noqa: ANN401  the list itself, or where it stands
        """What a dropdown is made from: a short list itself, of a long one its range on the hidden sheet."""
        # in a list of its own a comma would end a choice
        if sum(map(len, offered)) + len(offered) <= LONGEST_LIST and not any("," in each for each in offered):
            return list(offered)
        place = len(self.choices)
        first, last = (xl_rowcol_to_cell(row, place, row_abs=True, col_abs=True) for row in (0, len(offered) - 1))
        return self.choices.setdefault(tuple(offered), f"='{self.say('sheet.choices')}'!{first}:{last}")

    def write_choices(self) -> None:
        """The hidden sheet of long lists."""
        if not self.choices:
            return
        sheet = self.workbook.add_worksheet(self.say("sheet.choices"))
        sheet.hide()
        for place, offered in enumerate(self.choices):
            for row, each in enumerate(offered):
                sheet.write_string(row, place, each)


@contextmanager
def visit_book(path: Path, cover: Cover, language: Language, title: str) -> Iterator[VisitBook]:
    """A new workbook, dated by the as-of date so that the same round gives the same bytes."""
    with Workbook(str(path), OPTIONS | {"tmpdir": str(path.parent)}) as workbook:
        created = datetime.combine(cover.as_of, time())
        workbook.set_properties({"title": title, "subject": cover.region, "created": created})
        book = VisitBook(workbook, cover, language)
        yield book
        book.write_choices()


class Table:
    """A table on a page of its own, with a hidden row above the headings that names its columns for whoever reads it back."""

    def __init__(self, book: VisitBook, sheet: str, columns: Sequence[Column], list_id: str | None) -> None:
        self.book = book
        self.columns = tuple(columns)
        widths = [column.width for column in columns]
        self.page: Page = book.page(book.say(f"sheet.{sheet}"), book.title(sheet), widths, paper=A3_LANDSCAPE)
        self.page.line(book.say(f"note.{sheet}"), book.styles.statement)
        for place, column in enumerate(columns):
            style = book.styles.entry(column.kind) if column.entry else None
            self.page.sheet.set_column(place, place, column.width, style, {"hidden": column.name == KEY})
        if list_id is not None:
            self._tokens(list_id)
        self.heading = self._headings()
        self.rows = 0

    def place(self, name: str) -> int:
        """Place of a column."""
        return next(n for n, column in enumerate(self.columns) if column.name == name)

    def _tokens(self, list_id: str) -> None:
        page = self.page
        page.sheet.set_row(page.row, None, self.book.styles.statement, {"hidden": True})
        for place, column in enumerate(self.columns):
            page.sheet.write_string(page.row, place, token(column.name, list_id))
        page.row += 1

    def _headings(self) -> int:
        page, styles = self.page, self.book.styles
        page.sheet.set_row(page.row, HEADING_HEIGHT)
        for place, column in enumerate(self.columns):
            style = styles.entry_heading if column.entry else styles.heading
            page.sheet.write_string(page.row, place, self.book.say(f"column.{column.name}"), style)
        page.row += 1
        page.sheet.freeze_panes(page.row, 0)
        page.sheet.repeat_rows(page.row - 1)
        return page.row - 1

    def add(self, values: Mapping[str, Cell]) -> int:
        """A row by name of column; entry columns are left to people. Returns its row (0-based)."""
        page, styles = self.page, self.book.styles
        page.fit({self.place(name): value for name, value in values.items() if isinstance(value, str) and name != KEY})
        for place, column in enumerate(self.columns):
            if column.entry:
                page.cell(place, None, styles.entry(column.kind))
            else:
                value = values.get(column.name)
                page.cell(place, value, styles.number if isinstance(value, int) else styles.wrapped)
        page.row += 1
        self.rows += 1
        return page.row - 1

    def offer(self, name: str, offered: Iterable[str], rows: Sequence[int], *, strict: bool = True) -> None:
        """A dropdown in the cells of a column; not `strict`: other words may be typed in as well."""
        shown = {"validate": "list", "source": self.book.listed(list(offered)), "show_error": strict}
        self._rule(name, shown, rows, "message")

    def numbers(self, name: str, kind: str, low: float, high: float, rows: Sequence[int]) -> None:
        """Numbers within a range in the cells of a column."""
        rule = {"validate": kind, "criteria": "between", "minimum": low, "maximum": high}
        self._rule(name, rule, rows, "number")

    def days(self, name: str, rows: Sequence[int]) -> None:
        """Days in the cells of a column."""
        rule = {"validate": "date", "criteria": "between", "minimum": FIRST_DAY, "maximum": LAST_DAY}
        self._rule(name, rule, rows, "date")

    def _rule(self, name: str, rule: dict[str, Any], rows: Sequence[int], message: str) -> None:
        if not rows:
            return
        book, place = self.book, self.place(name)
        said = {"error_title": book.say("choose.title"), "error_message": book.say(f"choose.{message}")}
        spans = _spans(rows)
        first, last = spans[0]
        others = " ".join(f"{xl_rowcol_to_cell(a, place)}:{xl_rowcol_to_cell(b, place)}" for a, b in spans)
        more = {"multi_range": others} if len(spans) > 1 else {}
        self.page.sheet.data_validation(first, place, last, place, {**rule, **said, **more})

    def finish(self, nothing: str = "") -> None:
        """Filter and lock; `nothing` is said where there is no row."""
        if not self.rows and nothing:
            self.page.line(nothing, self.book.styles.statement)
        if self.rows:
            self.page.sheet.autofilter(self.heading, 0, self.page.row - 1, len(self.columns) - 1)
        if any(column.entry for column in self.columns):
            self.page.sheet.protect("", PROTECTION | {"insert_columns": True, "delete_rows": True})


def _spans(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Rows as first and last of each run without a gap."""
    spans: list[tuple[int, int]] = []
    for row in sorted(rows):
        if spans and spans[-1][1] == row - 1:
            spans[-1] = (spans[-1][0], row)
        else:
            spans.append((row, row))
    return spans
