"""The other sheets of a ledger, taken along as tables of values: totals, coverage, what the columns mean."""

from collections.abc import Sequence
from datetime import date, datetime

from diguan.exchange.grids import Cell, Grid
from diguan.exchange.ledger.pages import LedgerBook, wrapped_lines
from diguan.exchange.reading.cells.outcome import shown
from diguan.locale import texts

NARROWEST, WIDEST = 8, 60
LOOKED_AT = 200
TITLE_ROWS = 2
BATCH = 5_000


def copy_sheets(book: LedgerBook, grids: Sequence[Grid]) -> None:
    """Write each of them; a sheet of our own kind (how it is filled in) is written anew and not copied."""
    own = texts("roundtrip")["how_to.sheet"]
    for grid in grids:
        if grid.sheet not in (own.zh, own.en) and grid.rows:
            _copy(book, grid)


def _copy(book: LedgerBook, grid: Grid) -> None:
    title = shown(grid.head(1)[0][0]) if grid.columns else ""
    head = grid.head(LOOKED_AT)[TITLE_ROWS:]
    widths = [NARROWEST] * grid.first_column + [
        max([NARROWEST, *(min(WIDEST, _width(row[place])) for row in head)]) for place in range(len(grid.columns))
    ]
    synthetic = f"　{book.word('synthetic')}" if book.cover.synthetic else ""
    page = book.page(grid.sheet, title.removesuffix(synthetic), widths)
    for start in range(TITLE_ROWS, grid.rows, BATCH):
        rows = range(start, min(start + BATCH, grid.rows))
        columns = [column.cells(rows) for column in grid.columns]
        for cells in zip(*columns, strict=True):
            values = [_value(cell) for cell in cells]
            while values and values[-1] is None:
                values.pop()
            page.cells([*([None] * grid.first_column), *values])


def _width(cell: Cell) -> int:
    text = shown(cell)
    return (len(text) if text.isascii() else wrapped_lines(text, 1)) + 2


def _value(cell: Cell) -> str | int | date | None:
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, datetime):
        return cell.date()
    return cell if isinstance(cell, date) else shown(cell) or None
