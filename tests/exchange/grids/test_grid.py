from datetime import date, datetime

import pyarrow as pa
import pytest

from diguan.exchange.grids.grid import Column, ErrorCell, Grid, a1, empty_rows, from_a1, read_grid, write_grid


def column(*cells):
    values = list(dict.fromkeys(c for c in cells if c is not None))
    return Column(values, pa.array([None if c is None else values.index(c) for c in cells], pa.int32()))


@pytest.mark.parametrize(
    ("place", "cell"), [((0, 0), "A1"), ((25, 9), "Z10"), ((26, 0), "AA1"), ((16383, 1048575), "XFD1048576")]
)
def test_cell_reference_both_ways(place, cell):
    assert a1(*place) == cell
    assert from_a1(cell) == place


@pytest.mark.parametrize("text", ["", "A", "1", "A0", "ABCD1", "A1B", "户1"])
def test_no_cell_reference_is_none(text):
    assert from_a1(text) is None


def test_grid_written_and_read_is_the_same(tmp_path):
    cells = ("a", None, 1.5, True, date(2019, 6, 30), datetime(2019, 6, 30, 8, 30), ErrorCell("#REF!"))  # noqa: DTZ001
    texts = column(*["x", "y"] * 3, "x")
    grid = Grid(
        "f.xlsx",
        "s",
        [column(*cells), texts, column(*[None] * 7)],
        7,
        2,
        hidden=True,
        epoch_1904=True,
        merged=[(0, 0, 1, 1)],
    )
    again = read_grid(write_grid(grid, tmp_path, 3), "f.xlsx", tmp_path, 3)
    assert again.head(7) == grid.head(7)
    assert again.head(7)[2][0] == 1.5
    described = (again.sheet, again.rows, again.first_column, again.hidden, again.epoch_1904, again.names, again.merged)
    assert described == ("s", 7, 2, True, True, None, [(0, 0, 1, 1)])


def test_true_one_and_text_one_stay_apart(tmp_path):
    grid = Grid("f", "", [Column([True, 1.0, "1"], pa.array([0, 1, 2], pa.int32()))], 3)
    again = read_grid(write_grid(grid, tmp_path, 0), "f", tmp_path, 0)
    assert [(type(c), c) for c in again.columns[0].cells([0, 1, 2])] == [(bool, True), (float, 1.0), (str, "1")]


def test_typed_column_is_encoded_when_asked():
    typed = Column([], pa.array([], pa.int32()), pa.array([5, None, 5, 7], pa.int64()))
    assert typed.encoded().values == [5, 7]
    assert typed.cells([3, 1]) == [7, None]
    assert len(typed) == 4


def test_replaced_cells_stand_in_their_rows_only():
    changed = column("a", "b", "a", None).replaced({1: "c", 2: None, 3: 4.0})
    assert changed.cells(range(4)) == ["a", "c", None, 4.0]


def test_merged_cells_are_filled_downwards_below_the_header():
    grid = Grid(
        "f", "", [column("h", "x", None, None), column("h", "1", "2", "3")], 4, merged=[(0, 0, 1, 0), (1, 0, 3, 0)]
    )
    grid.fill_merged(1)
    assert grid.columns[0].cells(range(4)) == ["h", "x", "x", "x"]


def test_overlapping_merged_cells_are_not_filled_twice():
    grid = Grid("f", "", [column("h", "x", None, "y")], 4, merged=[(1, 0, 2, 0), (2, 0, 3, 0)])
    grid.fill_merged(1)
    assert grid.columns[0].cells(range(4)) == ["h", "x", "x", "y"]


def test_place_counts_the_empty_columns_before_the_table():
    assert Grid("f", "", [column("a")], 1, first_column=2).place(0, 0) == "C1"


def test_parquet_has_no_cells():
    assert Grid("f", "", [column("a")], 1, names=["a"]).place(0, 0) == ""


def test_rows_without_any_cell_are_found():
    assert empty_rows([column("a", None, None), column(None, None, "b")], 3).to_pylist() == [False, True, False]
