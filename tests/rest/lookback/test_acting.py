"""A sample over the API: drawn from a seed, given to people outside the chain, looked at; figures of what persists."""

import pytest

from diguan.domain.accounts.permissions import Role
from tests.factories.accounts import COUNTY, OTHER_COUNTY, holder
from tests.factories.lookback import FROM, UNTIL, closed
from tests.factories.programs import Program
from tests.factories.rectification import VILLAGE

pytestmark = pytest.mark.django_db
WANTED = {
    "region_code": COUNTY,
    "closed_from": FROM.isoformat(),
    "closed_until": UNTIL.isoformat(),
    "method": "random",
    "size": 3,
    "days": 20,
    "seed": "2019-10-01",
}


@pytest.fixture(autouse=True)
def in_the_next_year(monkeypatch):
    from datetime import UTC, datetime

    from diguan.rest.lookback import acting, reading

    at = datetime(2020, 3, 2, 2, tzinfo=UTC)
    monkeypatch.setattr(acting, "now", lambda: at)
    monkeypatch.setattr(reading, "today", at.date)


@pytest.fixture
def office(program):
    for running in range(1, 9):
        closed(running, place=VILLAGE)
    return program(Role.COUNTY)


def drawn(asking, **change):
    return asking.post("lookback/plans", {**WANTED, **change})


def test_same_seed_draws_the_same_sample(office):
    first, again = drawn(office), drawn(office)
    assert (first.status_code, again.status_code) == (201, 201), first.content.decode()
    numbers = [[row["number"] for row in office.read(f"lookback/plans/{each.json()['id']}/cases")["rows"]]
               for each in (first, again)]  # fmt: skip
    assert numbers[0] == numbers[1]
    assert len(numbers[0]) == 3
    assert (first.json()["population"], first.json()["progress"]["waiting"]) == (8, 3)
    assert [row["id"] for row in office.read("lookback/plans")["rows"]] == [again.json()["id"], first.json()["id"]]


def test_case_is_given_to_an_inspector_who_tells_what_was_seen(office):
    plan = drawn(office).json()["id"]
    case = office.read(f"lookback/plans/{plan}/cases")["rows"][0]["id"]

    def give(who):
        (row,) = office.post(f"lookback/plans/{plan}/give", {"username": who.username, "cases": [case]}).json()["rows"]
        return row

    refused = give(holder(Role.TOWNSHIP))
    assert (refused["given"], refused["reasons"], refused["why"] is not None) == (False, ["role"], True)
    inspector = holder(Role.PREFECTURE)
    assert give(inspector) == {"case": case, "given": True, "reasons": [], "why": None}
    asking = Program(inspector)
    (mine,) = asking.read("lookback/mine")["rows"]
    said = {"version": mine["version"], "found": "unseen", "why": "unreachable", "note": "路断了"}
    seen = asking.post(f"lookback/cases/{case}/look", said)
    assert (seen.status_code, seen.json()["outcome"], seen.json()["why"]) == (200, "unseen", "unreachable")
    assert asking.post(f"lookback/cases/{case}/look", said).status_code == 422  # it is decided
    assert office.post(f"lookback/cases/{case}/look", said).status_code == 404  # it is somebody else's
    assert office.read("figures/persistence", by="closing")["total"]["unseen"] == 1


def test_sample_outside_the_region_is_not_drawn(office):
    refused = drawn(office, region_code=OTHER_COUNTY)
    assert (refused.status_code, refused.json()["errors"][0]["where"]) == (422, "body.region_code")
    assert office.get("figures/persistence", by="confirmer").status_code == 200
    assert Program(holder(Role.VILLAGE)).get("figures/persistence", by="confirmer").status_code == 403
