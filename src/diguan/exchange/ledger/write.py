"""The whole workbook: sheets in order, dated by the as-of date, so that the same round gives the same bytes."""

from datetime import datetime, time
from pathlib import Path

from xlsxwriter import Workbook

from diguan.exchange.figures.model import Cover
from diguan.exchange.ledger.filling import Sheet, fill
from diguan.exchange.ledger.findings_sheet import FIRST_ROW, prepare_findings
from diguan.exchange.ledger.guide_sheet import write_guide
from diguan.exchange.ledger.pages import LedgerBook
from diguan.exchange.ledger.provenance_sheets import write_contradictions, write_coverage
from diguan.exchange.ledger.rows import LedgerContent
from diguan.exchange.ledger.stamp import Stamp, write_stamp
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
    sheets = _sheets(figures.findings, rows_per_sheet)
    skeleton = path.with_name(f"{path.name}.skeleton")
    coming = iter(content.rows)
    try:
        _write_skeleton(skeleton, content, sheets, language)
        written = fill(skeleton, path, [sheet for sheet in sheets if sheet.count], coming)
    finally:
        skeleton.unlink(missing_ok=True)
    written += sum(1 for _ in coming)
    if written != figures.findings:
        raise UnableToWriteLedger(path, figures.findings, written)


def _sheets(count: int, rows_per_sheet: int) -> list[Sheet]:
    """How the findings are spread over sheets; one empty sheet where there are none."""
    starts = range(0, max(count, 1), rows_per_sheet)
    return [
        Sheet(place, FIRST_ROW, start + 1, min(rows_per_sheet, count - start)) for place, start in enumerate(starts, 1)
    ]


def _write_skeleton(path: Path, content: LedgerContent, sheets: list[Sheet], language: Language) -> None:
    """The workbook without its findings."""
    figures = content.figures
    # what is not yet compressed waits beside the workbook, never in a folder that others can read
    with Workbook(str(path), OPTIONS | {"tmpdir": str(path.parent)}) as workbook:
        _describe(workbook, content.cover)
        book = LedgerBook(workbook, content.cover, language)
        for sheet in sheets:
            prepare_findings(book, sheet, len(sheets))
        write_guide(book, figures)
        write_areas(book, figures)
        write_kinds(book, figures)
        write_coverage(book, figures)
        write_contradictions(book, content.contradictions, sum(number for _, number in figures.contradictions_by_field))
        write_stamp(book, Stamp("ledger", language, content.cover))


def _describe(workbook: Workbook, cover: Cover) -> None:
    said = f"{cover.pack_id} {cover.pack_version}"
    workbook.set_properties(
        {"title": f"台账 Ledger · {said}", "subject": cover.region, "created": datetime.combine(cover.as_of, time())}
    )
