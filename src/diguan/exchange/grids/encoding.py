"""Rows of cells to columns of distinct values, a chunk at a time, so that a long sheet is never held twice."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import time, timedelta
from itertools import islice, zip_longest
from typing import Any

import pyarrow as pa

from diguan.exchange.grids.grid import Cell, Column

CHUNK_ROWS = 20_000


class ColumnEncoder:
    """Collects one column. Texts are coded in C; other columns through a memo of their distinct values."""

    def __init__(self, rows_before: int) -> None:
        self._numbers: dict[Any, int | None] = {"": None}
        self._values: list[Cell] = []
        self._chunks: list[pa.Array] = [pa.nulls(rows_before, pa.int32())] if rows_before else []

    def add(self, cells: tuple[Any, ...]) -> None:
        """One chunk of cells, as calamine or csv gave them."""
        kinds = set(map(type, cells))
        if kinds == {str}:
            coded = pa.array(cells, pa.string()).dictionary_encode()
        elif kinds == {float}:
            coded = pa.array(cells, pa.float64()).dictionary_encode()
        else:
            self._chunks.append(pa.array([self._number(cell) for cell in cells], pa.int32()))
            return
        numbers = pa.array([self._number(cell) for cell in coded.dictionary.to_pylist()], pa.int32())
        self._chunks.append(numbers.take(coded.indices))

    def column(self) -> Column:
        """The whole column."""
        return Column(self._values, pa.chunked_array(self._chunks, pa.int32()).combine_chunks())

    def _number(self, cell: Any) -> int | None:  # noqa: ANN401  whatever the reader gives for a cell
        key = cell if isinstance(cell, str | float) else (type(cell), cell)  # True == 1 == 1.0, which are different cells
        try:
            return self._numbers[key]
        except KeyError:
            return self._new(key, cell)

    def _new(self, key: object, cell: Any) -> int:  # noqa: ANN401  whatever the reader gives for a cell
        number = self._numbers[key] = len(self._values)
        if isinstance(cell, time | timedelta):
            cell = str(cell)
        elif isinstance(cell, int) and not isinstance(cell, bool):
            cell = float(cell)
        self._values.append(cell)
        return number


def encode(rows: Iterator[list[Any]]) -> tuple[list[Column], int]:
    """All columns and the number of rows; short rows are filled up with empty cells."""
    encoders: list[ColumnEncoder] = []
    count = 0
    while chunk := list(islice(rows, CHUNK_ROWS)):
        columns = list(zip_longest(*chunk, fillvalue=""))
        encoders += [ColumnEncoder(count) for _ in range(len(columns) - len(encoders))]
        for number, encoder in enumerate(encoders):
            encoder.add(columns[number] if number < len(columns) else ("",) * len(chunk))
        count += len(chunk)
    return [encoder.column() for encoder in encoders], count


def with_cells(columns: list[Column], cells: Iterable[tuple[int, int, Cell]], rows: int) -> list[Column]:
    """The columns with cells (row, column, value) exchanged; columns that do not exist yet are added."""
    by_column: dict[int, dict[int, Cell]] = {}
    for row, column, cell in cells:
        by_column.setdefault(column, {})[row] = cell
    width = max(len(columns), *(n + 1 for n in by_column)) if by_column else len(columns)
    wide = [*columns, *(Column([], pa.nulls(rows, pa.int32())) for _ in range(width - len(columns)))]
    return [column.replaced(_inside(by_column.get(number, {}), rows)) for number, column in enumerate(wide)]


def _inside(cells: Mapping[int, Cell], rows: int) -> dict[int, Cell]:
    return {row: cell for row, cell in cells.items() if row < rows}
