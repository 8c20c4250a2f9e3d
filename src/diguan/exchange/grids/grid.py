"""A sheet as columns of distinct values with one index a row: what crosses from the child process, and what reading works on."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

_A1 = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,8})")
BOOLEAN, NUMBER, TEXT, DAY, INSTANT, ERROR = range(6)


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """A cell that holds an error of the spreadsheet, as #N/A or #REF!."""

    text: str


Cell: TypeAlias = str | float | bool | date | datetime | ErrorCell | None

_VALUES = pa.schema([("kind", pa.int8()), ("text", pa.string()), ("number", pa.float64())])


@dataclass(slots=True)
class Column:
    """One column: `values` are distinct cells, `indices` (int32, null = empty cell) say which of them stands in each row.

    Columns of Parquet files are kept as they are in `plain`; `encoded` gives them the same shape when it is needed.
    """

    values: list[Cell]
    indices: pa.Array
    plain: pa.Array | None = None

    def __len__(self) -> int:
        return len(self.indices if self.plain is None else self.plain)

    def encoded(self) -> "Column":
        """The same column with distinct values."""
        if self.plain is None:
            return self
        coded = self.plain if pa.types.is_dictionary(self.plain.type) else self.plain.dictionary_encode()
        return Column(coded.dictionary.to_pylist(), coded.indices.cast(pa.int32()))

    def sliced(self, start: int) -> "Column":
        """Rows from `start` on."""
        return Column(self.values, self.indices.slice(start), None if self.plain is None else self.plain.slice(start))

    def cells(self, rows: Sequence[int]) -> list[Cell]:
        """The cells of some rows."""
        places = pa.array(rows, pa.int64())
        if self.plain is not None:
            return list(self.plain.take(places).to_pylist())
        return [None if i is None else self.values[i] for i in self.indices.take(places).to_pylist()]

    def filled(self) -> pa.Array:
        """Which rows hold anything (boolean array)."""
        return (self.indices if self.plain is None else self.plain).is_valid()

    def spread(self, spans: Sequence[tuple[int, int]]) -> "Column":
        """The column with the cell of the first row of each span in all its rows."""
        numbers = self.indices.to_pylist()
        done = -1
        for top, bottom in sorted(spans):
            if top > done and bottom < len(numbers):  # spans that overlap are no work of Excel, and could be very many
                numbers[top : bottom + 1] = [numbers[top]] * (bottom + 1 - top)
                done = bottom
        return Column(self.values, pa.array(numbers, pa.int32()))

    def replaced(self, cells: Mapping[int, Cell]) -> "Column":
        """The column with the cells of some rows exchanged."""
        if not cells:
            return self
        column = self.encoded()
        values = [*column.values, *(c for c in cells.values() if c is not None)]
        places = iter(range(len(column.values), len(values)))
        numbers = column.indices.to_pylist()
        for row, cell in cells.items():
            numbers[row] = None if cell is None else next(places)
        return Column(values, pa.array(numbers, pa.int32()))


@dataclass(slots=True)
class Grid:
    """One sheet. `first_column` is the 0-based sheet column of `columns[0]`; row 0 is row 1 of the sheet.

    `names` is set for Parquet files only: their columns have names and no header row. `merged`: (row, column, last row, last column).
    """

    file: str
    sheet: str
    columns: list[Column]
    rows: int
    first_column: int = 0
    hidden: bool = False
    epoch_1904: bool = False
    names: list[str] | None = None
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    @property
    def comes_from_csv(self) -> bool:
        """Whether commas alone say where a cell ends."""
        return self.names is None and not self.sheet

    def letters(self, column: int) -> str:
        """A 0-based column in A1 notation; empty for Parquet files."""
        return self.place(column, 0).rstrip("0123456789")

    def head(self, count: int) -> list[list[Cell]]:
        """The first rows, whole."""
        rows = range(min(count, self.rows))
        columns = [column.cells(rows) for column in self.columns]
        return [[column[row] for column in columns] for row in rows]

    def fill_merged(self, first: int) -> None:
        """Give every row of cells merged downwards the value of the first, below the header (from row `first` on)."""
        by_column: dict[int, list[tuple[int, int]]] = {}
        for top, left, bottom, right in self.merged:
            if left == right and top >= first and bottom > top:
                by_column.setdefault(left - self.first_column, []).append((top, min(bottom, self.rows - 1)))
        for index, spans in by_column.items():
            if 0 <= index < len(self.columns):
                self.columns[index] = self.columns[index].spread(spans)

    def place(self, column: int, row: int) -> str:
        """A1 notation of a cell of this grid (0-based column and row); empty for Parquet files, which have no cells."""
        return "" if self.names is not None else a1(column + self.first_column, row)


