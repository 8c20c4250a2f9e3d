from datetime import date

import openpyxl
import pytest

from diguan.exchange.reading.mending import ABOUT_SHEET, CELL_COLUMNS, CELLS_SHEET, FORMAT, ROW_COLUMNS, ROWS_SHEET
from diguan.exchange.rejected import write_rejected
from tests.factories.grids import catalogue, grid, read_grids, read_rows
from tests.factories.workbooks import identity, person, table

AS_OF = date(2019, 6, 30)
EVIL = "=cmd|' /C calc'!A0"


@pytest.fixture
def written(tmp_path):
    def write(found, *, reveal=False, language="zh"):
        path = tmp_path / "rejected.xlsx"
        write_rejected(
            found, catalogue(), path, recipient="某旗乡村振兴局", reveal=reveal, as_of=AS_OF, language=language
        )
        return openpyxl.load_workbook(path)

    return write


def below_header(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]


def records(sheet):
    headers = [cell.value for cell in sheet[3]]
    return [dict(zip(headers, row, strict=True)) for row in below_header(sheet)]


def test_rejected_row_stands_whole_under_its_own_headers(written):
    book = written(read_rows([{**person(1, 危房户="否"), "人编号": None}]))
    (row,) = records(book[ROWS_SHEET])
    place = {name: row[name] for name in ROW_COLUMNS}
    assert list(place.values()) == ["a.xlsx", "Sheet1", "E3", None, "没有填人编号", "编号，以文本存放"]
    assert (row["户编号"], row["人编号"], row["与户主关系"], row["危房户"]) == ("H1", None, "户主", "否")


def test_rows_of_several_files_share_one_sheet_each_under_its_headers(written):
    one, other = [{**person(1), "人编号": None}], [{"证件号码": "1", "姓名": "乙", "参保类型": "城乡居民"}]
    found = read_grids({"a.xlsx": [grid(table(one))], "b.xlsx": [grid(table(other))]}, {"b.xlsx": "roster:health"})
    rows = records(written(found)[ROWS_SHEET])
    assert [(r["来源文件 File"], r["户编号"], r["参保类型"]) for r in rows] == [
        ("a.xlsx", "H1", None),
        ("b.xlsx", None, "城乡居民"),
    ]


def test_bad_cell_stands_with_place_value_reason_and_room_for_the_right_one(written):
    book = written(read_rows([person(1, 健康状况="坏")]), language="en")
    (row,) = below_header(book[CELLS_SHEET])
    assert [cell.value for cell in book[CELLS_SHEET][3]] == list(CELL_COLUMNS)
    assert row[:6] == ["a.xlsx", "Sheet1", "I3", "Health", "坏", "none of the known values"]
    assert row[7] is None


@pytest.mark.parametrize(
    ("reveal", "name", "number", "phone"),
    [(False, "张**", f"990000{'*' * 10}{identity(2)[-2:]}", "138123***78"), (True, "张1", identity(2), "13812345678")],
)
def test_names_and_numbers_are_masked_unless_revealed(written, reveal, name, number, phone):
    found = read_rows([{**person(1, 家庭成员联系电话="13812345678", 户主姓名="张1"), "人编号": None}])
    (row,) = records(written(found, reveal=reveal)[ROWS_SHEET])
    assert (row["姓名"], row["证件号码"], row["家庭成员联系电话"], row["户主姓名"]) == (name, number, phone, name)


@pytest.mark.parametrize(("reveal", "number"), [(False, "12****78"), (True, "12345678")])
def test_damaged_number_is_masked_like_any_other(written, reveal, number):
    found = read_rows([{"证件号码": "12345678", "姓名": "王小明", "参保类型": "城乡居民"}], "roster:health")
    (row,) = records(written(found, reveal=reveal)[ROWS_SHEET])
    assert (row["原值 Value"], row["证件号码"]) == (number, number)
    bad = below_header(written(read_rows([{**person(1), "证件号码": "12345678"}]), reveal=reveal)[CELLS_SHEET])[0]
    assert (bad[2], bad[4]) == ("G3", number)  # the place leads to the cell


def test_text_that_begins_like_a_formula_stays_text(written):
    rows = [{**person(1, 自然村=EVIL), "村": EVIL}, person(2, 健康状况=EVIL), {**person(3), "姓名": "+1", "村": "@x"}]
    book = written(read_rows(rows), reveal=True)
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n"}  # n: an empty cell
    assert records(book[ROWS_SHEET])[0]["自然村"] == EVIL
    assert below_header(book[CELLS_SHEET])[0][4] == EVIL


def test_every_sheet_names_the_recipient_and_says_synthetic(written):
    book = written(read_rows([{**person(1), "人编号": None}]))
    assert book.sheetnames == [ROWS_SHEET, CELLS_SHEET, ABOUT_SHEET]
    for sheet in book:
        head = "\n".join(str(cell.value) for row in sheet.iter_rows(max_row=4) for cell in row if cell.value)
        assert "本表交 For: 某旗乡村振兴局" in head
        assert "合成数据" in head


def test_real_data_are_not_called_synthetic(written):
    book = written(read_grids({"a.xlsx": [grid(table([{**person(1), "人编号": None}], title="名单"))]}))
    assert not any("合成" in str(c.value) for sheet in book for row in sheet.iter_rows() for c in row)


def test_sheet_that_explains_speaks_both_languages_and_lists_the_files(written):
    about = written(read_rows([{**person(1), "人编号": None}]))[ABOUT_SHEET]
    lines = [cell.value for cell in about["A"] if cell.value]
    assert lines[0] == FORMAT
    assert "退回 1 行，坏单元格 0 个" in lines
    assert "1 rows rejected, 0 cells bad" in lines
    assert [cell.value for cell in about[about.max_row]] == ["a.xlsx", "sha-a.xlsx", "export"]


def test_files_of_plain_tables_say_which_table(written):
    rows = [["household_id", "income_per_head"], [None, 1]]
    from diguan.engine.verdicts import Subject

    found = read_grids(
        {"households.csv": [grid(rows)]}, {"households.csv": "tables"}, {"households.csv": Subject.HOUSEHOLD}
    )
    about = written(found)[ABOUT_SHEET]
    assert [cell.value for cell in about[about.max_row]] == ["households.csv", "sha-households.csv", "tables/household"]


def test_same_content_gives_the_same_bytes(tmp_path):
    found = read_rows([{**person(1), "人编号": None}])
    for name in ("one", "two"):
        write_rejected(found, catalogue(), tmp_path / name, recipient="x", reveal=False, as_of=AS_OF)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_sheets_are_laid_out_to_be_read_and_printed(written):
    book = written(read_rows([{**person(1), "人编号": None}, person(2, 健康状况="坏")]))
    for name, columns in ((ROWS_SHEET, len(ROW_COLUMNS)), (CELLS_SHEET, len(CELL_COLUMNS))):
        sheet = book[name]
        assert (sheet.freeze_panes, sheet.print_title_rows) == ("D4", "$3:$3")
        assert sheet.page_setup.orientation == "landscape"
        assert "某旗乡村振兴局" in sheet.oddFooter.left.text
        assert all(cell.alignment.wrap_text for cell in sheet[3][:columns])
        assert [sheet.cell(4, column).alignment.wrap_text for column in (4, 5, 6)] == [None, True, True]
