"""A filled-in template is looked at row by row; what is wrong says why, and nothing is kept before somebody has seen it."""

from datetime import date

import pytest
from openpyxl import load_workbook

from diguan.domain.accounts.choices import Role
from diguan.domain.ledger.models import Item
from diguan.domain.rectification.actions.sheets import entered_of, plain, read_sheet, save_template, take_sheet
from diguan.domain.rectification.models import Problem
from diguan.domain.refusals import UnableToAct
from diguan.exchange.rectification import HEADER
from tests.factories.accounts import OTHER_COUNTY, TOWNSHIP
from tests.factories.evidence import pdf
from tests.factories.rectification import AT, COUNTY_OFFICE, inspection, somebody

pytestmark = pytest.mark.django_db
COLUMNS = [key for key, _, _ in HEADER]
ROW = {
    "text": "通村路无人管护",
    "category": "资金项目方面",
    "kind": "具体问题",
    "region": TOWNSHIP,
    "deadline": "2019-06-30",
    "criteria": "有人管护",
}


def handed(folder, *rows):
    path = folder / "template.xlsx"
    save_template(path, COUNTY_OFFICE, date(2019, 3, 1))
    book = load_workbook(path)
    for number, row in enumerate(rows, 2):
        for key, value in row.items():
            book["反馈问题"].cell(number, COLUMNS.index(key) + 1).value = value
    book.save(path)
    return path


def read(path, made, actor=COUNTY_OFFICE):
    return read_sheet(path=path, inspection_id=made.pk, actor=actor, at=AT)


def test_rows_are_tried_and_taken_back_and_then_entered(tmp_path):
    made = inspection()
    sheet = read(handed(tmp_path, ROW, ROW | {"number": 7}), made)
    assert (sheet.wrong, len(sheet.entered), Problem.objects.count(), Item.objects.count()) == ([], 2, 0, 0)
    travelled = [entered_of(plain(each)) for each in sheet.entered]
    assert travelled == sheet.entered
    rows = take_sheet(inspection_id=made.pk, entered=travelled, actor=COUNTY_OFFICE, at=AT)
    assert ([row.number for row in rows], Item.objects.count()) == ([1, 7], 2)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"criteria": ""}, "验收标准"),
        ({"region": OTHER_COUNTY}, "区划"),
        ({"region": "没有的镇"}, "没有的镇"),
        ({"deadline": "2018-01-01"}, "早于"),
        ({"text": "电话 13912345678"}, "证件号、电话"),
        ({"kind": "别的"}, "别的"),
    ],
    ids=str,
)
def test_row_that_cannot_be_entered_says_why_and_where(tmp_path, change, said):
    sheet = read(handed(tmp_path, ROW, ROW | change), inspection())
    assert [row.place for row in sheet.wrong] == ["反馈问题!3"]
    assert said in sheet.wrong[0].why.zh
    assert (len(sheet.entered), Problem.objects.count()) == (1, 0)


def test_file_that_is_no_workbook_is_refused_with_what_to_do(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(pdf())
    with pytest.raises(UnableToAct) as refused:
        read(path, inspection())
    assert refused.value.field == "book"
    assert refused.value.hint is not None


def test_empty_template_holds_no_problem(tmp_path):
    with pytest.raises(UnableToAct) as refused:
        read(handed(tmp_path), inspection())
    assert refused.value.field == "book"


def test_inspection_of_another_county_takes_no_row(tmp_path):
    sheet = read(handed(tmp_path, ROW), inspection(), somebody(Role.COUNTY, over=OTHER_COUNTY))
    assert (sheet.entered, len(sheet.wrong)) == ([], 1)
