"""The sheet (or sheets) of findings: computed cells locked, entry cells with dropdowns, a hidden key to match them by later."""

from datetime import date

from xlsxwriter.worksheet import Worksheet

from diguan.exchange.ledger.columns import COLUMNS, PLACES
from diguan.exchange.ledger.filling import Sheet
from diguan.exchange.ledger.pages import A3_LANDSCAPE, LedgerBook, Page
from diguan.locale import texts

PROTECTION = {
    "select_locked_cells": True,
    "select_unlocked_cells": True,
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "sort": True,
    "autofilter": True,
}
# rows of the sheet (1-based) above the first finding: title, statement, note, headings
FIRST_ROW = 5
FIRST_DAY_OF_EVIDENCE = date(1990, 1, 1)
ZOOM = 90


def prepare_findings(book: LedgerBook, sheet: Sheet, parts: int) -> None:
    """Everything of one sheet of findings but its rows: instead of these, two rows of pattern cells (see `row_xml`)."""
    name = book.say("sheet.ledger") + (str(sheet.place) if parts > 1 else "")
    title = book.title("ledger_part", part=sheet.place, parts=parts) if parts > 1 else book.title("ledger")
    page = book.page(name, title, [column.width for column in COLUMNS], paper=A3_LANDSCAPE)
    page.line(book.say("entry_note"), book.styles.statement)
    _set_columns(page)
    heading = _headings(page)
    if sheet.count:
        _pattern_rows(page)
    else:
        page.line(book.say("empty"), book.styles.statement)
    _finish(page, heading, heading + sheet.count)


def _set_columns(page: Page) -> None:
    for place, column in enumerate(COLUMNS):
        style = page.book.styles.entry(column.kind) if column.entry else None
        page.sheet.set_column(place, place, column.width, style, {"hidden": column.hidden})


def _headings(page: Page) -> int:
    styles = page.book.styles
    page.sheet.set_row(page.row, 30)
    for place, column in enumerate(COLUMNS):
        heading = page.book.say(f"column.{column.name}.heading")
        page.sheet.write_string(page.row, place, heading, styles.entry_heading if column.entry else styles.heading)
    page.row += 1
    return page.row - 1


def _pattern_rows(page: Page) -> None:
    for quoted in (False, True):
        for place, column in enumerate(COLUMNS):
            if not column.entry:
                style = page.book.styles.of_kind(column.kind)
                text = quoted and column.kind in ("text", "wrapped")
                page.sheet.write_blank(page.row, place, None, page.book.styles.quoted(style) if text else style)
        page.row += 1


def _finish(page: Page, heading: int, last: int) -> None:
    sheet = page.sheet
    sheet.freeze_panes(heading + 1, 0)
    sheet.repeat_rows(heading)
    sheet.set_zoom(ZOOM)
    sheet.autofilter(heading, 0, max(last, heading + 1), len(COLUMNS) - 1)
    if last > heading:
        _offer_choices(page, heading + 1, last)
    sheet.protect("", PROTECTION)


def _offer_choices(page: Page, first: int, last: int) -> None:
    for name in ("progress", "evidence"):
        offered = [page.book.of(label) for label in texts("ledger").below(name).values()]
        _validate(
            page.sheet,
            name,
            first,
            last,
            {"validate": "list", "source": offered} | _refusal(page, "choose.title", "choose.message"),
        )
    since = {"validate": "date", "criteria": ">=", "value": FIRST_DAY_OF_EVIDENCE}
    _validate(
        page.sheet, "evidence_on", first, last, since | _refusal(page, "choose.date_title", "choose.date_message")
    )


def _validate(sheet: Worksheet, name: str, first: int, last: int, rule: dict[str, object]) -> None:
    sheet.data_validation(first, PLACES[name], last, PLACES[name], rule)


def _refusal(page: Page, title: str, message: str) -> dict[str, object]:
    return {"error_title": page.book.say(title), "error_message": page.book.say(message)}
