"""Word and Excel say the same, in the customary columns, with the recipient on every sheet; the same rows give the same bytes."""

from datetime import date

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from openpyxl import load_workbook

from diguan.exchange.rectification import Cover, ProblemRow, TaskRow, write_book, write_document

CUSTOMARY = [
    "序号",
    "反馈问题",
    "整改措施",
    "整改目标",
    "责任领导",
    "牵头单位",
    "责任单位",
    "责任人",
    "整改时限",
    "进展情况",
    "完成情况",
]
COVER = Cover(
    title="反馈意见整改清单",
    paper="合成〔2019〕1号",
    region="兴安盟 科右中旗",
    recipient="合成督查组",
    as_of=date(2019, 3, 4),
    masked=True,
    synthetic=True,
    language="zh",
)


def task(measure):
    return TaskRow(
        measure, "旗交通局", "某苏木", "书记 测**", date(2019, 6, 30), ["1. 签责任书（2019-05-31）"], ["1. 已验收"]
    )


def problem(number, *measures, text="通村路无人管护"):
    return ProblemRow(
        number, "资金项目方面", text, "责任没有到人", "路有人管", "立行立改", "有人管护", "某苏木", "书记 合**",
        date(2019, 6, 30), "整改中", [task(measure) for measure in measures],
    )  # fmt: skip


PROBLEMS = [problem(1, "签责任书", "补损毁路面"), problem(2), problem(3, "落实经费", text="=1+1 公式样的问题")]


@pytest.fixture
def book(tmp_path):
    write_book(tmp_path / "a.xlsx", COVER, PROBLEMS)
    return load_workbook(tmp_path / "a.xlsx")


@pytest.fixture
def document(tmp_path):
    write_document(tmp_path / "a.docx", COVER, PROBLEMS)
    return Document(tmp_path / "a.docx")


def test_workbook_has_a_sheet_a_list_with_its_recipient_and_the_customary_header(book):
    assert book.sheetnames == ["整改台账", "问题清单", "任务清单", "责任清单"]
    for sheet in book:
        assert "合成督查组" in sheet["A3"].value
        assert "姓名已隐去" in sheet["A3"].value
        assert "合成督查组" in sheet.oddFooter.left.text
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    whole = book["整改台账"]
    assert [cell.value for cell in whole[4]] == CUSTOMARY


def test_problem_with_two_tasks_is_one_cell_over_two_rows(book, document):
    whole = book["整改台账"]
    assert {str(span) for span in whole.merged_cells.ranges} == {"A5:A6", "B5:B6"}
    assert [whole.cell(row, 3).value for row in range(5, 9)] == ["签责任书", "补损毁路面", "", "落实经费"]
    table = document.tables[0]
    assert [table.cell(row, 2).text for row in range(1, 5)] == ["签责任书", "补损毁路面", "", "落实经费"]
    assert table.cell(1, 1).text == table.cell(2, 1).text == "通村路无人管护"


def test_text_that_looks_like_a_formula_stays_a_text(book):
    cell = book["问题清单"]["C7"]
    assert (cell.value, cell.data_type) == ("=1+1 公式样的问题", "s")


def test_document_is_landscape_a4_with_named_fonts_and_its_recipient_on_every_page(document):
    section = document.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    assert "合成督查组" in section.header.paragraphs[0].text
    assert "合成示例" in section.header.paragraphs[0].text
    assert [cell.text for cell in document.tables[0].rows[0].cells] == CUSTOMARY
    assert len(document.tables) == 4
    runs = [run for cell in document.tables[0].rows[1].cells for p in cell.paragraphs for run in p.runs]
    assert {run._r.rPr.rFonts.get(qn("w:eastAsia")) for run in runs} == {"宋体"}
    widths = [round(column.width.mm) for column in document.tables[0].columns]
    assert (widths[0] < widths[1], sum(widths)) == (True, pytest.approx(267, abs=6))


def test_same_rows_give_the_same_bytes(tmp_path):
    for write, ending in ((write_book, "xlsx"), (write_document, "docx")):
        paths = [tmp_path / f"{name}.{ending}" for name in "ab"]
        for path in paths:
            write(path, COVER, PROBLEMS)
        assert paths[0].read_bytes() == paths[1].read_bytes()
        assert list(tmp_path.glob("*.partial")) == []
