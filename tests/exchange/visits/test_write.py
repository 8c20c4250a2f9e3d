"""The papers of a visit list: masked, for a named recipient, the same bytes again, offline."""

from html import unescape

import openpyxl

from diguan.exchange.visits.handout import Names
from tests.factories.visits import columns_of, papers

PEOPLE = {("N3", "N3-1"): "白音那", ("N3", "N3-2"): "白小宝"}
CONFLICT = "C1"


def texts_in(workbook):
    book = openpyxl.load_workbook(workbook)
    return "\n".join(str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None)


def test_every_sheet_names_its_recipient(workbook):
    book = openpyxl.load_workbook(workbook)
    shown = [sheet for sheet in book if sheet.sheet_state == "visible"]
    assert [sheet.title for sheet in shown] == ["问题", "走访户", "不在门口问", "说明"]
    assert all("交：工作队" in sheet["A2"].value for sheet in shown)


def test_one_row_a_question_with_dropdowns(workbook, plan):
    sheet = openpyxl.load_workbook(workbook)["问题"]
    places, first = columns_of(sheet)
    assert sheet.max_row - first + 1 == plan.questions
    cell = sheet.cell(first, places["known"])
    rules = [v.formula1 for v in sheet.data_validations.dataValidation if cell.coordinate in v.sqref]
    assert rules == ['"看到（证件、实物、照片）,口头"']
    assert sheet.column_dimensions[openpyxl.utils.get_column_letter(places["key"])].hidden
    assert sheet.row_dimensions[first - 2].hidden


def test_names_are_masked_and_those_of_children_left_out(plan, tmp_path):
    workbook = papers(tmp_path / "masked", plan, names=Names({}, PEOPLE))
    page = (tmp_path / "masked" / "visits.html").read_text(encoding="utf-8")
    for said in (texts_in(workbook), page):
        assert "白**" in said
        assert not any(name in said for name in PEOPLE.values())


def test_names_are_shown_for_a_reason_that_stands_on_the_paper(plan, tmp_path):
    workbook = papers(tmp_path / "shown", plan, names=Names({}, PEOPLE), reveal="入户核实")
    page = (tmp_path / "shown" / "visits.html").read_text(encoding="utf-8")
    for said in (texts_in(workbook), page):
        assert all(name in said for name in PEOPLE.values())
        assert "入户核实" in said


def test_sources_that_contradict_each_other_are_told_to_the_visitor(workbook):
    sheet = openpyxl.load_workbook(workbook)["问题"]
    places, first = columns_of(sheet)
    rows = [r for r in range(first, sheet.max_row + 1) if sheet.cell(r, places["household"]).value == CONFLICT]
    why = [sheet.cell(r, places["why"]).value for r in rows]
    assert [w for w in why if "来源矛盾" in w] == [
        "住房安全有保障（来源矛盾：否（export-1.xlsx）、是（export-1.xlsx））"
    ]


def test_a_list_of_a_department_that_contradicts_itself_is_for_the_department(workbook):
    sheet = openpyxl.load_workbook(workbook)["不在门口问"]
    rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=5)]
    assert [(r[0], r[2], r[3]) for r in rows] == [("C2", "C2-1", "是否参加城乡居民基本医疗保险")]


def test_the_same_list_gives_the_same_bytes(plan, tmp_path):
    folders = [papers(tmp_path / name, plan).parent for name in ("a", "b")]
    files = [{p.name: p.read_bytes() for p in folder.iterdir()} for folder in folders]
    assert files[0] == files[1]
    assert sorted(files[0]) == ["visits.html", "visits.xlsx"]


def test_the_page_fetches_nothing_and_runs_nothing(plan, tmp_path):
    papers(tmp_path, plan)
    page = (tmp_path / "visits.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in unescape(page)
    assert not any(word in page for word in ("<script", "src=", "url(", "http://", "https://"))
    assert page.count("<section>") == len(plan.visits)


def test_papers_speak_english(plan, tmp_path):
    workbook = papers(tmp_path, plan, language="en")
    assert openpyxl.load_workbook(workbook).sheetnames[:2] == ["Questions", "Households"]
    page = (tmp_path / "visits.html").read_text(encoding="utf-8")
    assert "□yes" in page
