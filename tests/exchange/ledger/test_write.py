import zipfile
from dataclasses import replace
from datetime import datetime, time

import pytest
from openpyxl import load_workbook

from diguan.exchange.ledger import LedgerContent, UnableToWriteLedger, write_ledger
from diguan.exchange.ledger.columns import COLUMNS, PLACES
from diguan.locale import texts
from tests.factories import papers

HEADING = 4
SHEETS = ["台账", "说明", "按乡镇和指标汇总", "按问题类型", "覆盖情况", "来源矛盾", "_diguan"]


def content(number=14, cover=papers.COVER):
    return LedgerContent(cover, papers.figures(number), papers.rows(number), papers.contradictions())


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    path = tmp_path_factory.mktemp("ledger") / "ledger.xlsx"
    write_ledger(path, content())
    return load_workbook(path)


@pytest.fixture(scope="module")
def sheet(book):
    return book["台账"]


def test_sheets_are_in_order(book):
    assert book.sheetnames == SHEETS


def test_every_sheet_names_recipient_masking_and_synthetic_data(book):
    assert {sheet["A2"].value for sheet in book} == {"交：宁城县教育局 · 姓名已遮盖，健康信息与未成年人姓名已隐去"}
    assert [sheet.title for sheet in book if "合成数据 SYNTHETIC" not in sheet["A1"].value] == []


def test_headings_are_theirs_and_stand_below_the_titles(sheet):
    wanted = [texts("ledger")[f"column.{column.name}.heading"].zh for column in COLUMNS]
    assert [cell.value for cell in sheet[HEADING]] == wanted


def test_rows_say_what_the_findings_say(sheet):
    first = next(papers.rows(1))
    values = [cell.value for cell in sheet[HEADING + 1]]
    assert values[0] == 1
    shown = {name: values[place] for name, place in PLACES.items() if values[place] is not None and name != "number"}
    expected = {name: getattr(first, name) for name in first.__slots__}
    assert shown == {**expected, "deadline": datetime.combine(first.deadline, time())}
    assert sheet.max_row == HEADING + 14


def test_dates_are_dates(sheet):
    assert sheet.cell(HEADING + 1, PLACES["deadline"] + 1).number_format == "yyyy-mm-dd"


def test_texts_that_look_like_formulas_stay_texts(sheet):
    cells = [sheet.cell(HEADING + row, PLACES["explanation"] + 1) for row in range(2, 14, 2)]
    assert [cell.value[0] for cell in cells] == ["=", "+", "-", "@", "\t", "="]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert all(cell.quotePrefix for cell in cells)


def test_no_sheet_holds_a_formula_or_a_link(tmp_path):
    write_ledger(tmp_path / "ledger.xlsx", content())
    with zipfile.ZipFile(tmp_path / "ledger.xlsx") as package:
        sheets = [package.read(name).decode() for name in package.namelist() if name.startswith("xl/worksheets/")]
        assert [name for name in package.namelist() if "_rels/sheet" in name] == []
    assert [text for text in sheets if "<f>" in text or "<hyperlink" in text] == []


def test_computed_cells_are_locked_and_entry_cells_open(sheet):
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert (sheet.protection.autoFilter, sheet.protection.sort) == (False, False)  # False: not forbidden
    locked = {
        column.name: sheet.column_dimensions[_letter(column.name)].protection.locked
        for column in COLUMNS
        if column.entry
    }
    assert locked == dict.fromkeys(locked, False)
    row = sheet[HEADING + 1]
    assert [COLUMNS[p].name for p, cell in enumerate(row) if not COLUMNS[p].entry and not cell.protection.locked] == []


def _letter(name):
    return chr(ord("A") + PLACES[name])


def test_dropdowns_stand_on_exactly_the_rows_of_findings(sheet):
    found = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    first, last = HEADING + 1, HEADING + 14
    places = {name: f"{_letter(name)}{first}:{_letter(name)}{last}" for name in ("progress", "evidence", "evidence_on")}
    assert set(found) == set(places.values())
    offered = found[places["progress"]].formula1.strip('"').split(",")
    assert offered == [label.zh for label in texts("ledger").below("progress").values()]
    assert found[places["evidence_on"]].type == "date"


def test_header_is_frozen_and_filtered_and_the_key_hidden(sheet):
    assert sheet.freeze_panes == f"A{HEADING + 1}"
    assert sheet.auto_filter.ref == f"A{HEADING}:{_letter('key')}{HEADING + 14}"
    assert sheet.column_dimensions[_letter("key")].hidden
    assert len({sheet.cell(row, PLACES["key"] + 1).value for row in range(HEADING + 1, HEADING + 15)}) == 14


