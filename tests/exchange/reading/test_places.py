import pyarrow as pa
import pytest

from diguan.exchange.grids import Column
from diguan.exchange.reading.headers import find_header
from diguan.exchange.reading.layout import load_layout
from diguan.exchange.reading.places import Places, distinct_rows, shown_place
from diguan.exchange.reading.sheet import Sheet
from tests.factories.grids import grid, header_words, regions
from tests.factories.workbooks import COUNTY, TOWNSHIP, VILLAGE, VILLAGE_CODE

LAYOUT = load_layout()


def sheet(*rows):
    one = grid([list(row) for row in rows])
    return Sheet(one, find_header(one, header_words(), 1), 0)


def resolved(*rows, within=None, tree=regions, as_written=False):
    found = Places(tree() if tree else None, within, LAYOUT, as_written).converted(sheet(*rows))
    return (found[0].array.to_pylist(), found[0].bad) if found else None


NAMES = ("县", "乡", "村")


@pytest.mark.parametrize(
    "row",
    [
        (COUNTY, TOWNSHIP, VILLAGE),
        ("科右前旗", "科尔沁镇", "平安村"),
        (f" {COUNTY} ", "科尔沁镇人民政府"[:4], "平安村委会"),
        (None, TOWNSHIP, VILLAGE),
    ],
)
def test_names_are_resolved_in_their_spellings(row):
    codes, bad = resolved(NAMES, row, within="152221")
    assert (codes, bad) == ([VILLAGE_CODE], {})


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ((COUNTY, TOWNSHIP, "没有村"), "没有村"),
        ((COUNTY, TOWNSHIP, None), "no village is given"),
        ((None, None, "平安村"), "can mean"),
        ((COUNTY, TOWNSHIP, "=cmd|' /C calc'!A0"), "cmd"),
    ],
)
def test_village_that_means_none_or_several_is_bad_with_its_reason(row, words):
    codes, bad = resolved(NAMES, (COUNTY, TOWNSHIP, VILLAGE), row)
    assert codes == [VILLAGE_CODE, None]
    assert words in bad[1].reason.en


def test_row_that_names_another_county_is_of_that_county():
    assert resolved(NAMES, (COUNTY, TOWNSHIP, VILLAGE), within="150928") == ([VILLAGE_CODE], {})


def test_row_that_names_another_township_is_of_that_township():
    other = regions().units("township", "152221")[1].code
    rows = [(TOWNSHIP, VILLAGE), (None, VILLAGE), (TOWNSHIP, "没有村")]
    codes, bad = resolved(("乡", "村"), *rows, within=other)
    assert codes == [VILLAGE_CODE, None, None]
    assert list(bad) == [1, 2]


@pytest.mark.parametrize(
    "row", [(None, TOWNSHIP, VILLAGE), ("没有县", TOWNSHIP, VILLAGE), (COUNTY, TOWNSHIP, "没有村")]
)
def test_row_that_does_not_say_of_which_county_it_is_is_not_looked_up_elsewhere(row):
    codes, bad = resolved(NAMES, row, within="150928")
    assert codes == [None]
    assert list(bad) == [0]


@pytest.mark.parametrize("code", [VILLAGE_CODE, int(VILLAGE_CODE), f" {VILLAGE_CODE} "])
def test_code_is_taken_where_the_sheet_has_one(code):
    assert resolved(("村编码", "村"), (code, "x")) == ([VILLAGE_CODE], {})


@pytest.mark.parametrize(
    ("code", "within"), [("152221999999", None), ("15222", None), ("152221999999", "150928"), ("x1", None)]
)
def test_code_that_is_not_there_is_bad(code, within):
    codes, bad = resolved(("村编码", "户编号"), (code, "H1"), within=within)
    assert codes == [None]
    assert code in bad[0].reason.en


def test_code_of_another_county_is_of_that_county():
    assert resolved(("村编码", "户编号"), (VILLAGE_CODE, "H1"), within="150928") == ([VILLAGE_CODE], {})


def test_codes_are_taken_as_written_without_a_tree_and_in_plain_tables():
    assert resolved(("village_code", "x"), ("09-003", "y"), tree=None) == (["09-003"], {})
    assert resolved(("village_code", "x"), ("09-003", "y"), as_written=True) == (["09-003"], {})


def test_sheet_without_a_place_has_none():
    assert resolved(("户编号", "姓名"), ("H1", "x")) is None
    assert resolved(NAMES, (COUNTY, TOWNSHIP, VILLAGE), tree=None) is None


def test_township_is_enough_where_there_is_no_column_of_villages():
    assert resolved(("县", "乡"), (COUNTY, TOWNSHIP))[0] == ["152221100000"]


def test_place_is_shown_from_upper_to_lower():
    assert shown_place(sheet(("村", "县", "乡"), ("丙", "甲", None)), 0, LAYOUT) == "甲 / 丙"


def test_distinct_rows_of_several_columns():
    one = Column(["a", "b"], pa.array([0, 1, 0, None, 0], pa.int32()))
    other = Column([1.0, "x"], pa.array([0, 0, 0, 1, 1], pa.int32()))
    indices, rows = distinct_rows([one, other])
    assert [rows[i] for i in indices.to_pylist()] == [("a", 1.0), ("b", 1.0), ("a", 1.0), (None, "x"), ("a", "x")]
    assert len(rows) == 4
