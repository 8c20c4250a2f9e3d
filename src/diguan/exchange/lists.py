"""A list of rows as a workbook to take along: its recipient on the sheet and on every printed page, headings that stay, filters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import BinaryIO

import xlsxwriter

from diguan.exchange.ledger.styles import FORMULA_STARTS, MOST_CHARACTERS, Styles
from diguan.locale import texts

TOP = 4  # rows above the first one of the list
PAPER_A4 = 9
LONGEST_SHEET_NAME = 31


@dataclass(frozen=True, slots=True)
class ListBook:
    """What stands above the list: its title (the sheet's name, too), who it is for, what it is, whether its people are invented."""

    title: str
    recipient: str
    statement: str
    synthetic: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, the width in characters, whether it holds numbers."""

    heading: str
    width: int
    number: bool = False


def write_list(
    file: BinaryIO,
    about: ListBook,
    columns: Sequence[Column],
    rows: Iterable[Sequence[str | int | None]],
    *,
    made_on: date,
) -> None:
    """Write the workbook; the same rows of the same day give the same bytes. Whoever calls has masked what must be."""
    options = {"constant_memory": True, "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    book.set_properties({"created": datetime.combine(made_on, time())})
    styles, sheet = Styles(book), book.add_worksheet(about.title[:LONGEST_SHEET_NAME])
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
    recipient = texts("words").say("lists.recipient", "zh", name=about.recipient)
    recipient += f" {texts('words').say('lists.recipient', 'en', name=about.recipient)}"
    title = f"{about.title} · {texts('words').both('lists.synthetic').zh} SYNTHETIC" if about.synthetic else about.title
    for place, (line, style) in enumerate(
        ((title, styles.title), (recipient, styles.warning), (about.statement, styles.statement))
    ):
        sheet.write_string(place, 0, line, style)
    for place, column in enumerate(columns):
        sheet.write_string(TOP - 1, place, column.heading, styles.heading)
    last = TOP - 1
    for last, row in enumerate(rows, TOP):
        _write_row(sheet, last, row, styles)
    sheet.freeze_panes(TOP, 1)
    sheet.autofilter(TOP - 1, 0, last, len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(PAPER_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(TOP - 1)
    sheet.set_footer("&L" + recipient.replace("&", "&&") + "&R&P / &N")
    book.close()


def _write_row(
    sheet: xlsxwriter.worksheet.Worksheet, place: int, row: Sequence[str | int | None], styles: Styles
) -> None:
    """Text is written as text, whatever it begins with."""
    for column, value in enumerate(row):
        if isinstance(value, int):
            sheet.write_number(place, column, value, styles.number)
        elif value is None:
            sheet.write_blank(place, column, None, styles.text)
        else:
            style = styles.quoted(styles.text) if value.startswith(FORMULA_STARTS) else styles.text
            sheet.write_string(place, column, value[:MOST_CHARACTERS], style)
