"""Excel workbooks through calamine: one grid a worksheet; a formula cell gives its stored value."""

import shutil
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from diguan.exchange.grids.compound import CompoundFile, error_cells
from diguan.exchange.grids.encoding import encode, with_cells
from diguan.exchange.grids.grid import Column, ErrorCell, Grid
from diguan.exchange.grids.limits import Limits
from diguan.exchange.grids.package import PackageFacts, damaged, examine_package, protected
from diguan.exchange.grids.recognise import FileKind


def read_workbook(path: Path, kind: FileKind, limits: Limits, folder: Path) -> list[Grid]:
    """The grids of a workbook. `folder` may hold a copy under the name that fits the kind: the reader goes by it."""
    facts = examine_package(path, limits) if kind is FileKind.XLSX else _old_facts(path)
    named = path
    if path.suffix.lower() != f".{kind}":
        named = folder / f"input.{kind}"
        shutil.copyfile(path, named)
    try:
        with CalamineWorkbook.from_path(str(named)) as workbook:
            return [_grid(path.name, workbook, number, facts) for number in _worksheets(workbook)]
    except PasswordError as error:
        raise protected(path.name) from error
    except (CalamineError, OSError, ValueError) as error:
        raise damaged(path.name, str(error)) from error


def _old_facts(path: Path) -> PackageFacts:
    file = CompoundFile(path.read_bytes())
    name = "Workbook" if "Workbook" in file.streams else "Book"
    return PackageFacts(error_cells(file.content(name)))


def _worksheets(workbook: CalamineWorkbook) -> list[int]:
    return [n for n, sheet in enumerate(workbook.sheets_metadata) if sheet.typ == SheetTypeEnum.WorkSheet]


def _grid(file: str, workbook: CalamineWorkbook, number: int, facts: PackageFacts) -> Grid:
    metadata = workbook.sheets_metadata[number]
    sheet = workbook.get_sheet_by_index(number)
    start, end = sheet.start, sheet.end
    columns, rows = encode(sheet.iter_rows())
    first = start[1] if start and end else 0
    errors = facts.errors.get(metadata.name, [])
    if errors:
        columns = _with_errors(first, columns, rows, errors)
    merged = [(a, b, c, d) for (a, b), (c, d) in sheet.merged_cell_ranges or []]
    return Grid(
        file=file,
        sheet=metadata.name,
        columns=columns,
        rows=rows,
        first_column=first,
        hidden=metadata.visible != SheetVisibleEnum.Visible,
        epoch_1904=facts.epoch_1904,
        merged=merged,
    )


def _with_errors(first: int, columns: list[Column], rows: int, errors: list[tuple[int, int, str]]) -> list[Column]:
    """Put error cells in their places. Those outside the rectangle of the values stand in no row of data and are left."""
    return with_cells(
        columns, [(row, column - first, ErrorCell(text)) for row, column, text in errors if column >= first], rows
    )
