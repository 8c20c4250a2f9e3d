"""The whole workbook: sheets in order, dated by the as-of date, so that the same round gives the same bytes."""

from collections.abc import Iterable
from datetime import datetime, time
from math import ceil
from pathlib import Path

from xlsxwriter import Workbook

from diguan.exchange.figures.model import Cover
from diguan.exchange.ledger.findings_sheet import write_findings
from diguan.exchange.ledger.guide_sheet import write_guide
from diguan.exchange.ledger.pages import LedgerBook
from diguan.exchange.ledger.provenance_sheets import write_contradictions, write_coverage
from diguan.exchange.ledger.rows import LedgerContent, LedgerRow
from diguan.exchange.ledger.totals_sheets import write_areas, write_kinds
from diguan.locale import Language

# A sheet holds 1,048,576 rows; below that stay title, statement, note and heading.
ROWS_PER_SHEET = 1_000_000
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class UnableToWriteLedger(Exception):
    """The rows that came are not as many as were counted: a fault of the program, never of its input."""

    def __init__(self, path: Path, counted: int, written: int) -> None:
        super().__init__(
            f"{path.name}：应有 {counted} 条问题，实得 {written} 条；本轮没有写完，请重新运行\n"
            f"{path.name}: {counted} findings were counted and {written} came; nothing whole was written, run it again"
        )


def write_ledger(
    path: Path, content: LedgerContent, *, language: Language = "zh", rows_per_sheet: int = ROWS_PER_SHEET
) -> None:
    """Write the ledger; memory does not grow with its rows. Raises UnableToWriteLedger when other than the counted rows come."""
    figures = content.figures
    with Workbook(str(path), OPTIONS) as workbook:
        _describe(workbook, content.cover)
        book = LedgerBook(workbook, content.cover, language)
        written = _write_all_findings(book, content.rows, figures.findings, rows_per_sheet)
        write_guide(book, figures)
        write_areas(book, figures)
        write_kinds(book, figures)
        write_coverage(book, figures)
        write_contradictions(book, content.contradictions, sum(number for _, number in figures.contradictions_by_field))
    if written != figures.findings:
        raise UnableToWriteLedger(path, figures.findings, written)


def _write_all_findings(book: LedgerBook, rows: Iterable[LedgerRow], count: int, rows_per_sheet: int) -> int:
    parts = max(1, ceil(count / rows_per_sheet))
    coming = iter(rows)
    written = 0
    for part in range(1, parts + 1):
        written += write_findings(book, coming, part, parts, rows_per_sheet, first=written + 1)
    return written + sum(1 for _ in coming)


def _describe(workbook: Workbook, cover: Cover) -> None:
    said = f"{cover.pack_id} {cover.pack_version}"
    workbook.set_properties(
        {"title": f"台账 Ledger · {said}", "subject": cover.region, "created": datetime.combine(cover.as_of, time())}
    )
