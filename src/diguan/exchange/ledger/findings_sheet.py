"""The sheet (or sheets) of findings: computed cells locked, entry cells with dropdowns, a hidden key to match them by later."""

from collections.abc import Iterator
from datetime import date
from itertools import islice

from xlsxwriter.worksheet import Worksheet

from diguan.exchange.ledger.columns import COLUMNS, PLACES
from diguan.exchange.ledger.pages import A3_LANDSCAPE, LedgerBook, Page
from diguan.exchange.ledger.rows import LedgerRow
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
WRAPPED = {column.name: PLACES[column.name] for column in COLUMNS if column.kind == "wrapped" and not column.entry}
FIRST_DAY_OF_EVIDENCE = date(1990, 1, 1)
ZOOM = 90


def write_findings(book: LedgerBook, rows: Iterator[LedgerRow], part: int, parts: int, count: int, first: int) -> int:
    """Sheet `part` of `parts` with the next `count` rows, numbered from `first`; returns how many rows came."""
    name = book.say("sheet.ledger") + (str(part) if parts > 1 else "")
    title = book.title("ledger_part", part=part, parts=parts) if parts > 1 else book.title("ledger")
    page = book.page(name, title, [column.width for column in COLUMNS], paper=A3_LANDSCAPE)
    page.line(book.say("entry_note"), book.styles.statement)
    _set_columns(page)
    heading = _headings(page)
    written = 0
    for number, row in enumerate(islice(rows, count), start=first):
        _row(page, number, row)
        written += 1
    if not written:
        page.line(book.say("empty"), book.styles.statement)
    _finish(page, heading, page.row - 1 if written else heading)
    return written


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


def _row(page: Page, number: int, row: LedgerRow) -> None:
    page.fit({place: getattr(row, name) for name, place in WRAPPED.items()})
    for place, column in enumerate(COLUMNS):
        if not column.entry:
            value = number if column.name == "number" else getattr(row, column.name)
            page.cell(place, value, page.book.styles.of_kind(column.kind))
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