def test_long_explanations_make_their_row_higher(sheet):
    assert sheet.row_dimensions[HEADING + 1].height > 2 * 14.5


def test_totals_add_up(book):
    sheet = book["按乡镇和指标汇总"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    areas = [row for row in rows if row[0]]
    totals = {row[2]: row[3:] for row in rows if row[1] == "合计"}
    assert len(areas) == len(papers.TOWNSHIPS) * len(papers.INDICATORS)
    for label, total in totals.items():
        columns = zip(*(row[3:-1] for row in areas if row[2] == label), strict=True)
        assert [sum(column) for column in columns] == total[:-1]


def test_kinds_are_explained_and_added_up(book):
    rows = [[cell.value for cell in row] for row in book["按问题类型"].iter_rows(min_row=4)]
    assert rows[0] == ["疑似错退", 90, 80, "脱贫户在退出时点的事实就不达标。"]
    assert rows[len(papers.KINDS)][:3] == ["合计", 14, 14]


def test_guide_explains_every_column_in_both_languages(book):
    said = [[cell.value for cell in row] for row in book["说明"].iter_rows()]
    for column in COLUMNS:
        heading, meaning = (texts("ledger")[f"column.{column.name}.{part}"] for part in ("heading", "help"))
        assert [
            f"{heading.zh} {heading.en}",
            "乡村和部门" if column.entry else "程序（已锁定）",
            meaning.zh,
            meaning.en,
        ] in said


def test_contradictions_say_which_value_was_used(book):
    rows = [[cell.value for cell in row] for row in book["来源矛盾"].iter_rows(min_row=4)]
    assert rows[0] == [
        "人",
        "H1",
        "P1",
        "是否参加城乡居民基本医疗保险",
        "否",
        "hi.xlsx",
        "是",
        "county.xlsx",
        "按来源次序采用",
    ]
    assert rows[1][-1] == "同级矛盾，待核实"


def test_more_findings_than_a_sheet_holds_go_onto_more_sheets(tmp_path):
    write_ledger(tmp_path / "ledger.xlsx", content(25), rows_per_sheet=10)
    book = load_workbook(tmp_path / "ledger.xlsx")
    assert book.sheetnames == ["台账1", "台账2", "台账3", *SHEETS[1:]]
    assert [book[f"台账{n}"].max_row - HEADING for n in (1, 2, 3)] == [10, 10, 5]
    assert [book[f"台账{n}"].cell(HEADING + 1, 1).value for n in (1, 2, 3)] == [1, 11, 21]
    assert "第 2 张，共 3 张" in book["台账2"]["A1"].value


def test_no_finding_says_where_to_look_next(tmp_path):
    write_ledger(tmp_path / "ledger.xlsx", content(0))
    sheet = load_workbook(tmp_path / "ledger.xlsx")["台账"]
    assert sheet.cell(HEADING + 1, 1).value.startswith("没有发现问题。请先看“覆盖情况”")


def test_revealed_ledger_says_why_on_every_sheet(tmp_path):
    cover = replace(papers.COVER, reveal_reason="劝返 & 复学", recipient=None)
    write_ledger(tmp_path / "ledger.xlsx", content(cover=cover))
    book = load_workbook(tmp_path / "ledger.xlsx")
    assert {sheet["A2"].value for sheet in book} == {"交：未注明接收人（不得外传） · 姓名未遮盖，原因：劝返 & 复学"}


def test_english_ledger_speaks_english(tmp_path):
    write_ledger(tmp_path / "ledger.xlsx", content(), language="en")
    book = load_workbook(tmp_path / "ledger.xlsx")
    assert book.sheetnames == [
        "Ledger",
        "Guide",
        "By township and indicator",
        "By kind of finding",
        "Coverage",
        "Contradictions",
        "_diguan",
    ]
    assert book["Ledger"].cell(HEADING, PLACES["explanation"] + 1).value == "Explanation"


@pytest.mark.parametrize(("counted", "come"), [(3, 5), (5, 3)])
def test_ledger_refuses_other_than_the_counted_rows(tmp_path, counted, come):
    wrong = replace(content(counted), rows=papers.rows(come))
    with pytest.raises(UnableToWriteLedger, match=f"{counted} findings were counted and {come} came"):
        write_ledger(tmp_path / "ledger.xlsx", wrong)


def test_same_round_gives_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        write_ledger(tmp_path / name, content())
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_workbook_is_dated_by_the_as_of_date(book):
    assert book.properties.created == datetime.combine(papers.AS_OF, time())
