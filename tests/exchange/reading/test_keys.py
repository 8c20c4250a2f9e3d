import pytest

from diguan.engine.verdicts import Subject
from diguan.exchange.grids import UnableToReadInput
from diguan.exchange.reading.keys import MANY_ROWS
from tests.factories.grids import column_of, facts_of, grid, read_grids, read_rows
from tests.factories.workbooks import COUNTY, PLACE, TOWNSHIP, identity, person, table


def rejections(found):
    return [(row.key, row.value, row.place.cell, row.household_id) for row in found.rejected]


def test_sound_rows_are_all_kept():
    found = read_rows([person(1), person(2)])
    assert (len(facts_of(found, Subject.PERSON)), found.rejected, found.bad_cells) == (2, [], [])


@pytest.mark.parametrize(
    ("damage", "rejection"),
    [
        ({"户编号": None}, ("household_id", "", "D4", None)),
        ({"户编号": 8.09e18}, ("household_id", "8.09000000000000e+18", "D4", None)),
        ({"人编号": None}, ("person_id", "", "E4", "H1")),
        ({"人编号": "不详"}, ("person_id", "不详", "E4", "H1")),
        ({"村": None}, ("village", f"{COUNTY} / {TOWNSHIP}", "C4", "H1")),
        ({"村": "没有村"}, ("village", f"{COUNTY} / {TOWNSHIP} / 没有村", "C4", "H1")),
        ({"户编号": None, "村": None}, ("household_id", "", "D4", None)),
    ],
)
def test_damaged_key_rejects_its_row_and_no_other(damage, rejection):
    found = read_rows([person(1), {**person(2), **damage}, person(3)])
    assert rejections(found) == [rejection]
    assert column_of(found, Subject.PERSON, "person_id") == ["H1-1", "H1-3"]
    assert column_of(found, Subject.PERSON, "row_ref") == [3, 5]


def test_rejected_row_is_kept_whole_under_its_own_headers():
    row = {**person(2), "人编号": None, "怪列": 3.5, "空列": None}
    (rejected,) = read_rows([row]).rejected
    assert rejected.cells == {key: "" if value is None else str(value) for key, value in row.items()}
    assert (rejected.reason.en, rejected.expected.en) == ("the person number is missing", "a number stored as text")


def test_bad_cells_of_a_rejected_row_are_not_listed_besides():
    assert read_rows([person(1), {**person(2), "人编号": None, "健康状况": "坏"}]).bad_cells == []


def test_bad_id_of_a_numbered_person_is_a_bad_cell_of_its_row():
    found = read_rows([{**person(1), "人编号": None}, {**person(2), "证件号码": "123"}, person(3)])
    assert [(b.field, b.value, b.place.cell, b.row_ref) for b in found.bad_cells] == [("identity", "123", "G4", 4)]
    assert column_of(found, Subject.PERSON, "identity") == [None, identity(6)]


@pytest.mark.parametrize(("number", "value"), [(None, ""), ("123", "123")])
def test_row_of_a_roster_or_resident_base_is_nothing_without_its_id(number, value):
    roster = [
        {"证件号码": number, "姓名": "甲", "参保类型": "城乡居民"},
        {"证件号码": identity(1), "姓名": "乙", "参保类型": "城镇职工"},
    ]
    found = read_rows(roster, "roster:health_insurance")
    assert rejections(found) == [("identity", value, "A3", None)]
    assert column_of(found, Subject.PERSON, "identity") == [identity(1)]
    base = [
        {**PLACE, "户号": "7", "姓名": "甲", "证件号码": number},
        {**PLACE, "户号": "7", "姓名": "乙", "证件号码": identity(1)},
    ]
    assert rejections(read_rows(base, "residents")) == [("identity", value, "F3", "7")]


def test_totals_and_signatures_below_the_table_are_passed_over_with_a_note():
    rows = [
        *table([person(1)]),
        ["合计", None, None, None, None, 1],
        [],
        ["填表人：某某", None, None, "审核人："],
        ["注：本表数据截至六月"],
    ]
    found = read_grids({"a.xlsx": [grid(rows)]})
    assert found.rejected == []
    assert [note.en for note in found.notes] == ["a.xlsx: 3 rows skipped (totals, signatures, the header again)"]


def test_total_in_a_column_without_a_header_is_a_total():
    rows = [[None, *cells] for cells in table([person(1, 人均纯收入=3000)])]
    found = read_grids({"a.xlsx": [grid([*rows, ["合计", *[None] * (len(rows[1]) - 2), 3000]])]})
    assert found.rejected == []


def csv_of(rows):
    return read_grids({"a.csv": [grid(rows, sheet="", file="a.csv")]})


def test_row_of_a_csv_file_that_is_longer_than_the_header_is_rejected_whole():
    header, *rows = table([person(1), person(2), person(3)])[1:]
    rows[1] = [rows[1][0], "巴音", *rows[1][1:]]  # a comma inside a text: everything behind it is a column too far
    found = csv_of([header, *rows])
    (rejected,) = found.rejected
    assert rejected.place.cell.endswith("3")
    assert "something stands in " in rejected.reason.en
    assert not any(str(rows[1][-1]) in said[x] for said in (rejected.reason, rejected.expected) for x in ("zh", "en"))
    assert column_of(found, Subject.PERSON, "person_id") == ["H1-1", "H1-3"]


