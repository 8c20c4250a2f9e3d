from datetime import date, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from diguan.exchange.grids import encoding
from diguan.exchange.grids.encoding import ColumnEncoder, encode, with_cells
from diguan.exchange.grids.grid import ErrorCell

CELLS = st.one_of(
    st.just(""), st.text(max_size=3), st.floats(allow_nan=False), st.booleans(), st.dates(), st.integers(0, 3)
)


def cells_of(columns, rows):
    return [list(row) for row in zip(*(column.cells(range(rows)) for column in columns), strict=True)]


def expected(cell):
    if isinstance(cell, int) and not isinstance(cell, bool):
        return float(cell)
    return None if cell == "" else cell


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=30), st.integers(1, 7))
def test_every_cell_comes_back_with_its_type(rows, chunk):
    original, encoding.CHUNK_ROWS = encoding.CHUNK_ROWS, chunk
    try:
        columns, count = encode(iter(rows))
    finally:
        encoding.CHUNK_ROWS = original
    found = cells_of(columns, count)
    wanted = [[expected(cell) for cell in row] for row in rows]
    assert [[(type(c), c) for c in row] for row in found] == [[(type(c), c) for c in row] for row in wanted]


def test_short_rows_are_filled_up_and_late_columns_begin_empty(monkeypatch):
    monkeypatch.setattr(encoding, "CHUNK_ROWS", 2)
    columns, count = encode(iter([["a"], ["b", "c"], ["d", "e", "f"]]))
    assert count == 3
    assert cells_of(columns, 3) == [["a", None, None], ["b", "c", None], ["d", "e", "f"]]


def test_times_become_text():
    encoder = ColumnEncoder(0)
    encoder.add((time(3, 4), timedelta(days=2), date(2019, 6, 30)))
    assert encoder.column().cells(range(3)) == ["03:04:00", "2 days, 0:00:00", date(2019, 6, 30)]


def test_equal_cells_are_one_value():
    columns, _ = encode(iter([["是", 1.0]] * 1000))
    assert [column.values for column in columns] == [["是"], [1.0]]


def test_no_row_is_no_column():
    assert encode(iter([])) == ([], 0)


def test_cells_exchanged_outside_the_columns_widen_the_grid():
    columns, rows = encode(iter([["a"], ["b"]]))
    wide = with_cells(columns, [(1, 2, ErrorCell("#N/A")), (9, 0, "beyond")], rows)
    assert cells_of(wide, 2) == [["a", None, None], ["b", None, ErrorCell("#N/A")]]
