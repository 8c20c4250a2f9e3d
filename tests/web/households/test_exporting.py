"""A list taken along: masked, for a named recipient, on record, and nothing of another county in it."""

from io import BytesIO

import openpyxl
import pytest

from diguan.domain.accounts.permissions import Role
from diguan.domain.audit.models import Entry
from diguan.web.households import exporting, views
from tests.factories.accounts import holder
from tests.web.households.conftest import CANARY, home, load

FOR = {"recipient": "县乡村振兴局 =1+1"}


@pytest.fixture(autouse=True)
def on_its_day(monkeypatch):
    from tests.factories.accounts import AT

    monkeypatch.setattr(exporting, "now", lambda: AT)
    monkeypatch.setattr(exporting, "today", AT.date)


def sheet(answer):
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    return [[cell.value for cell in row] for row in book.active.iter_rows()], book


def test_list_is_masked_and_names_its_recipient(signed_in, two_counties):
    answer = signed_in(holder(Role.COUNTY)).post("/households/export/", FOR)
    rows, book = sheet(answer)
    assert "本表交 县乡村振兴局 =1+1" in rows[1][0]
    assert rows[3][:3] == ["户编号", "户主", "户状态"]
    assert rows[4][:3] == ["1001", "单**", "脱贫户"]
    assert len(rows) == 5
    assert "县乡村振兴局" in book.active.oddFooter.left.text
    entry = Entry.objects.get(action="take_list")
    assert '"rows":1' in entry.detail
    assert "县乡村振兴局" not in entry.detail


def test_list_holds_what_was_asked_for(signed_in, db):
    load(home("1"), home("2", status="returned"))
    rows, _ = sheet(signed_in(holder(Role.COUNTY)).post("/households/export/", {**FOR, "questions": "status=returned"}))
    assert [row[0] for row in rows[4:]] == ["2"]


def test_list_without_a_recipient_is_asked_for_one(signed_in, two_counties):
    page = signed_in(holder(Role.COUNTY)).post("/households/export/", {"questions": "sort=-size"}).content.decode()
    assert "请填写这一项" in page
    assert 'value="sort=-size"' in page
    assert not Entry.objects.filter(action="take_list").exists()


@pytest.mark.parametrize("questions", ["region_code=152223000000", "status=returned", "indicator=x"])
def test_list_of_nothing_or_of_elsewhere_is_not_there(signed_in, two_counties, questions):
    answer = signed_in(holder(Role.COUNTY)).post("/households/export/", {**FOR, "questions": questions})
    assert answer.status_code == 404
    assert CANARY not in answer.content.decode()


def test_list_that_is_too_long_is_made_smaller_first(signed_in, db, monkeypatch):
    load(home("1"), home("2"))
    for module in (exporting, views):
        monkeypatch.setattr(module, "MOST_ROWS", 1)
    client = signed_in(holder(Role.COUNTY))
    assert "请先按区划或条件缩小" in client.get("/households/").content.decode()
    assert client.post("/households/export/", FOR).status_code == 404
