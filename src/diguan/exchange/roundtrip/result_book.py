"""The workbook that says what became of a workbook: a line for everything in it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from pathlib import Path

from xlsxwriter import Workbook

from diguan.exchange.ledger.pages import A3_LANDSCAPE, LedgerBook
from diguan.exchange.ledger.stamp import Stamp
from diguan.exchange.ledger.write import OPTIONS
from diguan.locale import texts

COLUMNS = {"what": 22, "number": 16, "where": 14, "said": 60, "why": 60}


def write_result(path: Path, stamp: Stamp, lines: Iterable[Sequence[str]]) -> None:
    """Write the lines, each with a text a column; the same lines give the same bytes."""
    said, language = texts("books"), stamp.language
    with Workbook(str(path), OPTIONS | {"tmpdir": str(path.parent)}) as workbook:
        workbook.set_properties({"created": datetime.combine(stamp.cover.as_of, time())})
        book = LedgerBook(workbook, stamp.cover, language)
        name = said.say("report.sheet", language)
        page = book.page(name, name, tuple(COLUMNS.values()), paper=A3_LANDSCAPE)
        heading = page.headings([said.say(f"report.{column}", language) for column in COLUMNS])
        page.sheet.freeze_panes(heading + 1, 0)
        for line in lines:
            page.cells(list(line))
        page.sheet.autofilter(heading, 0, max(page.row - 1, heading + 1), len(COLUMNS) - 1)
