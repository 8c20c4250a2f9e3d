"""Tables of figures as offices lay them out."""

from datetime import date
from io import BytesIO

from openpyxl import load_workbook

from diguan.exchange.tallies import TallyBook, TallySheet, write_tallies

ABOUT = TallyBook(
    "统计表",
    "接收：督查组",
    ("单位：户", "截止日期：2019-06-30", "填表人：张三"),
    "依据：第 1 轮",
    ("填表日期：2019-07-01",),
)
SHEET = TallySheet("下一级", ("区划", "未达标户", "进度"), [["全旗", 12, "50%"], ["=HYPERLINK(1)", "*", "–"]])


def written():
    file = BytesIO()
    write_tallies(file, ABOUT, [SHEET], made_on=date(2019, 7, 1))
    return file.getvalue()


def test_everything_stands_where_offices_look_for_it():
    sheet = load_workbook(BytesIO(written()))["下一级"]
    assert sheet["A1"].value == "统计表 · 下一级"
    assert [str(r) for r in sheet.merged_cells.ranges] == ["A1:C1"]
    assert sheet["A2"].value == "接收：督查组"
    assert [c.value for c in sheet[5]] == ["区划", "未达标户", "进度"]
    assert [c.value for c in sheet[6]] == ["全旗", 12, "50%"]
    assert sheet.oddFooter.left.text == "接收：督查组"


def test_text_stays_text_and_the_same_figures_give_the_same_bytes():
    cell = load_workbook(BytesIO(written()))["下一级"]["A7"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=HYPERLINK(1)", "s", True)
    assert written() == written()
