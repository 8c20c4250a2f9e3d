from datetime import date

import openpyxl

from diguan.exchange.grids import ErrorCell, Limits
from diguan.exchange.grids.recognise import FileKind
from diguan.exchange.grids.workbook import read_workbook
from tests.factories.old_workbooks import write_old_workbook
from tests.factories.workbooks import write_workbook


def read(path, tmp_path, kind=FileKind.XLSX):
    return read_workbook(path, kind, Limits(), tmp_path)


def test_cells_keep_their_types_and_formulas_give_their_result(tmp_path):
    rows = [["a", 1, 2.5, True, date(2019, 6, 30), ("=1+1", 2), ("=x", "合"), None]]
    (grid,) = read(write_workbook(tmp_path / "a.xlsx", {"人员": rows}), tmp_path)
    assert grid.sheet == "人员"
    assert grid.head(1) == [["a", 1.0, 2.5, True, date(2019, 6, 30), 2.0, "合"]]


def test_rows_and_columns_before_the_table_are_counted(tmp_path):
    (grid,) = read(write_workbook(tmp_path / "a.xlsx", {"s": [[], [], [None, None, "x", "y"]]}), tmp_path)
    assert (grid.first_column, grid.rows, grid.head(3)[2]) == (2, 3, ["x", "y"])
    assert grid.place(0, 2) == "C3"


def test_sheets_come_in_order_with_their_visibility(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "first"
    book.create_sheet("second").sheet_state = "hidden"
    book.create_sheet("third").append(["x"])
    book.create_chartsheet("chart")
    book.save(tmp_path / "a.xlsx")
    found = [(grid.sheet, grid.hidden, grid.rows) for grid in read(tmp_path / "a.xlsx", tmp_path)]
    assert found == [("first", False, 0), ("second", True, 0), ("third", False, 1)]


def test_agrees_with_another_reader_cell_by_cell(tmp_path):
    book = openpyxl.Workbook()
    for r in range(60):
        book.active.append([f"户{r}", r * 1.25, r % 2 == 0, None if r % 3 else "是", date(2019, 1, 1), " 空格 ", "'15"])
    book.save(tmp_path / "a.xlsx")
    (grid,) = read(tmp_path / "a.xlsx", tmp_path)
    wanted = [list(row) for row in openpyxl.load_workbook(tmp_path / "a.xlsx").active.iter_rows(values_only=True)]
    found = [
        [value if not hasattr(value, "isoformat") else value.isoformat()[:10] for value in row] for row in grid.head(60)
    ]
    assert found == [[v.isoformat()[:10] if hasattr(v, "isoformat") else v for v in row] for row in wanted]


def test_error_cells_and_uncomputed_formulas_are_not_empty(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["x", "#N/A", "=1+1"])
    book.save(tmp_path / "a.xlsx")
    (grid,) = read(tmp_path / "a.xlsx", tmp_path)
    assert grid.head(1) == [["x", ErrorCell("#N/A"), ErrorCell("=…")]]


def test_merged_ranges_are_kept(tmp_path):
    path = write_workbook(tmp_path / "a.xlsx", {"s": [["title", None], ["a", "b"]]}, merged=["A1:B1"])
    assert read(path, tmp_path)[0].merged == [(0, 0, 0, 1)]


def test_old_workbook_is_read_with_its_errors(tmp_path):
    path = tmp_path / "a.xls"
    write_old_workbook(path, [["户编号", "n"], ["H1", 5], ["#REF!", 1.5]], sheet="旧表")
    (grid,) = read(path, tmp_path, FileKind.XLS)
    assert grid.sheet == "旧表"
    assert grid.head(3) == [["户编号", "n"], ["H1", 5.0], [ErrorCell("#REF!"), 1.5]]


def test_workbook_under_a_wrong_name_is_read(tmp_path):
    folder = tmp_path / "scratch"
    folder.mkdir()
    path = tmp_path / "really-old.xlsx"
    write_old_workbook(path, [["a", 1]])
    assert read_workbook(path, FileKind.XLS, Limits(), folder)[0].head(1) == [["a", 1.0]]
