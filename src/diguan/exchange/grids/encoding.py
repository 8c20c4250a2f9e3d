"""Rows of cells to columns of distinct values, a chunk at a time, so that a long sheet is never held twice."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from itertools import count, islice, zip_longest
from typing import Any

import pyarrow as pa

from diguan.exchange.grids.grid import Cell, Column

CHUNK_ROWS = 20_000


class ColumnEncoder:
    """Collects one column. Texts and numbers are coded in C chunk by chunk; only their distinct values are looked at here."""

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
            if bool in kinds:
                cells = tuple(_TRUTHS.get(cell, cell) if type(cell) is bool else cell for cell in cells)
            self._look_at(dict.fromkeys(cells))
            self._chunks.append(pa.array(map(self._numbers.__getitem__, cells), pa.int32()))
            return
        distinct = coded.dictionary.to_pylist()
        self._look_at(distinct)
        numbers = pa.array(map(self._numbers.__getitem__, distinct), pa.int32())
        self._chunks.append(numbers.take(coded.indices))

    def column(self) -> Column:
        """The whole column."""
        return Column(self._values, pa.chunked_array(self._chunks, pa.int32()).combine_chunks())

    def _look_at(self, distinct: Iterable[Any]) -> None:
        """Give numbers to the values that have none yet."""
        new = [cell for cell in distinct if cell not in self._numbers]
        self._numbers.update(zip(new, count(len(self._values))))
        self._values += new if {str, float}.issuperset(map(type, new)) else map(_as_cell, new)


@dataclass(frozen=True, slots=True)
class _Truth:
    """Stands for True or False, which as keys would be equal to 1 and 0."""

    value: bool


_TRUTHS = {True: _Truth(value=True), False: _Truth(value=False)}


def _as_cell(cell: Any) -> Cell:  # noqa: ANN401  whatever the reader gives for a cell
    if isinstance(cell, _Truth):
        return cell.value
    if isinstance(cell, time | timedelta):
        return str(cell)
    return float(cell) if isinstance(cell, int) else cell


def encode(rows: Iterator[list[Any]]) -> tuple[list[Column], int]:
    """All columns and the number of rows; short rows are filled up with empty cells."""
    encoders: list[ColumnEncoder] = []
    rows_read = 0
    while chunk := list(islice(rows, CHUNK_ROWS)):
        columns = list(zip_longest(*chunk, fillvalue=""))
        encoders += [ColumnEncoder(rows_read) for _ in range(len(columns) - len(encoders))]
        for number, encoder in enumerate(encoders):
            encoder.add(columns[number] if number < len(columns) else ("",) * len(chunk))
        rows_read += len(chunk)
    return [encoder.column() for encoder in encoders], rows_read


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
