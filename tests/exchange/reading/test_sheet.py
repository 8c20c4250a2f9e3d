import pyarrow as pa

from diguan.engine.catalogue import Label
from diguan.exchange.grids import Column
from diguan.exchange.reading.cells.outcome import Bad
from diguan.exchange.reading.headers import Role, find_header
from diguan.exchange.reading.sheet import Sheet, convert, mask_of
from tests.factories.grids import grid, header_words

BAD = Bad(Label("坏", "bad"), Label("好", "good"))


def sheet(rows, number=0):
    one = grid(rows)
    return Sheet(one, find_header(one, header_words()), number)


ROWS = [["标题"], ["户编号", "姓名"], ["H1", "甲"], [None, None], ["H2", None], ["H3", "丙"]]


def test_rows_below_the_header_without_the_empty_ones():
    found = sheet(ROWS)
    assert len(found) == 3
    assert found.row_refs.to_pylist() == [3, 5, 6]


def test_row_references_of_later_sheets_are_apart():
    assert sheet(ROWS, 2).row_refs.to_pylist() == [(2 << 32) + n for n in (3, 5, 6)]


def test_rows_taken_out_leave_the_others_in_their_places():
    left = sheet(ROWS).without([0])
    name = left.of_role(Role.KEY, "name")[0]
    assert left.row_refs.to_pylist() == [5, 6]
    assert left.cells(name, [0, 1]) == [None, "丙"]
    assert (left.place(name, 1), left.sheet_row(1)) == ("B6", 5)
    assert left.whole_rows([0, 1]) == [{"户编号": "H2", "姓名": ""}, {"户编号": "H3", "姓名": "丙"}]


def test_every_distinct_cell_is_converted_once():
    asked = []

    def converter(cell):
        asked.append(cell)
        return BAD if cell == "x" else cell.upper()

    column = Column(["a", "x"], pa.array([0, 1, None, 0, 1] * 100, pa.int32()))
    found = convert(column, converter, pa.string())
    assert asked == ["a", "x"]
    assert found.array.to_pylist()[:5] == ["A", None, None, "A", None]
    assert list(found.bad)[:3] == [1, 4, 6]
    assert found.damaged().to_pylist()[:3] == [False, True, False]


def test_mask_of_rows():
    assert mask_of([2, 0], 4).to_pylist() == [True, False, True, False]
