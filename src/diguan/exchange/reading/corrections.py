"""A mended rejected.xlsx among the inputs: its rows and cells take the place of those it came from."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pyarrow as pa
import pyarrow.compute as pc

from diguan.engine.catalogue import Label
from diguan.engine.verdicts import Subject
from diguan.exchange.grids import Cell, Column, Grid
from diguan.exchange.grids.errors import refuse
from diguan.exchange.grids.grid import from_a1
from diguan.exchange.reading.cells.outcome import shown
from diguan.exchange.reading.headers import Header
from diguan.exchange.reading.mending import (
    ABOUT_SHEET,
    CELL,
    CELLS_SHEET,
    FILE,
    FILE_COLUMNS,
    FORMAT,
    HEADER_ROW,
    HIDDEN,
    MENDED,
    ROW_COLUMNS,
    ROWS_SHEET,
    SHEET,
    masked,
    secret_of_column,
)
from diguan.exchange.reading.sources import InputFile

Place = tuple[str, str]
Row = dict[str, Cell]
Opened = list[tuple[InputFile, list[Grid]]]


@dataclass(slots=True)
class Corrections:
    """Mended rows (by row) and cells (by row and column), 0-based, of each sheet of each file."""

    rows: dict[Place, dict[int, Row]] = field(default_factory=dict)
    cells: dict[Place, dict[tuple[int, int], Cell]] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    notes: list[Label] = field(default_factory=list)
    workbooks: list[str] = field(default_factory=list)
    taken: int = 0

    def trace(self) -> list[Label]:
        """What is to be told: corrections that found no place, and how many cells were mended by which workbook."""
        if not self.taken:
            return self.notes
        names = "、".join(self.workbooks)
        return [
            *self.notes,
            Label(f"改正了 {self.taken} 个单元格，依据 {names}", f"{self.taken} cells mended by {names}"),
        ]

    def apply(self, file: InputFile, grid: Grid, header: Header) -> None:
        """Put the mended cells of one sheet in their places. UnableToReadInput when the file is another one than was mended."""
        place = (file.label, grid.sheet)
        rows, cells = self.rows.pop(place, {}), self.cells.pop(place, {})
        if not rows and not cells:
            return
        if self.hashes.get(file.label, file.sha256) != file.sha256:
            raise _changed(file)
        exchanged: dict[int, dict[int, Cell]] = {}
        for (row, column), cell in cells.items():
            exchanged.setdefault(column - grid.first_column, {})[row] = cell
        for column, found in _mended_cells(grid, header, rows):
            exchanged.setdefault(column, {}).update(found)
        _drop_beyond(grid, header, {row for found in exchanged.values() for row in found if row in rows})
        for index, some in exchanged.items():
            if 0 <= index < len(grid.columns):
                inside = {row: cell for row, cell in some.items() if row < grid.rows}
                grid.columns[index] = grid.columns[index].replaced(inside)
                self.taken += len(inside)


def _mended_cells(grid: Grid, header: Header, rows: Mapping[int, Row]) -> Iterator[tuple[int, dict[int, Cell]]]:
    """Cells of whole rows that were touched: neither as they are in the file, nor as they were masked."""
    numbers = sorted(row for row in rows if row < grid.rows)
    for name, column in header.named():
        secret = secret_of_column(column)
        before = [shown(cell) for cell in grid.columns[column.index].cells(numbers)]
        after = [rows[row].get(name) for row in numbers]
        touched = zip(numbers, before, after, strict=True)
        yield (
            column.index,
            {row: new for row, old, new in touched if shown(new) not in (old, masked(old, secret), HIDDEN)},
        )


def _drop_beyond(grid: Grid, header: Header, mended: Collection[int]) -> None:
    """Of rows of a CSV file that somebody has put right, the cells that a comma too many had pushed beyond the header."""
    if not grid.comes_from_csv:
        return
    for index in range(header.beyond, len(grid.columns)):
        grid.columns[index] = grid.columns[index].replaced(dict.fromkeys(mended))


def take_corrections(files: Sequence[InputFile], grids: Sequence[list[Grid]]) -> tuple[Opened, Corrections]:
    """The inputs without mended workbooks, which become corrections; rows of files that are not given stand for themselves."""
    corrections = Corrections()
    inputs: Opened = []
    mended: Opened = []
    for file, some in zip(files, grids, strict=True):
        (mended if _is_mended(some) else inputs).append((file, some))
    given = {file.label for file, _ in inputs}
    for file, some in mended:
        corrections.workbooks.append(f"{file.label} (sha256 {file.sha256[:12]})")
        inputs += _take(file, {grid.sheet: grid for grid in some}, given, corrections)
    return inputs, corrections


def _is_mended(grids: Sequence[Grid]) -> bool:
    about = next((grid for grid in grids if grid.sheet == ABOUT_SHEET and grid.columns), None)
    return about is not None and about.columns[0].cells([0]) == [FORMAT]


def _take(file: InputFile, sheets: Mapping[str, Grid], given: set[str], corrections: Corrections) -> Opened:
    roles = _files_of(sheets[ABOUT_SHEET], corrections)
    if CELLS_SHEET in sheets:
        for row in _records(sheets[CELLS_SHEET]):
            _take_cell(file, row, given, corrections)
    if ROWS_SHEET not in sheets:
        return []
    grid = sheets[ROWS_SHEET]
    elsewhere: dict[Place, list[int]] = {}
    for number, row in enumerate(_records(grid), HEADER_ROW + 1):
        place = (shown(row.get(FILE)), shown(row.get(SHEET)))
        at = from_a1(shown(row.get(CELL)))
        if place[0] in given and at:
            corrections.rows.setdefault(place, {})[at[1]] = row
        elif place[0]:
            elsewhere.setdefault(place, []).append(number)
    return [_standing_alone(file, grid, place, rows, roles) for place, rows in elsewhere.items()]


def _take_cell(file: InputFile, row: Row, given: set[str], corrections: Corrections) -> None:
    mended, place = row.get(MENDED), (shown(row.get(FILE)), shown(row.get(SHEET)))
    at = from_a1(shown(row.get(CELL)))
    if mended is None or not at:
        return
    if place[0] in given:
        corrections.cells.setdefault(place, {})[at[1], at[0]] = mended
    else:
        zh = f"{file.label}：{place[0]} 的改正值未用，因为没有同时给出该文件"
        note = Label(zh, f"{file.label}: corrections of {place[0]} were not used, that file was not given")
        if note not in corrections.notes:
            corrections.notes.append(note)


def _records(grid: Grid) -> Iterator[Row]:
    """Rows below the header of a sheet of the mended workbook, by header."""
    head = grid.head(HEADER_ROW + 1)
    if len(head) <= HEADER_ROW:
        return
    names = [shown(cell) for cell in head[HEADER_ROW]]
    columns = [column.cells(range(HEADER_ROW + 1, grid.rows)) for column in grid.columns]
    for cells in zip(*columns, strict=True):
        yield {name: cell for name, cell in zip(names, cells, strict=True) if name}


def _files_of(about: Grid, corrections: Corrections) -> dict[str, str]:
    """Roles of the files that the workbook speaks of; their hashes are kept for the comparison."""
    roles: dict[str, str] = {}
    rows = about.head(about.rows)
    start = next((n for n, row in enumerate(rows) if shown(row[0]) == FILE_COLUMNS[0]), len(rows))
    for row in rows[start + 1 :]:
        name, sha256, role = (shown(cell) for cell in row[:3])
        if name:
            roles[name] = role
            corrections.hashes[name] = sha256
    return roles


def _standing_alone(
    file: InputFile, grid: Grid, place: Place, rows: Sequence[int], roles: Mapping[str, str]
) -> tuple[InputFile, list[Grid]]:
    """Mended rows as an input of their own: the sheet of the mended workbook without the rows and columns of others."""
    kind, _, table = roles.get(place[0], "export").partition("/")
    numbers, nothing = pa.array(range(grid.rows), pa.int64()), pa.scalar(None, pa.int32())
    keep = pc.is_in(numbers, pa.array([*range(HEADER_ROW + 1), *rows], pa.int64()))
    title = pc.less(numbers, HEADER_ROW)
    names = [shown(cell) for cell in grid.head(HEADER_ROW + 1)[HEADER_ROW]]
    columns = []
    for name, column in zip(names, grid.columns, strict=True):
        indices = pc.if_else(keep, column.indices, nothing)
        its_own = name not in ROW_COLUMNS and indices.slice(HEADER_ROW + 1).null_count < grid.rows - HEADER_ROW - 1
        columns.append(Column(column.values, indices if its_own else pc.if_else(title, indices, nothing)))
    label = f"{file.label} ({place[0]}{'/' if place[1] else ''}{place[1]})"
    alone = replace(file, kind=kind, label=label, table=Subject(table) if table else None)
    return alone, [replace(grid, columns=columns)]


def _changed(file: InputFile) -> Exception:
    return refuse(
        file.label,
        Label(
            "文件在列出退回行之后改过，改正值找不到原来的位置",
            "the file was changed after its rejected rows were listed: the corrections have lost their places",
        ),
        Label("列出退回行时的那个文件", "the file as it was when its rejected rows were listed"),
        Label(
            "请给出原来的文件，或直接在新文件中改正、不再给 rejected.xlsx",
            "give the old file, or mend the new one itself and leave rejected.xlsx out",
        ),
    )
