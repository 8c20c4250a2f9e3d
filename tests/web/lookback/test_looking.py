"""The form of an inspection: what decides and nothing else, at the door of somebody else's township; nothing typed is lost."""

import re
from datetime import date

import pytest

from diguan.domain.accounts.models import Account
from diguan.domain.accounts.permissions import Role
from diguan.domain.ledger.choices import State
from diguan.domain.lookback.choices import Outcome
from diguan.domain.lookback.models import Case
from tests.domain.ledger.actions.conftest import lived, neighbours_round
from tests.domain.lookback.worlds import Inspected
from tests.factories.accounts import holder

__all__ = ["lived", "neighbours_round"]


@pytest.fixture
def inspected(lived, monkeypatch):
    monkeypatch.setattr("diguan.web.households.choosing.today", lambda: date(2020, 3, 2), raising=False)
    return Inspected(lived)


@pytest.fixture
def client(signed_in, inspected):
    return signed_in(Account.objects.get(pk=inspected.inspector.account_id))


def form_of(page):
    """What a browser would send of an untouched form."""
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    return {
        **hidden,
        "outcome": "met",
        "told_by": "head",
        "made_on": "2020-03-02",
        "note": "看了房",
        "found": "persists",
    }


def address(inspected):
    return f"/lookback/mine/{inspected.case.pk}/"


def test_form_asks_what_decides_this_problem_alone(client, inspected):
    page = client.get(address(inspected)).content.decode()
    form = form_of(page)
    assert "dangerous_house" in form["facts"].split()
    assert not [name for name in form["facts"].split() if name.startswith("school_status")]
    assert "dangerous_house.seen" in page


def test_what_was_seen_persists(client, inspected):
    form = form_of(client.get(address(inspected)).content.decode())
    given = {**form, "dangerous_house": "False", "dangerous_house.seen": "on"}
    page = client.post(address(inspected), given, follow=True).content.decode()
    assert "稳定，已记录" in page
    case = Case.objects.get()
    assert (case.outcome, case.known, case.visit.answered) == (Outcome.PERSISTS, "standard", 1)
    assert "看到了事实，标准再次判定" in client.get(address(inspected)).content.decode()


def test_what_is_back_stands_in_the_ledger_again(client, inspected):
    form = form_of(client.get(address(inspected)).content.decode())
    given = {**form, "found": "rebounded", "dangerous_house": "True", "dangerous_house.seen": "on"}
    assert "问题已回到台账" in client.post(address(inspected), given, follow=True).content.decode()
    assert inspected.item.state == State.OPEN


def test_what_was_only_said_is_refused_and_nothing_typed_is_lost(client, inspected):
    form = form_of(client.get(address(inspected)).content.decode())
    page = client.post(address(inspected), {**form, "dangerous_house": "False", "note": "没有裂缝"}).content.decode()
    assert "没有您亲眼看到、能定结论的事实" in page
    assert "没有裂缝" in page
    assert re.search(r'name="dangerous_house" value="False"[^>]*checked', page)
    assert Case.objects.get().outcome == ""


def test_what_could_not_be_reached_needs_its_reason_and_no_visit(client, inspected):
    form = {**form_of(client.get(address(inspected)).content.decode()), "found": "unseen", "told_by": "", "note": ""}
    assert "须选原因" in client.post(address(inspected), {**form, "outcome": "absent"}).content.decode()
    assert (
        "未能看到，已记录"
        in client.post(address(inspected), {**form, "why": "unreachable"}, follow=True).content.decode()
    )
    assert Case.objects.get().visit is None


def test_inspections_are_listed_for_the_inspector_alone(client, inspected, signed_in):
    assert inspected.item.number in client.get("/lookback/mine/").content.decode()
    other = signed_in(holder(Role.TOWNSHIP, username="some.other"))
    assert "没有派给您的复查" in other.get("/lookback/mine/").content.decode()
    for number in (inspected.case.pk, 999_999):
        assert other.get(f"/lookback/mine/{number}/").status_code == 404
        assert other.post(f"/lookback/mine/{number}/", {"found": "unseen"}).status_code == 404
