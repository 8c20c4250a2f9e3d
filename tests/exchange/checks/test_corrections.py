import csv
from datetime import date, datetime

import openpyxl
import pytest

import diguan
from diguan.exchange.checks import CORRECTIONS
from tests.exchange.checks.conftest import SITUATION
from tests.factories.checked import AS_OF, NUMBER, PLACE, WRONG
from tests.factories.workbooks import identity


def lines(checked, situation):
    return [row for row in checked.corrections() if row["户编号"] == NUMBER[situation]]


def test_every_wrong_household_has_a_cell_to_look_at(checked):
    shown = {SITUATION[row["户编号"]] for row in checked.corrections()}
    # no head: no cell says so, the household's own list of relations does
    assert shown == set(WRONG)


def test_every_line_leads_to_the_cell_that_it_quotes(checked):
    """Workbook, sheet and cell as a clerk would look them up: the same header above, the same value inside, the same household beside."""
    books = {path.name: openpyxl.load_workbook(path) for path in checked.files.values() if path.suffix == ".xlsx"}
    rows = checked.corrections()
    assert len(rows) == checked.result.papers.cells > 60
    for row in rows:
        sheet = books[row["工作簿"]][row["工作表"]]
        heading = next(r for r in sheet.iter_rows(max_row=5) if any(cell.value == "户编号" for cell in r))
        place = {cell.value: cell.column for cell in heading}
        assert sheet.cell(row["行"], place["户编号"]).value == row["户编号"]
        cell = sheet[row["单元格"]]
        assert cell.row == row["行"]
        assert row["列"].startswith(sheet.cell(heading[0].row, cell.column).value)
        assert _agrees(row["现值"], cell.value), row
        if row["人编号"]:
            assert sheet.cell(row["行"], place["人编号"]).value == row["人编号"]


def _agrees(shown, value):
    """Whether the list quotes a cell rightly: as it is, what is wrong with a number instead of the number, or not at all."""
    if shown == "（空）":
        return value is None
    if shown == "非在校生":
        return value in (shown, None)  # an empty cell beside a finished level says so
    if shown.startswith("（无法读取）"):
        return shown.removeprefix("（无法读取）") == value
    day = value.date() if isinstance(value, datetime) else value
    quoted = shown.partition("（")[0] == str(day)
    return quoted or (str(value) not in shown and (shown == "已隐去" or "：" in shown))


def test_unreadable_cell_is_quoted_as_it_stands(checked):
    assert [(row["现值"], row["怎么办"]) for row in lines(checked, "bad-cell")] == [("（无法读取）约80", "核实后补录")]


def test_number_is_never_quoted_but_what_is_wrong_with_it_is(checked):
    (row,) = lines(checked, "length")
    assert (row["列"], row["现值"], row["检查项"]) == ("证件号码", "证件号码填写情况：位数不符", "证件号码位数正确")


def test_cell_of_a_rule_and_of_a_derived_fact_stands_once(checked):
    keys = [row["识别键"] for row in checked.corrections()]
    assert len(set(keys)) == len(keys)


def test_health_is_hidden_unless_revealed(checked):
    values = {row["列"]: row["现值"] for row in lines(checked, "watched-unhelped")}
    assert values["致贫/返贫风险1"] == "已隐去"
    assert values["健康帮扶"] == "否"


def test_list_is_locked_but_for_the_columns_to_fill_in(checked):
    sheet = openpyxl.load_workbook(checked.result.path / CORRECTIONS)["更正清单"]
    headings = {cell.value: cell.column for cell in sheet[4]}
    assert sheet.protection.sheet
    for heading in ("更正后的值", "处理结果", "核实人", "备注"):
        letters = openpyxl.utils.get_column_letter(headings[heading])
        assert (
            sheet.column_dimensions[letters].protection.locked is False
            or not sheet.cell(5, headings[heading]).protection.locked
        )
    (choice,) = sheet.data_validations.dataValidation
    assert choice.formula1.strip('"').split(",") == ["已更正", "核实无误", "改了另一格", "无法核实"]


@pytest.mark.parametrize(
    "column", ["工作簿", "工作表", "行", "单元格", "户编号", "列", "现值", "检查项", "怎么办", "识别键"]
)
def test_list_can_be_carried_back(checked, column):
    assert all(row[column] not in (None, "") for row in checked.corrections())


def test_damaged_number_is_one_line_though_birth_and_sex_are_read_from_it(tmp_path):
    """The list of exited households has neither of them as a column: with the number both are unknown, and that has one cause."""
    never_issued = identity(41, date(1982, 3, 4))  # of an area that only sheets marked as synthetic may have
    damaged = never_issued[:16] + str((int(never_issued[16]) + 1) % 10) + never_issued[17]
    home = {**PLACE, "数据日期": "2022-06-30", "户类型": "脱贫户", "人均纯收入": "9000", "人数": "1", "危房户": "否"}
    home |= {
        "是否解决安全饮用水": "是",
        "户联系电话": "13900000041",
        "与户主关系": "户主",
        "文化程度": "初中",
        "健康状况": "健康",
    }
    people = {"H1": damaged, "H2": never_issued}
    with (tmp_path / "exited.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*home, "户编号", "人编号", "姓名", "证件号码"])
        writer.writeheader()
        for home_number, number in people.items():
            person = {
                "户编号": home_number,
                "人编号": f"{home_number}-1",
                "姓名": f"名{home_number}",
                "证件号码": number,
            }
            writer.writerow({**home, **person})
    checked = diguan.check([tmp_path / "exited.csv"], as_of=AS_OF, out=tmp_path / "out")
    sheet = openpyxl.load_workbook(checked.path / CORRECTIONS)["更正清单"]
    heading, *rows = list(sheet.iter_rows(min_row=4, values_only=True))
    told = [dict(zip(heading, row, strict=True)) for row in rows]
    about_people = [row for row in told if row["列"].startswith("证件号码")]
    assert [(row["户编号"], row["现值"]) for row in about_people] == [
        ("H1", "证件号码填写情况：校验不符"),
        ("H2", "证件号码填写情况：区划码不符"),
    ]
