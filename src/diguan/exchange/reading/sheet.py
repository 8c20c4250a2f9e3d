"""A sheet below its header: the rows that hold anything, its columns, and their conversion a whole column at a time."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from diguan.engine.snapshot.model import ROW_BITS
from diguan.exchange.grids import Cell, Column, Grid
from diguan.exchange.grids.grid import empty_rows
from diguan.exchange.reading.cells.outcome import Bad, Converter, shown
from diguan.exchange.reading.headers import Header, HeaderColumn, Role


@dataclass(slots=True)
class Converted:
    """A column as values: `array` has null where a cell is empty or bad; `bad` says why, by row."""

    array: pa.Array
    bad: dict[int, Bad] = field(default_factory=dict)

    def damaged(self) -> pa.Array:
        """Which rows hold a cell that could not be read (boolean array)."""
        return mask_of(self.bad, len(self.array))


def mask_of(rows: Iterable[int], length: int) -> pa.Array:
    """Boolean array that is true in some rows."""
    flags = [False] * length
    for row in rows:
        flags[row] = True
    return pa.array(flags, pa.bool_())


def convert(column: Column, converter: Converter, kind: pa.DataType) -> Converted:
    """Every distinct cell once; the rows take their values by index."""
    outcomes = [converter(cell) for cell in column.values]
    bad = {number: outcome for number, outcome in enumerate(outcomes) if isinstance(outcome, Bad)}
    values = pa.array([None if isinstance(outcome, Bad) else outcome for outcome in outcomes], kind)
    return Converted(values.take(column.indices), _bad_rows(column.indices, bad))


def _bad_rows(indices: pa.Array, bad: Mapping[int, Bad]) -> dict[int, Bad]:
    if not bad:
        return {}
    rows = pc.indices_nonzero(pc.is_in(indices, pa.array(list(bad), pa.int32())))
    return {row: bad[number] for row, number in zip(rows.to_pylist(), indices.take(rows).to_pylist(), strict=True)}


class Sheet:
    """Rows of data of one sheet. Row numbers are positions among the rows that are left; `row_refs` leads back to the sheet."""

    def __init__(self, grid: Grid, header: Header, number: int) -> None:
        self.grid = grid
        self.header = header
        self._number = number
        first = header.last + 1
        self._rows = pa.array(range(first, grid.rows), pa.int64())
        nothing = empty_rows([column.sliced(first) for column in grid.columns], max(grid.rows - first, 0))
        if pc.any(nothing).as_py():
            self._rows = self._rows.filter(pc.invert(nothing))

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def row_refs(self) -> pa.Array:
        """`row_ref` of every row."""
        return pc.add(self._rows, (self._number << ROW_BITS) + 1)

    def without(self, rows: Iterable[int]) -> "Sheet":
        """The sheet without some of its rows."""
        left = object.__new__(Sheet)
        left.grid, left.header, left._number = self.grid, self.header, self._number
        left._rows = self._rows.filter(pc.invert(mask_of(rows, len(self))))
        return left

    def column(self, column: HeaderColumn) -> Column:
        """The cells of a column in the rows that are left, as distinct values."""
        whole = self.grid.columns[column.index].encoded()
        return Column(whole.values, whole.indices.take(self._rows))

    def plain(self, column: HeaderColumn) -> pa.Array | None:
        """The typed values of a Parquet column; None for cells of a workbook or CSV."""
        values = self.grid.columns[column.index].plain
        return None if values is None else values.take(self._rows)

    def cells(self, column: HeaderColumn, rows: list[int]) -> list[Cell]:
        """Some cells of a column."""
        return self.grid.columns[column.index].cells(self._rows.take(pa.array(rows, pa.int64())).to_pylist())

    def sheet_row(self, row: int) -> int:
        """0-based row of the grid."""
        return int(self._rows[row].as_py())

    def place(self, column: HeaderColumn, row: int) -> str:
        """A1 notation of a cell."""
        return self.grid.place(column.index, self.sheet_row(row))

    def letters(self, column: HeaderColumn) -> str:
        """A column in A1 notation; empty for Parquet files."""
        return self.grid.letters(column.index)

    def whole_rows(self, rows: list[int]) -> list[dict[str, str]]:
        """Some rows as text by header, for the list of rejected rows."""
        columns = [(text, [shown(cell) for cell in self.cells(column, rows)]) for text, column in self.header.named()]
        return [{text: cells[i] for text, cells in columns} for i in range(len(rows))]

    def filled(self, rows: list[int]) -> list[list[str]]:
        """The cells of some rows that hold anything, as text from left to right, under a header or not."""
        numbers = self._rows.take(pa.array(rows, pa.int64())).to_pylist()
        columns = [[shown(cell) for cell in column.cells(numbers)] for column in self.grid.columns]
        return [[cells[i] for cells in columns if cells[i].strip()] for i in range(len(rows))]

    def beyond_header(self) -> dict[int, str]:
        """Place of the first cell that holds anything to the right of the last header, by row."""
        found: dict[int, str] = {}
        numbers = self._rows.to_pylist()
        for index in range(self.header.beyond, len(self.grid.columns)):
            for row, cell in enumerate(self.grid.columns[index].cells(numbers)):
                if shown(cell).strip():
                    found.setdefault(row, self.grid.place(index, numbers[row]))
        return found

    def untitled(self) -> Iterator[str]:
        """Columns in A1 notation that hold something in these rows and have no header."""
        titled = {column.index for column in self.header.columns}
        for index, column in enumerate(self.grid.columns):
            if index not in titled and pc.any(column.filled().take(self._rows)).as_py():
                yield self.grid.letters(index)

    def of_role(self, role: Role, name: str | None = None) -> list[HeaderColumn]:
        """Columns that serve a purpose, in sheet order."""
        return [c for c in self.header.columns if any(t.role is role and name in (None, t.name) for t in c.targets)]
