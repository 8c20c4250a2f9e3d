"""A workbook leaves for a village, comes back with mistakes in it, is looked at and submitted; nothing closes, nothing is lost."""

import io
import json
import re
from html import unescape

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from diguan.domain.accounts.permissions import Role
from diguan.domain.audit.models import Entry
from diguan.domain.ledger.models import Event, Item
from tests.factories.accounts import COUNTY, OVER, PREFECTURE, holder
from tests.factories.items import VILLAGE, item
from tests.web.households.conftest import CANARY

OUT = {"region_code": VILLAGE, "recipient": "合成村"}
PAGE, TAKE, SUBMIT, RESULT = "/ledger/book/", "/ledger/book/take/", "/ledger/book/submit/", "/ledger/book/result/"


def whole(response):
    return b"".join(response.streaming_content)


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def taken(client, **more):
    answer = client.post(TAKE, {**OUT, **more})
    assert answer.status_code == 200, answer.content.decode()
    return opened(whole(answer))


def columns(book):
    """Place of each heading, and the row of each item by number."""
    sheet = book.worksheets[0]
    row = next(n for n in range(1, 12) if sheet.cell(n, 1).value in ("问题编号", "Item"))
    places = {sheet.cell(row, n).value: n for n in range(1, sheet.max_column + 1)}
    rows = {sheet.cell(n, 1).value: n for n in range(row + 1, sheet.max_row + 1) if sheet.cell(n, 1).value}
    return sheet, places, rows


def handed_in(client, book, name="ledger.xlsx"):
    kept = io.BytesIO()
    book.save(kept)
    return client.post(PAGE, {"book": SimpleUploadedFile(name, kept.getvalue())})


def signed(page):
    return unescape(re.search(r'name="signed" value="([^"]+)"', page)[1])


def outcomes(page):
    """(outcome, number) of every row of a report."""
    return [
        (re.sub("<[^>]+>", "", what), number)
        for what, number in re.findall(r"<tr>\s*<td>(.*?)</td>\s*<td class=\"code\">(.*?)</td>", page, re.DOTALL)
    ]


def test_living_items_of_a_village_leave_masked_and_named(signed_in, people, items):
    book = taken(signed_in(people["village"]))
    sheet, places, rows = columns(book)
    assert set(rows) == {items[name].number for name in ("suspected", "open", "soon", "submitted")}
    said = " ".join(str(cell.value) for each in book.worksheets for row in each for cell in row if cell.value)
    assert "合成村" in said
    assert CANARY not in said
    assert "CANARY" not in said
    assert sheet.column_dimensions[openpyxl.utils.get_column_letter(places["识别键"])].hidden
    assert sheet.protection.sheet
    entry = Entry.objects.filter(action="take_ledger_book").get()
    assert (entry.region_code, json.loads(entry.detail)["items"]) == (VILLAGE, 4)
    assert "合成村" not in str(entry.detail)


def test_items_of_one_department_leave(signed_in, people, items):
    _, _, rows = columns(taken(signed_in(people["county"]), department="housing"))
    assert set(rows) == {items["soon"].number}


@pytest.mark.parametrize("region", ["152223000000", "152222101000", "152222"])
def test_a_place_of_somebody_else_or_without_items_does_not_leave(signed_in, people, items, region):
    answer = signed_in(people["village"]).post(TAKE, {**OUT, "region_code": region})
    assert answer.status_code == 400
    assert Entry.objects.filter(action="take_ledger_book").count() == 0


@pytest.mark.parametrize("role", [Role.PREFECTURE, Role.REGION])
def test_prefecture_and_region_take_county_by_county_and_what_lies_on_them(signed_in, people, items, role):
    client, own = signed_in(holder(role)), OVER[role]
    for place in {own, PREFECTURE}:
        answer = client.post(TAKE, {**OUT, "region_code": place})
        assert (answer.status_code, "按县取" in answer.content.decode()) == (400, True)
    _, _, rows = columns(taken(client, region_code=COUNTY))
    assert set(rows) == {items[name].number for name in ("suspected", "open", "soon", "submitted")}
    problem = item(20, place=own, household_number="", standard="", indicator="", criteria="办好", level=str(role))
    _, _, rows = columns(taken(client, region_code=own))
    assert set(rows) == {problem.number}


def test_what_a_prefecture_took_is_submitted_by_those_below_alone(signed_in, people, items):
    above = signed_in(holder(Role.PREFECTURE))
    book = taken(above, region_code=COUNTY)
    sheet, places, rows = columns(book)
    sheet.cell(rows[items["open"].number], places["进展"]).value = "已整改待复核"
    sheet.cell(rows[items["open"].number], places["新证据"]).value = "入户记录"
    page = handed_in(above, book).content.decode()
    assert ("不能提交", items["open"].number) in outcomes(page)
    assert "角色" in page
    assert Event.objects.count() == 0


@pytest.fixture
def filled(signed_in, people, items):
    """A workbook with a mistake of every kind."""
    client = signed_in(people["village"])
    book = taken(client)
    sheet, places, rows = columns(book)

    def fill(number, **said):
        for name, value in said.items():
            sheet.cell(rows[number], places[name]).value = value

    fill(items["open"].number, 进展="已整改待复核", 新证据="入户记录", 证据日期="2019-06-30", 备注="墙已修好")
    fill(items["suspected"].number, 进展="核实无误")
    fill(items["soon"].number, 进展="大概好了", 问题说明="没有问题")
    fill(items["submitted"].number, 备注="请快些")
    return client, book


