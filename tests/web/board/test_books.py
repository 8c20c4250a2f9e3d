"""A board that is taken along: the layout of offices, small figures left out, on record."""

import json
from io import BytesIO

import pytest
from openpyxl import load_workbook

from diguan.domain.accounts.choices import Role
from diguan.domain.audit.models import Entry
from tests.factories.accounts import COUNTY, OTHER_COUNTY, holder

pytestmark = pytest.mark.django_db
FOR = {"recipient": "自治区督查组", "compiler": "张三"}


def taken(client, address="/board/book/", **said):
    response = client.post(address, {**FOR, **said})
    assert response.status_code == 200, response
    return load_workbook(BytesIO(b"".join(response.streaming_content)))


def rows(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_workbook_says_title_unit_day_compiler_and_recipient_on_every_sheet(signed_in, counted):
    book = taken(signed_in(holder(Role.COUNTY)))
    assert book.sheetnames == ["下一级", "按指标", "按部门", "怎样销号"]
    for sheet in book:
        said = " ".join(str(value) for row in rows(sheet) for value in row if value is not None)
        for words in (
            "科尔沁右翼中旗",
            "单位：户、个",
            "截止日期：2019-03-02",
            "填表人：张三",
            "接收：自治区督查组",
            "统计时间",
        ):
            assert words in said, (sheet.title, words)


def test_small_figures_stay_out_unless_somebody_says_why_not(signed_in, counted):
    client = signed_in(holder(Role.COUNTY))
    masked = rows(taken(client)["下一级"])[5]
    assert set(masked[1:]) <= {"*", "–", 0, "0%"}
    whole = rows(taken(client, reason="督查组现场核对")["下一级"])[5]
    assert whole[1:4] == [3, 3, 1]
    assert [json.loads(e.detail)["revealed"] for e in Entry.objects.filter(action="take_board").order_by("id")] == [
        False,
        True,
    ]
    assert "督查组现场" in Entry.objects.filter(action="take_board").latest("id").detail


def test_nobody_without_the_right_takes_small_figures_along(signed_in, counted):
    response = signed_in(holder(Role.AUDITOR)).post("/board/book/", {**FOR, "reason": "督查组现场核对"})
    assert "没有这个权限的请留空" in response.content.decode()
    assert not Entry.objects.filter(action="take_board").exists()


def test_recipient_and_compiler_must_be_named(signed_in, counted):
    page = signed_in(holder(Role.COUNTY)).post("/board/book/", {"recipient": ""}).content.decode()
    assert page.count("请填写") >= 2


def test_no_workbook_of_a_foreign_place(signed_in, counted):
    client = signed_in(holder(Role.COUNTY))
    answers = [client.post(f"/board/book/?region_code={place}", FOR).status_code for place in (OTHER_COUNTY, "99")]
    assert answers == [404, 404]
    assert client.post(f"/board/book/?region_code={COUNTY}", FOR).status_code == 200
