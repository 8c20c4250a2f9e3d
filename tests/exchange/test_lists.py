"""A list as a workbook."""

from datetime import date
from io import BytesIO

import openpyxl

from diguan.exchange.lists import Column, ListBook, write_list

ABOUT = ListBook("名单", "某某局 & 乡", "2 户", synthetic=True)
COLUMNS = [Column("户主", 12), Column("人口", 8, number=True)]


def written(rows):
    file = BytesIO()
    write_list(file, ABOUT, COLUMNS, rows, made_on=date(2019, 6, 30))
    return file.getvalue()


def test_list_says_for_whom_it_is_and_keeps_its_headings():
    sheet = openpyxl.load_workbook(BytesIO(written([["单**", 3], ["=1+1", None]]))).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["名单 · 合成数据 SYNTHETIC", None],
        ["本表交 某某局 & 乡 For 某某局 & 乡", None],
        ["2 户", None],
        ["户主", "人口"],
        ["单**", 3],
        ["=1+1", None],
    ]
    assert sheet["A6"].data_type == "s"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B5", "A4:B6")


def test_same_rows_give_the_same_bytes():
    rows = [["单**", 3]]
    assert written(rows) == written(rows)


def test_list_without_rows_is_written():
    assert openpyxl.load_workbook(BytesIO(written([]))).active.max_row == 4
