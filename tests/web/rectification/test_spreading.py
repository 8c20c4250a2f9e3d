"""A condition is looked at before it opens anything; what cannot be read says where and why beside its entry."""

import pytest

from diguan.domain.accounts.permissions import Role
from diguan.domain.jobs.models import Job
from diguan.domain.ledger.models import Item
from diguan.domain.rectification.models import Spread
from diguan.tasks.handlers import handlers
from diguan.tasks.worker import Worker
from tests.domain.ledger.actions.conftest import lived, neighbours_round
from tests.domain.ledger.worlds import NEIGHBOUR
from tests.factories.accounts import COUNTY, TOWNSHIP, holder
from tests.factories.rectification import problem

__all__ = ["lived", "neighbours_round"]
SAID = {
    "seek": "同类户",
    "standard": "cn-two-assurances",
    "subject": "household",
    "expression": "not dangerous_house",
    "region_code": COUNTY,
    "criteria": "入户核实",
}


@pytest.fixture
def clients(lived, signed_in):
    people = {Role.COUNTY: "office", Role.TOWNSHIP: "town"}
    return {role: signed_in(holder(role, username=f"{name}.pages")) for role, name in people.items()}


def test_condition_is_looked_at_opened_and_looked_for_again(clients):
    row = problem()
    county, at = clients[Role.COUNTY], f"/rectification/problems/{row.pk}/spread/"
    assert county.get(at).status_code == 200
    looked = county.post(at, {**SAID, "look": "1"}, follow=True)
    assert NEIGHBOUR not in looked.content.decode()  # nobody is asked while somebody waits for the page
    worker = Worker({kind: handlers()[kind] for kind in ("look", "spread")})
    assert worker.run_one()
    where = looked.redirect_chain[-1][0]
    shown = county.get(where).content.decode()
    assert NEIGHBOUR in shown
    assert "成立 2 个" in shown
    assert "立项 2 个疑似问题" in shown
    assert SAID["expression"] in shown  # what was asked stands in the form
    assert Item.objects.filter(kind="alike").count() == 0
    wrong = county.post(at, {**SAID, "expression": "dangerous_hose", "look": "1"})
    assert (wrong.status_code, "expression:1:1" in wrong.content.decode()) == (400, True)
    page = county.post(at, {**SAID, "open": "1"}, follow=True).content.decode()
    assert "已交给后台去查" in page
    assert Item.objects.filter(kind="alike").count() == 0
    assert worker.run_one()
    assert Item.objects.filter(kind="alike").count() == 2
    spread = Spread.objects.get()
    again = f"/rectification/spreads/{spread.pk}/again/"
    assert "已交给后台去查" in county.post(again, follow=True).content.decode()
    county.post(again)
    assert Job.objects.filter(kind="spread").count() == 2  # one that waits is not queued twice
    assert worker.run_one()
    again = county.get(f"/rectification/problems/{row.pk}/").content.decode()
    assert "新立 0" in again
    assert "已在台账 2" in again
    assert clients[Role.TOWNSHIP].get(at).status_code == 403
    assert clients[Role.TOWNSHIP].get(f"/rectification/problems/{row.pk}/").status_code == 200
    assert row.region_code == TOWNSHIP


def test_condition_that_is_true_of_too_many_is_queued_and_the_page_says_why_nothing_was_opened(clients, monkeypatch):
    row = problem()
    county = clients[Role.COUNTY]
    monkeypatch.setattr("diguan.domain.rectification.actions.spreading.widening.MOST_HITS", 1)
    page = county.post(f"/rectification/problems/{row.pk}/spread/", {**SAID, "open": "1"}, follow=True).content.decode()
    assert "已交给后台去查" in page
    assert Worker({"spread": handlers()["spread"]}).run_one()
    assert Job.objects.get().state == "failed"
    assert "命中超过 1 个" in county.get(f"/rectification/problems/{row.pk}/").content.decode()
    assert Item.objects.filter(kind="alike").count() == 0


def test_look_is_for_whoever_asked_and_the_same_look_is_not_queued_twice(clients, signed_in):
    row = problem()
    other = problem(row.inspection)
    county, at = clients[Role.COUNTY], f"/rectification/problems/{row.pk}/spread/"
    first, second = (county.post(at, {**SAID, "look": "1"}).headers["Location"] for _ in range(2))
    assert first == second
    job = Job.objects.get()
    assert (job.kind, job.state) == ("look", "queued")
    elsewhere = signed_in(holder(Role.COUNTY, username="office.second"))
    assert elsewhere.get(f"{at}?look={job.pk}").status_code == 404
    for number in (job.pk + 1, "one", "9" * 30):
        assert county.get(f"{at}?look={number}").status_code == 404
    assert county.get(f"/rectification/problems/{other.pk}/spread/?look={job.pk}").status_code == 404


def test_look_that_is_true_of_too_many_says_so(clients, monkeypatch):
    county, at = clients[Role.COUNTY], f"/rectification/problems/{problem().pk}/spread/"
    monkeypatch.setattr("diguan.domain.rectification.actions.spreading.widening.MOST_HITS", 1)
    where = county.post(at, {**SAID, "look": "1"}).headers["Location"]
    assert Worker({"look": handlers()["look"]}).run_one()
    said = county.get(where).content.decode()
    assert "命中超过 1 个" in said
    assert "立项" not in said.split('id="looked"')[1]
