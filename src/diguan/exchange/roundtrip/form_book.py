"""Writes a ledger (or a part of one) with what is filled in: locks, dropdowns and hidden keys as the first one had them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from diguan.exchange.checks.book import CheckBook
from diguan.exchange.grids import Grid
from diguan.exchange.ledger.columns import Column
from diguan.exchange.ledger.filling import Sheet, fill
from diguan.exchange.ledger.findings_sheet import FIRST_DAY_OF_EVIDENCE, PROTECTION, ZOOM
from diguan.exchange.ledger.pages import A3_LANDSCAPE, LedgerBook, Page
from diguan.exchange.ledger.row_xml import Value as CellValue
from diguan.exchange.ledger.row_xml import ValueWriter
from diguan.exchange.ledger.stamp import Stamp, write_stamp
from diguan.exchange.ledger.styles import CELL, ENTRY_TINT
from diguan.exchange.ledger.write import OPTIONS, ROWS_PER_SHEET
from diguan.exchange.roundtrip.base import Base
from diguan.exchange.roundtrip.how_to import write_how_to
from diguan.exchange.roundtrip.other_sheets import copy_sheets
from diguan.exchange.roundtrip.shapes import KEY, SENT, Shape
from diguan.exchange.roundtrip.values import Value, as_sent
from diguan.locale import texts

# rows of the sheet (1-based) above the first row: title, statement, note, who fills it in, headings
FIRST_ROW = 6
FILLED_BY_PLACE = 4
HEADING_HEIGHT = 30
TITLES = {"ledger": "ledger", "items": "items", "looks": "looks", "corrections": "cells"}
Entries = Callable[[int], Mapping[str, Value | None]]


@dataclass(frozen=True, slots=True)
class Form:
    """What is written: rows of a ledger with their entry cells; `others`: further sheets that go along as they are."""

    base: Base
    stamp: Stamp
    rows: Sequence[int]
    entries: Entries
    others: Sequence[Grid] = ()


def write_form(path: Path, form: Form, *, rows_per_sheet: int = ROWS_PER_SHEET) -> None:
    """Write the workbook; the same content gives the same bytes."""
    starts = range(0, max(len(form.rows), 1), rows_per_sheet)
    sheets = [
        Sheet(place, FIRST_ROW, start + 1, min(rows_per_sheet, len(form.rows) - start))
        for place, start in enumerate(starts, 1)
    ]
    skeleton = path.with_name(f"{path.name}.skeleton")
    try:
        _write_skeleton(skeleton, form, sheets)
        wrapped = [(n, c.width) for n, c in enumerate(form.base.shape.columns) if c.kind == "wrapped" and not c.hidden]
        fill(
            skeleton,
            path,
            [sheet for sheet in sheets if sheet.count],
            _rows(form),
            lambda plain, quoted: _FormRows(plain, quoted, wrapped),
        )
    finally:
        skeleton.unlink(missing_ok=True)


class _FormRows(ValueWriter):
    def xml(self, at: int, number: int, row: Sequence[CellValue]) -> str:
        del number  # rows keep the numbers of the whole ledger
        return self.values_xml(at, row)


def _rows(form: Form) -> Iterator[list[CellValue]]:
    base, columns = form.base, form.base.shape.columns
    for row in form.rows:
        entries = dict(form.entries(row))
        key = base.keys[row]
        own: dict[str, CellValue] = {KEY: f"{key.about}-{key.round}" if key else "", SENT: as_sent(entries), **entries}
        yield [own[c.name] if c.name in own else base.cells[c.name][row] for c in columns]


def _write_skeleton(path: Path, form: Form, sheets: Sequence[Sheet]) -> None:
    cover = form.stamp.cover
    with Workbook(str(path), OPTIONS | {"tmpdir": str(path.parent)}) as workbook:
        workbook.set_properties(
            {
                "title": f"{cover.pack_id} {cover.pack_version}",
                "subject": cover.region,
                "created": datetime.combine(cover.as_of, time()),
            }
        )
        book = book_of(workbook, form.stamp)
        for sheet in sheets:
            _prepare(book, form.base.shape, sheet, len(sheets))
        write_how_to(book, form.base.shape)
        copy_sheets(book, form.others)
        write_stamp(book, form.stamp)


def book_of(workbook: Workbook, stamp: Stamp) -> LedgerBook:
    """A workbook that speaks as the first one of this shape did."""
    kind = CheckBook if stamp.shape == "corrections" else LedgerBook
    return kind(workbook, stamp.cover, stamp.language)


def _prepare(book: LedgerBook, shape: Shape, sheet: Sheet, parts: int) -> None:
    """Everything of one sheet but its rows; instead of these, two rows of pattern cells (see `ledger.row_xml`)."""
    language = book.language
    name = shape.sheet[language] + (str(sheet.place) if parts > 1 else "")
    title = book.title(TITLES[shape.name])
    page = book.page(name, title, [column.width for column in shape.columns], paper=A3_LANDSCAPE)
    page.line(book.say("entry_note"), book.styles.statement)
    for place, column in enumerate(shape.columns):
        style = book.styles.entry(column.kind) if column.entry else None
        page.sheet.set_column(place, place, column.width, style, {"hidden": column.hidden})
    _filled_by(page)
    heading = _headings(page, shape)
    if sheet.count:
        _pattern_rows(page, shape)
    _finish(page, shape, heading, heading + sheet.count)


def _filled_by(page: Page) -> None:
    """The line that whoever fills the workbook in writes a name on."""
    styles, row = page.book.styles, page.row
    page.line(texts("roundtrip")["filled_by"][page.book.language], styles.statement)
    page.sheet.write_blank(row, FILLED_BY_PLACE, None, styles.entry("wrapped"))


def _headings(page: Page, shape: Shape) -> int:
    styles = page.book.styles
    page.sheet.set_row(page.row, HEADING_HEIGHT)
    for place, column in enumerate(shape.columns):
        style = styles.entry_heading if column.entry else styles.heading
        page.sheet.write_string(page.row, place, shape.headings[column.name][page.book.language], style)
    page.row += 1
    return page.row - 1


def _pattern_rows(page: Page, shape: Shape) -> None:
    for quoted in (False, True):
        for place, column in enumerate(shape.columns):
            page.sheet.write_blank(page.row, place, None, _style(page, column, quoted=quoted))
        page.row += 1


def _style(page: Page, column: Column, *, quoted: bool) -> Format:
    styles = page.book.styles
    if not column.entry:
        style = styles.of_kind(column.kind)
        return styles.quoted(style) if quoted and column.kind in ("text", "wrapped") else style
    if not quoted or column.kind == "date":
        return styles.entry(column.kind)
    wraps = column.kind == "wrapped"
    return styles.make(**CELL | {"bg_color": ENTRY_TINT, "locked": False, "quote_prefix": True, "text_wrap": wraps})


def _finish(page: Page, shape: Shape, heading: int, last: int) -> None:
    sheet = page.sheet
    sheet.freeze_panes(heading + 1, 0)
    sheet.repeat_rows(heading)
    sheet.set_zoom(ZOOM)
    sheet.autofilter(heading, 0, max(last, heading + 1), len(shape.columns) - 1)
    if last > heading:
        for place, column in enumerate(shape.columns):
            if rule := _rule(page, shape, column):
                sheet.data_validation(heading + 1, place, last, place, rule)
    sheet.protect("", PROTECTION)


def _rule(page: Page, shape: Shape, column: Column) -> dict[str, object] | None:
    """What a cell of an entry column accepts; None where it takes anything."""
    book = page.book
    rule: dict[str, object] = {}
    said = "choose.date_title", "choose.date_message"
    if offered := shape.choices.get(column.name):
        rule = {"validate": "list", "source": [book.of(label) for label in offered.values()]}
        said = "choose.title", "choose.message"
    elif column.entry and column.kind == "date":
        rule = {"validate": "date", "criteria": ">=", "value": FIRST_DAY_OF_EVIDENCE}
    else:
        return None
    return rule | {"error_title": book.say(said[0]), "error_message": book.say(said[1])}