def a1(column: int, row: int) -> str:
    """A1 notation of a 0-based column and row."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def from_a1(cell: str) -> tuple[int, int] | None:
    """0-based column and row of a cell in A1 notation; None when it is none."""
    match = _A1.fullmatch(cell.upper())
    if not match:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return column - 1, int(match[2]) - 1


def write_grid(grid: Grid, folder: Path, number: int) -> dict[str, Any]:
    """Write the columns as Arrow files into `folder`; what is returned is JSON and gives the grid back with `read_grid`."""
    arrays = [column.indices if column.plain is None else column.plain for column in grid.columns]
    _write(pa.table(arrays, names=[str(i) for i in range(len(arrays))]), folder / f"{number}.indices")
    _write(_values_table(grid.columns), folder / f"{number}.values")
    return {
        "sheet": grid.sheet,
        "rows": grid.rows,
        "first_column": grid.first_column,
        "hidden": grid.hidden,
        "epoch_1904": grid.epoch_1904,
        "names": grid.names,
        "merged": grid.merged,
        "plain": [column.plain is not None for column in grid.columns],
    }


def read_grid(description: Mapping[str, Any], file: str, folder: Path, number: int) -> Grid:
    """The grid that `write_grid` wrote."""
    values = [_cells(batch) for batch in _read(folder / f"{number}.values").to_batches()]
    table = _read(folder / f"{number}.indices")
    arrays = [column.combine_chunks() for column in table.columns]
    nothing = pa.array([], pa.int32())
    columns = [
        Column([], nothing, array) if plain else Column(distinct, array)
        for plain, array, distinct in zip(description["plain"], arrays, values, strict=True)
    ]
    kept = ("sheet", "rows", "first_column", "hidden", "epoch_1904", "names")
    merged = [(a, b, c, d) for a, b, c, d in description["merged"]]
    return Grid(file=file, columns=columns, merged=merged, **{key: description[key] for key in kept})


def _cell(kind: int, text: str, number: float) -> Cell:
    if kind == TEXT:
        return text
    if kind == NUMBER:
        return number
    if kind == BOOLEAN:
        return bool(number)
    if kind == ERROR:
        return ErrorCell(text)
    return date.fromisoformat(text) if kind == DAY else datetime.fromisoformat(text)


def _coded(cell: Cell) -> tuple[int, str | None, float | None]:
    """Kind, text and number of a cell that is not empty."""
    if isinstance(cell, str):
        return TEXT, cell, None
    if isinstance(cell, bool):
        return BOOLEAN, None, float(cell)
    if isinstance(cell, datetime):
        return INSTANT, cell.isoformat(), None
    if isinstance(cell, date):
        return DAY, cell.isoformat(), None
    if isinstance(cell, ErrorCell):
        return ERROR, cell.text, None
    return NUMBER, None, cell


def _values_table(columns: Sequence[Column]) -> pa.Table:
    """One batch a column; an empty one has a row all the same, because empty batches are not kept."""
    return pa.Table.from_batches([_values_batch(column.values) for column in columns], _VALUES)


def _values_batch(values: list[Cell]) -> pa.RecordBatch:
    kinds = set(map(type, values))
    if kinds == {str}:
        arrays = [[TEXT] * len(values), values, [None] * len(values)]
    elif kinds == {float}:
        arrays = [[NUMBER] * len(values), [None] * len(values), values]
    else:
        arrays = [list(part) for part in zip((None, None, None), *map(_coded, values), strict=True)]
    return pa.record_batch([pa.array(a, f.type) for a, f in zip(arrays, _VALUES, strict=True)], schema=_VALUES)


def _cells(batch: pa.RecordBatch) -> list[Cell]:
    kinds, texts, numbers = batch.columns
    distinct = set(kinds.unique().to_pylist())
    if distinct == {TEXT}:
        return list(texts.to_pylist())
    if distinct == {NUMBER}:
        return list(numbers.to_pylist())
    cells = zip(kinds.to_pylist(), texts.to_pylist(), numbers.to_pylist(), strict=True)
    return [_cell(kind, text, number) for kind, text, number in cells if kind is not None]


def _write(table: pa.Table, path: Path) -> None:
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)


def _read(path: Path) -> pa.Table:
    """A table read into memory: a mapped file could not be deleted on Windows."""
    with pa.OSFile(str(path), "rb") as source:
        return pa.ipc.open_file(source).read_all()


def empty_rows(columns: Sequence[Column], rows: int) -> pa.Array:
    """Which rows hold nothing in any of the columns (boolean array)."""
    anything = pa.array([False] * rows, pa.bool_())
    for column in columns:
        anything = pc.or_(anything, column.filled())
    return pc.invert(anything)
