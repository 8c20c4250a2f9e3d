"""Tables of figures in the layout that offices use: title, unit, day and compiler above, recipient on every sheet and page, date below."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import BinaryIO

import xlsxwriter

from diguan.exchange.ledger.styles import FORMULA_STARTS, Styles
from diguan.exchange.lists import LONGEST_SHEET_NAME, PAPER_A4

TOP = 5  # rows above the first one of the table
FIRST_WIDTH, WIDTH = 26, 11


@dataclass(frozen=True, slots=True)
class TallyBook:
    """What stands around every table, each a line that is ready to print. `above`: the line below the title; `below`: at the end."""

    title: str
    recipient: str
    above: tuple[str, ...]
    basis: str
    below: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TallySheet:
    """A table: its name, its headings, its rows. The first row is the total. What is left out is a text."""

    name: str
    headings: tuple[str, ...]
    rows: Sequence[Sequence[str | int]]


def write_tallies(file: BinaryIO, about: TallyBook, sheets: Sequence[TallySheet], *, made_on: date) -> None:
    """Write the workbook; the same figures of the same day give the same bytes."""
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime.combine(made_on, time()), "title": about.title})
    styles = Styles(book)
    for each in sheets:
        _write(book.add_worksheet(each.name[:LONGEST_SHEET_NAME]), about, each, styles)
    book.close()


def _write(sheet: xlsxwriter.worksheet.Worksheet, about: TallyBook, table: TallySheet, styles: Styles) -> None:
    last = len(table.headings) - 1
    sheet.set_column(0, 0, FIRST_WIDTH)
    sheet.set_column(1, last, WIDTH)
    centred = styles.make(bold=True, font_name="Microsoft YaHei", font_size=16, align="center", valign="vcenter")
    sheet.merge_range(0, 0, 0, last, f"{about.title} · {table.name}", centred)
    sheet.set_row(0, 30)
    sheet.write_string(1, 0, about.recipient, styles.warning)
    for place, line in enumerate(about.above):
        sheet.write_string(2, place * last // max(1, len(about.above)), line, styles.statement)
    sheet.write_string(3, 0, about.basis, styles.statement)
    for column, heading in enumerate(table.headings):
        sheet.write_string(TOP - 1, column, heading, styles.heading)
    for row, values in enumerate(table.rows, TOP):
        _write_row(sheet, row, values, styles, total=row == TOP)
    for row, line in enumerate(about.below, TOP + len(table.rows) + 1):
        sheet.write_string(row, 0, line, styles.statement)
    sheet.freeze_panes(TOP, 1)
    sheet.set_landscape()
    sheet.set_paper(PAPER_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(TOP - 1)
    sheet.set_footer("&L" + about.recipient.replace("&", "&&") + "&R&P / &N")


def _write_row(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, values: Sequence[str | int], styles: Styles, *, total: bool
) -> None:
    """Text is written as text, whatever it begins with."""
    for column, value in enumerate(values):
        if isinstance(value, int):
            sheet.write_number(row, column, value, styles.total_number if total else styles.number)
            continue
        plain = styles.total if total else styles.text
        sheet.write_string(row, column, value, styles.quoted(plain) if value.startswith(FORMULA_STARTS) else plain)
