"""People who leave one county for another: announced there and nowhere else, taken up once."""

import pytest

from diguan.domain.accounts.permissions import Role
from diguan.domain.registry.models import Household, Person
from tests.factories.accounts import OTHER_COUNTY
from tests.factories.happenings import OTHER_VILLAGE
from tests.web.events.conftest import CANARY_NAME

pytestmark = pytest.mark.django_db
HAPPENED = {"happened_on": "2019-06-01", "reason": "户口簿变更", "grade": "seen", "evidence": "户口簿第3页"}
TAKEN = {**HAPPENED, "happened_on": "2019-06-25", "version": 0, "region_code": OTHER_VILLAGE}


@pytest.fixture
def leaving(program, homes):
    """Programs of both counties, and the address under which whoever left is announced."""
    here, there = program(Role.COUNTY), program(Role.COUNTY, over=OTHER_COUNTY, region=OTHER_COUNTY, username="there")
    said = {**HAPPENED, "version": homes[0].version, "persons": ["2"], "region_code": OTHER_VILLAGE}
    moved = here.post(f"households/{homes[0].pk}/events/move", said)
    assert moved.status_code == 201, moved.content.decode()
    (row,) = there.read("arrivals")["rows"]
    return here, there, row


def test_whoever_left_is_announced_where_they_go_and_nothing_else_of_them(leaving):
    here, there, row = leaving
    assert (row["names"], row["happened_on"], row["to"]["code"]) == (["单小明"], "2019-06-01", OTHER_VILLAGE)
    assert row["county"]["code"] == "152222000000"
    assert "1001" not in there.get("arrivals").content.decode()
    assert here.read("arrivals")["rows"] == []


def test_they_are_taken_up_once_into_a_new_household(leaving):
    here, there, row = leaving
    at = f"arrivals/{row['id']}/take-up"
    nowhere = here.post(f"arrivals/{row['id'] + 1000}/take-up", TAKEN)
    foreign = here.post(at, TAKEN)
    assert (foreign.status_code, foreign.content) == (nowhere.status_code, nowhere.content)
    assert foreign.status_code == 404
    done = there.post(at, {**TAKEN, "new_number": "5001"})
    assert done.status_code == 201, done.content.decode()
    assert there.read(f"households/{done.json()['household']}")["number"] == "5001"
    assert Person.objects.get(household__number="5001").name == "单小明"
    assert there.post(at, {**TAKEN, "new_number": "5002"}).status_code == 404
    assert there.read("arrivals")["rows"] == []


def test_they_join_a_household_as_it_was_read_and_no_other(leaving, homes):
    _, there, row = leaving
    at, joined = f"arrivals/{row['id']}/take-up", Household.objects.get(number="CANARY-9")
    stale = there.post(at, {**TAKEN, "household": joined.pk, "version": joined.version + 3})
    assert (stale.status_code, stale.json()["type"]) == (409, "urn:diguan:problem:stale")
    foreign = there.post(at, {**TAKEN, "household": homes[0].pk, "version": homes[0].version})
    assert foreign.status_code == 404
    elsewhere = there.post(at, {**TAKEN, "region_code": homes[0].region_code, "new_number": "5001"})
    assert (elsewhere.status_code, elsewhere.json()["errors"][0]["where"]) == (422, "body.region_code")
    done = there.post(at, {**TAKEN, "household": joined.pk, "version": joined.version})
    assert done.status_code == 201, done.content.decode()
    assert done.json()["version"] > joined.version
    assert {m["name"] for m in there.read(f"households/{joined.pk}")["members"]} == {CANARY_NAME, "单小明"}