def test_empty_cells_behind_a_row_of_a_csv_file_say_nothing():
    header, first, second = table([person(1), person(2)])[1:]
    assert csv_of([header, [*first, "", " "], second]).rejected == []


def test_cells_of_a_workbook_without_a_header_are_told_and_reject_nothing():
    title, header, *rows = table([person(1), person(2)])
    found = read_grids({"a.xlsx": [grid([title, header, [*rows[0], "问过本人"], rows[1]])]})
    assert found.rejected == []
    assert len(column_of(found, Subject.PERSON, "person_id")) == 2
    (told,) = found.unknown_headers["a.xlsx"][-1:]
    assert told.endswith("（没有表头 no header）")


def test_header_that_stands_there_again_is_passed_over():
    rows = table([person(1)])
    found = read_grids({"a.xlsx": [grid([*rows, rows[1], *table([person(2)])[2:]])]})
    assert column_of(found, Subject.PERSON, "person_id") == ["H1-1", "H1-2"]
    assert found.rejected == []


def test_damaged_row_of_data_is_never_taken_for_a_total():
    row = {"序号": "合计", **person(1), "户编号": None, **{f"列{n}": "x" for n in range(8)}}
    assert len(read_rows([row]).rejected) == 1


def test_household_sheet_needs_no_person():
    found = read_rows(
        [{**PLACE, "户编号": "H1", "户主姓名": "甲", "危房户": "否"}, {**PLACE, "户编号": None, "危房户": "否"}]
    )
    assert [t.subject for t in found.tables] == [Subject.HOUSEHOLD]
    assert rejections(found) == [("household_id", "", "D4", None)]


def test_plain_tables_keep_rows_without_a_place():
    rows = [["household_id", "village_code", "income_per_head"], ["a", None, 1.0], [None, "v", 2.0], ["b", "v", None]]
    found = read_grids(
        {"households.csv": [grid(rows)]}, {"households.csv": "tables"}, {"households.csv": Subject.HOUSEHOLD}
    )
    assert [(r["household_id"], r["region_code"]) for r in facts_of(found, Subject.HOUSEHOLD)] == [
        ("a", None),
        ("b", "v"),
    ]
    assert [r.key for r in found.rejected] == ["household_id"]


def test_plain_table_with_a_place_that_is_none_rejects_the_row():
    rows = [
        ["household_id", "县", "乡", "村"],
        ["a", *PLACE.values()],
        ["b", COUNTY, TOWNSHIP, "没有村"],
        ["c", None, None, None],
    ]
    found = read_grids(
        {"households.csv": [grid(rows)]}, {"households.csv": "tables"}, {"households.csv": Subject.HOUSEHOLD}
    )
    assert column_of(found, Subject.HOUSEHOLD, "household_id") == ["a", "c"]
    assert [(r.key, r.household_id) for r in found.rejected] == [("village", "b")]


def test_numbers_of_other_countries_are_taken_as_written_in_plain_tables():
    rows = [["household_id", "person_id", "identity"], ["a", "1", "badd110313hcmlns09"], ["a", "2", None]]
    found = read_grids({"persons.csv": [grid(rows)]}, {"persons.csv": "tables"}, {"persons.csv": Subject.PERSON})
    assert (column_of(found, Subject.PERSON, "identity"), found.bad_cells) == (["BADD110313HCMLNS09", None], [])


def test_thousands_of_rows_that_all_fail_alike_are_refused_at_once():
    rows = [{**person(n % 400, f"H{n}"), "县": None} for n in range(MANY_ROWS)]
    with pytest.raises(UnableToReadInput) as refused:
        read_rows(rows, within="150928")
    error = refused.value
    assert (error.sheet, error.cell) == ("Sheet1", "C3")
    assert f"any of {MANY_ROWS} rows" in error.found.en
    assert "--region" in error.hint.en
    assert len(read_rows(rows[1:], within="150928").rejected) == MANY_ROWS - 1


def test_second_column_of_one_key_is_listed_as_unknown():
    found = read_rows(
        [{"户编号": "H1", "户号": "7", "人编号": "1", "乡镇": "x", "乡": TOWNSHIP, "村": "平安村", "县": COUNTY}],
        within="152221",
    )
    assert found.unknown_headers == {"a.xlsx": ["户号", "乡"]}
    assert [r.key for r in found.rejected] == ["village"]


def test_passport_is_taken_as_written_where_the_kind_of_document_says_so():
    rows = [
        {**person(1), "证件类型": "护照", "证件号码": " e1234567 "},
        {**person(2), "证件类型": "居民身份证", "证件号码": "e1234567"},
    ]
    found = read_rows(rows)
    assert column_of(found, Subject.PERSON, "identity") == ["E1234567", None]
    assert column_of(found, Subject.PERSON, "sex") == [None, None]
    assert [b.place.cell for b in found.bad_cells] == ["G4"]