def test_nothing_is_done_before_somebody_has_looked(filled, items):
    client, book = filled
    before = list(Item.objects.order_by("pk").values())
    page = handed_in(client, book).content.decode()
    found = dict.fromkeys(outcomes(page))
    assert ("不能提交", items["open"].number) in found  # the standard cannot be asked here
    assert ("不能提交", items["suspected"].number) in found
    assert "没有填新证据" in page
    assert ("没有采用", items["soon"].number) in found
    assert "大概好了" in page
    assert ("改了锁定列，不采用", items["soon"].number) in found
    assert ("不改变台账", items["submitted"].number) in found
    assert list(Item.objects.order_by("pk").values()) == before
    assert Event.objects.count() == 0


def test_foreign_unknown_and_damaged_rows_are_told_alike_and_tell_nothing(signed_in, people, items):
    from diguan.domain.ledger.actions.books.keys import key_of

    client = signed_in(people["village"])
    book = taken(client)
    sheet, places, rows = columns(book)
    foreign = key_of(items["canary"])
    for name, key in (
        ("open", f"{foreign.about}-{foreign.round}"),
        ("soon", f"{'0' * 20}-{foreign.round}"),
        ("suspected", "nonsense"),
    ):
        row = rows[items[name].number]
        sheet.cell(row, places["识别键"]).value = key
        sheet.cell(row, places["进展"]).value = "已整改待复核"
    page = handed_in(client, book).content.decode()
    assert page.count("没有采用</span>") == 3
    assert "CANARY" not in page
    assert CANARY not in page
    assert Event.objects.count() == 0


def test_a_row_filled_in_twice_and_a_changed_item_are_refused(signed_in, people, items):
    client = signed_in(people["village"])
    book = taken(client)
    sheet, places, rows = columns(book)
    for name in ("open", "soon"):
        row = rows[items[name].number]
        sheet.cell(row, places["进展"]).value = "已整改待复核"
        sheet.cell(row, places["新证据"]).value = "入户记录"
    last = sheet.max_row + 1
    for place in range(1, sheet.max_column + 1):
        sheet.cell(last, place).value = sheet.cell(rows[items["soon"].number], place).value
    sheet.cell(last, places["进展"]).value = "数据有误已更正"
    Item.objects.filter(pk=items["open"].pk).update(version=5)
    page = handed_in(client, book).content.decode()
    found = outcomes(page)
    assert found.count(("不能提交", items["soon"].number)) == 1
    assert "填了两次" in page
    assert ("不能提交", items["open"].number) in found


def test_a_workbook_of_something_else_is_refused(signed_in, people, items):
    client = signed_in(people["village"])
    book = openpyxl.Workbook()
    book.active.append(["随便", "一张表"])
    answer = handed_in(client, book)
    assert answer.status_code == 400
    assert "不是从台账网页取出的工作簿" in answer.content.decode()
    broken = client.post(PAGE, {"book": SimpleUploadedFile("ledger.xlsx", b"PK\x03\x04 not a workbook")})
    assert broken.status_code == 400
    assert client.post(PAGE, {"book": SimpleUploadedFile("ledger.exe", b"MZ")}).status_code == 400
    assert client.post(PAGE).status_code == 400


def test_the_result_is_a_workbook_with_a_line_for_everything(filled):
    client, book = filled
    page = handed_in(client, book).content.decode()
    result = opened(whole(client.post(RESULT, {"signed": signed(page)})))
    lines = [row for row in result.worksheets[0].iter_rows(values_only=True) if row[1] or row[2] or row[3]]
    assert len(lines) - 1 >= len([each for each in outcomes(page) if each[1] != "–"])


@pytest.mark.parametrize("address", [SUBMIT, RESULT])
def test_differences_of_somebody_else_or_changed_ones_are_refused(filled, signed_in, people, address):
    client, book = filled
    packed = signed(handed_in(client, book).content.decode())
    for answer in (
        client.post(address, {"signed": packed[:-2] + "xx"}),
        client.post(address),
        signed_in(people["county"]).post(address, {"signed": packed}),
    ):
        assert answer.status_code == 400
        assert "重新交一次" in answer.content.decode()


def test_pages_speak_english(signed_in, people, items):
    client = signed_in(people["village"])
    client.post("/language/", {"language": "en", "next": "/ledger/book/"})
    assert "Take out" in client.get(PAGE).content.decode()
    book = taken(client)
    sheet, places, rows = columns(book)
    sheet.cell(rows[items["open"].number], places["Progress"]).value = "Mended, to be confirmed"
    assert "no new evidence is named" in handed_in(client, book).content.decode()


def verified_in_book(client, items, note):
    book = taken(client)
    sheet, places, rows = columns(book)
    row = rows[items["open"].number]
    for name, value in {"进展": "核实无误", "新证据": "部门证明", "备注": note}.items():
        sheet.cell(row, places[name]).value = value
    return handed_in(client, book).content.decode()


def test_verified_names_a_file_that_was_handed_in(signed_in, people, items):
    from tests.web.ledger.test_paper import a_file

    client = signed_in(people["village"])
    page = verified_in_book(client, items, "常年住县城")
    assert "核实无误要有材料" in page
    assert "材料号查不到" in verified_in_book(client, items, "见 deadbeef")
    file = a_file("房产证.pdf")
    page = verified_in_book(client, items, f"房产证 {file.sha256[:8]}")
    assert ("可以提交", items["open"].number) in outcomes(page)
    assert Item.objects.get(pk=items["open"].pk).state == "open"
    page = client.post(SUBMIT, {"signed": signed(page)}).content.decode()
    assert ("已提交待确认", items["open"].number) in outcomes(page)
    event = Event.objects.get(item=items["open"], accepted=True)
    assert (event.evidence, event.detail["closing"]) == ([file.pk], "verified")
