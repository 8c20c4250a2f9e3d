import pytest

from diguan.engine.verdicts import Subject
from diguan.exchange.grids import UnableToReadInput
from diguan.exchange.reading.headers import find_header
from diguan.exchange.reading.kinds import SheetKind, is_no_table, kind_of, no_header, no_rows
from diguan.exchange.reading.layout import load_layout
from tests.factories.grids import grid, header_words

LAYOUT = load_layout()


def kind(headers, source="export", table=None):
    sheet = grid([headers, ["x"] * len(headers)], file="county.xlsx")
    return kind_of(sheet, find_header(sheet, header_words(), 1), source, table, LAYOUT)


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        (["户编号", "人编号", "姓名"], SheetKind.PERSONS),
        (["户编号", "证件号码"], SheetKind.PERSONS),
        (["户编号", "姓名"], SheetKind.PERSONS),
        (["户编号", "户主姓名", "人均纯收入"], SheetKind.HOUSEHOLDS),
        (["县", "乡", "村", "总户数", "是否出列"], SheetKind.VILLAGES),
        (["村编码", "总户数"], SheetKind.VILLAGES),
        (["机构编号", "机构类型", "村"], SheetKind.FACILITIES),
    ],
)
def test_export_sheet_is_what_its_keys_say(headers, found):
    assert kind(headers) is found


def test_residents_and_rosters_are_what_the_command_says():
    assert kind(["户号", "姓名", "证件号码"], "residents") is SheetKind.PERSONS
    assert kind(["身份证号", "参保类型"], "roster:health_insurance") is SheetKind.ROSTER


@pytest.mark.parametrize(
    ("headers", "source", "missing"),
    [
        (["姓名", "证件号码", "健康状况"], "export", "户编号"),
        (["乡", "村", "人均纯收入"], "export", "户编号"),
        (["户号", "姓名", "健康状况"], "residents", "证件号码"),
        (["姓名", "证件号码"], "residents", "户编号"),
        (["姓名", "参保类型"], "roster:health_insurance", "证件号码"),
    ],
)
def test_table_without_its_key_is_refused_with_what_is_missing(headers, source, missing):
    with pytest.raises(UnableToReadInput) as refused:
        kind(headers, source)
    error = refused.value
    assert missing in error.expected.zh
    assert "、".join(headers) in error.found.zh
    assert (error.file, error.sheet, error.cell) == ("county.xlsx", "Sheet1", "A1")


@pytest.mark.parametrize(
    ("headers", "table", "found"),
    [
        (["household_id", "x"], Subject.HOUSEHOLD, SheetKind.HOUSEHOLDS),
        (["household_id", "person_id"], Subject.PERSON, SheetKind.PERSONS),
        (["village_code", "clinics"], Subject.VILLAGE, SheetKind.VILLAGES),
        (["facility_id"], Subject.FACILITY, SheetKind.FACILITIES),
    ],
)
def test_plain_table_is_what_its_name_says(headers, table, found):
    assert kind(headers, "tables", table) is found


@pytest.mark.parametrize(
    ("headers", "table", "missing"),
    [
        (["person_id", "name"], Subject.HOUSEHOLD, "household_id"),
        (["household_id", "name"], Subject.PERSON, "person_id"),
        (["clinics", "doctors"], Subject.VILLAGE, "village_code"),
        (["clinics", "doctors"], Subject.FACILITY, "facility_id"),
    ],
)
def test_plain_table_without_its_key_is_refused(headers, table, missing):
    with pytest.raises(UnableToReadInput) as refused:
        kind(headers, "tables", table)
    assert missing in refused.value.expected.en


@pytest.mark.parametrize("sheet", ["填表说明", "README", "数据字典", "汇总表"])
def test_sheet_that_explains_is_no_table_by_its_name(sheet):
    rows = grid([["乡", "总户数", "危房户数"], ["a", 1, 2]], sheet)
    assert is_no_table(rows, find_header(rows, header_words()), LAYOUT)


def test_sheet_with_keys_is_a_table_whatever_its_name():
    rows = grid([["户编号", "姓名"], ["a", "b"]], "脱贫户汇总")
    assert not is_no_table(rows, find_header(rows, header_words()), LAYOUT)


def test_table_of_unknown_purpose_is_not_passed_over():
    rows = grid([["乡", "总户数", "危房户数"], ["a", 1, 2]], "Sheet3")
    assert not is_no_table(rows, find_header(rows, header_words()), LAYOUT)


def test_small_or_narrow_or_empty_sheet_without_a_header_is_no_table():
    assert is_no_table(grid([]), None, LAYOUT)
    assert is_no_table(grid([["a", "b", "c", "d"]] * 10), None, LAYOUT)
    assert is_no_table(grid([["a", "b", "c"]] * 50), None, LAYOUT)
    assert not is_no_table(grid([["a", "b", "c", "d"]] * 11), None, LAYOUT)


def test_hidden_sheet_is_a_table_only_with_a_header():
    lists = grid([["是", "健康", "户主", "x"]] * 50)
    lists.hidden = True
    assert is_no_table(lists, None, LAYOUT)
    data = grid([["户编号", "姓名"], ["a", "b"]])
    data.hidden = True
    assert not is_no_table(data, find_header(data, header_words()), LAYOUT)


def test_refusal_without_a_header_shows_the_first_rows():
    error = no_header(grid([["甲", 1.0], ["乙", None]]), LAYOUT)
    assert error.found.en == "no header in the first 10 rows; row 1: 甲 | 1; row 2: 乙 | "
    assert "户编号" in error.expected.en


def test_refusal_of_a_bare_header_names_the_sheet():
    assert no_rows(grid([["户编号"]])).sheet == "Sheet1"
