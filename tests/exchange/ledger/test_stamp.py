from dataclasses import replace

import openpyxl
import pytest
from xlsxwriter import Workbook

from diguan.exchange.grids import open_grids
from diguan.exchange.ledger.pages import LedgerBook
from diguan.exchange.ledger.stamp import Stamp, is_stamp, read_stamp, write_stamp
from tests.factories import papers

COVER = replace(papers.COVER, round_mark="89abcdef")


def written(path, stamp):
    with Workbook(str(path)) as workbook:
        book = LedgerBook(workbook, stamp.cover, stamp.language)
        book.page("台账", "台账", [10])
        write_stamp(book, stamp)
    return path


@pytest.mark.parametrize(
    "stamp",
    [
        Stamp("ledger", "zh", COVER),
        Stamp("corrections", "en", replace(COVER, recipient=None, reveal_reason="劝返", synthetic=False)),
        Stamp("ledger", "zh", COVER).for_part("village", "天义镇 八家村", 7),
    ],
)
def test_a_stamp_comes_back_as_it_was(tmp_path, stamp):
    assert read_stamp(open_grids([written(tmp_path / "a.xlsx", stamp)])[0]) == stamp


def test_a_part_is_for_whom_it_is_about():
    part = Stamp("ledger", "zh", COVER).for_part("department", "教育部门", 3)
    assert (part.cover.recipient, part.group, part.rows) == ("教育部门", "教育部门", 3)


def test_its_sheet_is_hidden_and_is_found_under_another_name(tmp_path):
    path = written(tmp_path / "a.xlsx", Stamp("ledger", "zh", COVER))
    book = openpyxl.load_workbook(path)
    assert book["_diguan"].sheet_state == "veryHidden"
    book["_diguan"].title = "改名"
    book.save(path)
    grids = open_grids([path])[0]
    assert [is_stamp(grid) for grid in grids] == [False, True]
    assert read_stamp(grids) == Stamp("ledger", "zh", COVER)


@pytest.mark.parametrize(("name", "value"), [("shape", "x"), ("language", "fr"), ("as_of", "gestern"), ("rows", "a")])
def test_a_damaged_stamp_is_none(tmp_path, name, value):
    path = written(tmp_path / "a.xlsx", Stamp("ledger", "zh", COVER))
    book = openpyxl.load_workbook(path)
    for row in book["_diguan"].iter_rows():
        if row[0].value == name:
            row[1].value = value
    book.save(path)
    assert read_stamp(open_grids([path])[0]) is None


def test_a_workbook_without_one_has_none(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    book.save(tmp_path / "a.xlsx")
    assert read_stamp(open_grids([tmp_path / "a.xlsx"])[0]) is None
