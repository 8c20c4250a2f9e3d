"""The template that goes out is read back; wrong cells are named with their row, value and what was expected."""

from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from diguan.exchange.grids import UnableToReadInput
from diguan.exchange.rectification import HEADER, Choices, read_problems, write_template

ON = date(2019, 3, 1)
CHOICES = Choices(
    {
        "category": {"资金项目方面": "funds", "其他方面": "other"},
        "kind": {"具体问题": "single"},
        "department": {"教育部门": "education"},
        "rule": {"两不愁三保障：住房安全": "cn-two-assurances|safe_housing"},
    }
)
COLUMNS = [key for key, _, _ in HEADER]


def filled(tmp_path, *rows):
    path = tmp_path / "template.xlsx"
    write_template(path, CHOICES, ON)
    book = load_workbook(path)
    for number, row in enumerate(rows, 2):
        for key, value in row.items():
            book["反馈问题"].cell(number, COLUMNS.index(key) + 1).value = value
    book.save(path)
    return path


def row(**other):
    values = {"number": 3, "text": "路无人管", "category": "资金项目方面", "kind": "具体问题", "region": "152222100000"}
    return {**values, "deadline": datetime(2019, 6, 30), "criteria": "有人管", **other}  # noqa: DTZ001  as Excel has it


def test_rows_are_read_with_what_their_choices_mean(tmp_path):
    good, wrong = read_problems(filled(tmp_path, row(), row(number=None, deadline="2019/07/01")), CHOICES)
    assert wrong == []
    assert [(each.number, each.deadline, each.texts["category"]) for each in good] == [
        (3, date(2019, 6, 30), "funds"),
        (None, date(2019, 7, 1), "funds"),
    ]
    assert good[0].place == "反馈问题!2"


@pytest.mark.parametrize(
    ("change", "value", "expected"),
    [
        ({"category": "胡写"}, "胡写", "资金项目方面"),
        ({"deadline": "尽快"}, "尽快", "2019-06-30"),
        ({"deadline": None}, "", "2019-06-30"),
        ({"number": "第一"}, "第一", "整数"),
        ({"rule": "没有的"}, "没有的", "两不愁三保障：住房安全"),
    ],
    ids=str,
)
def test_wrong_cell_says_where_what_and_what_was_expected(tmp_path, change, value, expected):
    good, wrong = read_problems(filled(tmp_path, row(), row(**change)), CHOICES)
    assert (len(good), [each.place for each in wrong]) == (1, ["反馈问题!3"])
    assert value in wrong[0].why.zh
    assert expected in wrong[0].why.zh


def test_workbook_without_the_header_is_refused(tmp_path):
    path = filled(tmp_path, row())
    book = load_workbook(path)
    book["反馈问题"].delete_rows(1)
    book.save(path)
    with pytest.raises(UnableToReadInput, match="template"):
        read_problems(path, CHOICES)


def test_template_is_the_same_each_time_and_offers_its_choices(tmp_path):
    first, second = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    for path in (first, second):
        write_template(path, CHOICES, ON)
    assert first.read_bytes() == second.read_bytes()
    assert len(load_workbook(first)["反馈问题"].data_validations.dataValidation) == 4
