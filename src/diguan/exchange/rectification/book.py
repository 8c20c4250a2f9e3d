"""The lists as a workbook: a sheet a table, its recipient on the sheet and on every printed page; the same rows give the same bytes."""

from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path

import xlsxwriter

from diguan.exchange.ledger.styles import FORMULA_STARTS, MOST_CHARACTERS, Styles
from diguan.exchange.rectification.rows import Cover, ProblemRow
from diguan.exchange.rectification.tables import Table, lines_above, tables

HEAD, PAPER_A4, LONGEST_SHEET_NAME = 3, 9, 31


def write_book(path: Path, cover: Cover, problems: Sequence[ProblemRow]) -> None:
    """Write the workbook beside and rename."""
    partial = path.with_name(f"{path.name}.partial")
    book = xlsxwriter.Workbook(str(partial), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime.combine(cover.as_of, time()), "title": cover.title})
    styles = Styles(book)
    for table in tables(cover, problems):
        _sheet(book, styles, cover, table)
    book.close()
    partial.replace(path)


def _sheet(book: xlsxwriter.Workbook, styles: Styles, cover: Cover, table: Table) -> None:
    sheet = book.add_worksheet(table.title[:LONGEST_SHEET_NAME])
    for column, width in enumerate(table.widths):
        sheet.set_column(column, column, width)
    first, second = lines_above(cover)
    sheet.write_string(0, 0, f"{cover.title}　{table.title}", styles.title)
    sheet.write_string(1, 0, first, styles.statement)
    sheet.write_string(2, 0, second, styles.warning)
    for column, heading in enumerate(table.headings):
        sheet.write_string(HEAD, column, heading, styles.heading)
    top = HEAD + 1
    for span in table.spans:
        _problem(sheet, styles, table, (top, span))
        top += span
    sheet.freeze_panes(HEAD + 1, min(2, len(table.headings)))
    sheet.set_landscape()
    sheet.set_paper(PAPER_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD)
    sheet.set_footer("&L" + second.replace("&", "&&") + "&R&P / &N")


def _problem(sheet: xlsxwriter.worksheet.Worksheet, styles: Styles, table: Table, where: tuple[int, int]) -> None:
    """Rows of one problem; its first columns are one cell however many tasks it has."""
    top, span = where
    for place in range(span):
        row = table.rows[top - HEAD - 1 + place]
        for column, value in enumerate(row):
            if column < table.merged and span > 1:
                continue
            sheet.write_string(top + place, column, value[:MOST_CHARACTERS], _style(styles, value))
    for column in range(table.merged if span > 1 else 0):
        value = table.rows[top - HEAD - 1][column]
        sheet.merge_range(top, column, top + span - 1, column, value[:MOST_CHARACTERS], _style(styles, value))


def _style(styles: Styles, value: str) -> xlsxwriter.format.Format:
    """Text is text, whatever it begins with."""
    return styles.quoted(styles.wrapped) if value.startswith(FORMULA_STARTS) else styles.wrapped
