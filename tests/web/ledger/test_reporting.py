"""A problem is reported: filled in, looked at, opened; nothing of it before that, and nobody else's."""

import re

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.ledger.models import Item, Report
from diguan.domain.registry.models import Household
from tests.domain.ledger.actions.conftest import lived, neighbours_round
from tests.domain.ledger.worlds import HOME, HOUSE, NEIGHBOUR
from tests.factories.items import VILLAGE
from tests.web.households.conftest import CANARY, home, load

__all__ = ["lived", "neighbours_round"]
TOKEN = "3f0e7a4e-0d6b-4a55-9f53-8a0a34e5a001"  # noqa: S105  of a form
SAID = {
    "token": TOKEN,
    "region_code": VILLAGE,
    "household_number": "",
    "title": "通组路塌方",
    "explanation": "雨后塌方，车不能走",
    "criteria": "恢复通行，有验收单",
    "department": "transport",
    "days": "20",
}
CALL = {"way": "call", "received_on": "2019-06-30", "received_by": "值班室", "register": "信7", "complainer": "欧阳某"}


def test_problem_in_words_is_looked_at_and_then_opened(signed_in, people):
    client = signed_in(people["village"])
    assert "上报问题" in client.get("/ledger/").content.decode()
    page = client.post("/ledger/new/", SAID).content.decode()
    assert "还没有立项" in page
    assert "合成干部甲" in page
    assert "认定后 20 个工作日" in page
    assert Item.objects.count() == 0
    done = client.post("/ledger/new/", {**SAID, "confirmed": "1"}, follow=True).content.decode()
    assert "已立项，等认定" in done
    item = Item.objects.get()
    assert (item.source, item.criteria, item.deadline_days, item.region_code) == (
        "manual",
        SAID["criteria"],
        20,
        VILLAGE,
    )
    again = client.post("/ledger/new/", {**SAID, "confirmed": "1"}, follow=True)
    assert (again.redirect_chain[-1][0], Item.objects.count()) == (f"/ledger/{item.pk}/", 1)


def test_going_back_keeps_what_was_typed(signed_in, people):
    page = signed_in(people["village"]).post("/ledger/new/", {**SAID, "change": "1"}).content.decode()
    assert "恢复通行，有验收单</textarea>" in page
    assert "有几处需要改正" not in page


def test_complaint_keeps_the_masked_name_alone(signed_in, people):
    client = signed_in(people["township"])
    address = "/ledger/new/?source=complaint"
    assert "信访登记号" in client.get(address).content.decode()
    page = client.post(address, {**SAID, **CALL, "confirmed": "1"}, follow=True).content.decode()
    assert "欧**" in page
    assert "欧阳某" not in page
    assert Report.objects.get().complainer == "欧**"
    other = {**SAID, **CALL, "token": TOKEN[:-1] + "2", "confirmed": "1"}
    assert "没有另立一条" in client.post(address, other, follow=True).content.decode()
    assert Item.objects.count() == 1


def test_what_is_missing_or_personal_is_told_at_its_entry(signed_in, people):
    client = signed_in(people["village"])
    for name in ("title", "criteria", "days", "explanation", "region_code"):
        page = client.post("/ledger/new/", {**SAID, name: "", "confirmed": "1"}).content.decode()
        assert f'id="id_{name}_error"' in page, name
    page = client.post("/ledger/new/", {**SAID, "explanation": "打13900000000", "confirmed": "1"}).content.decode()
    assert 'id="id_explanation_error"' in page
    assert Item.objects.count() == 0


def test_place_and_household_of_elsewhere_are_not_there(signed_in, people):
    load(home("1001"), home("CANARY-9", "152223100001", CANARY))
    client = signed_in(people["village"])
    foreign = Household.objects.get(number="CANARY-9").pk
    answers = [client.get(f"/ledger/new/?household={number}") for number in (foreign, 999_999, "x", "9" * 40)]
    assert [a.status_code for a in answers] == [404] * 4
    page = client.post("/ledger/new/", {**SAID, "region_code": "152223100001", "confirmed": "1"}).content.decode()
    assert 'id="id_region_code_error"' in page
    page = client.post("/ledger/new/", {**SAID, "household_number": "CANARY-9", "confirmed": "1"}).content.decode()
    assert 'id="id_household_number_error"' in page
    assert CANARY not in page
    assert Item.objects.count() == 0


def test_indicator_of_a_household_decides_and_a_second_item_is_not_opened(signed_in, lived):
    lived.who(Role.VILLAGE)
    from diguan.domain.accounts.models import Account

    client = signed_in(Account.objects.get(pk=lived.made[Role.VILLAGE, ""]))
    neighbour, own = (Household.objects.get(number=number).pk for number in (NEIGHBOUR, HOME))
    asked = {"token": TOKEN, "rule": f"cn-two-assurances|{HOUSE}", "explanation": "墙裂了", "person_number": ""}
    page = client.get(f"/ledger/new/?household={neighbour}").content.decode()
    assert "<optgroup" in page
    page = client.post(f"/ledger/new/?household={neighbour}", asked).content.decode()
    assert "认定后 90 个工作日" in page
    client.post(f"/ledger/new/?household={neighbour}", {**asked, "confirmed": "1"})
    assert Item.objects.get(household_number=NEIGHBOUR).indicator == HOUSE
    page = client.post(f"/ledger/new/?household={own}", asked).content.decode()
    assert "请在原来的问题下办理" in page
    assert 'name="confirmed"' not in page
    assert re.search(r"就是它", page)


@pytest.mark.parametrize("role", [Role.PREFECTURE, Role.REGION])
def test_upper_levels_report_of_their_own_unit_alone(signed_in, people, role):
    from tests.factories.accounts import OVER, holder

    client = signed_in(holder(role, username=f"{role.value}.above"))
    page = client.post("/ledger/new/", {**SAID, "region_code": OVER[Role.TOWNSHIP], "confirmed": "1"})
    assert 'id="id_region_code_error"' in page.content.decode()
    assert Item.objects.count() == 0
    client.post("/ledger/new/", {**SAID, "region_code": OVER[role], "confirmed": "1"})
    assert Item.objects.get().region_code == OVER[role]


def test_who_looks_after_the_system_reports_nothing(signed_in, people):
    from tests.factories.accounts import holder

    assert signed_in(holder(Role.AUDITOR, username="auditor.above")).get("/ledger/new/").status_code == 403
