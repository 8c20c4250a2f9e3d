"""The list of whom to visit: cut to the place, planned by ticks; nothing of elsewhere is said or done."""

from datetime import date

import pytest

from diguan.domain.accounts.permissions import Role
from diguan.domain.fieldwork.models import PlannedVisit
from diguan.domain.registry.models import Household
from tests.domain.fieldwork.queries.test_visiting import stand
from tests.factories.accounts import holder
from tests.web.households.conftest import CANARY, HERE, THERE, home, load


@pytest.fixture
def village(db):
    """One household here with something unknown, and a canary elsewhere."""
    load(home("1001"), home("CANARY-9", THERE, CANARY))
    stand("1001", unknown=2)
    stand("CANARY-9", THERE, unmet=7)
    return {h.number: h for h in Household.objects.all()}


@pytest.fixture
def client(signed_in, village):
    return signed_in(holder(Role.VILLAGE, over=HERE))


def test_list_shows_who_needs_a_visit_here(client):
    page = client.get("/visits/").content.decode()
    assert "需要入户 1 户" in page
    assert "1001" in page
    assert "CANARY" not in page
    assert CANARY not in page


def test_list_in_english(client):
    client.post("/language/", {"language": "en", "next": "/visits/"})
    assert "Households that need a visit: 1" in client.get("/visits/").content.decode()


def test_list_where_nothing_is_needed_says_so(signed_in, village):
    page = signed_in(holder(Role.VILLAGE, over="152222101201")).get("/visits/").content.decode()
    assert "没有需要入户的户" in page


def test_ticked_households_are_planned(client, village):
    given = {"households": [str(village["1001"].pk)], "planned_on": "2019-07-03"}
    page = client.post("/visits/plan/", given, follow=True).content.decode()
    assert "已计划 1 户" in page
    assert "2019-07-03" in page
    assert PlannedVisit.objects.get().planned_on == date(2019, 7, 3)


def test_plan_without_ticks_or_for_a_past_day_says_what_is_missing(client, village):
    assert "先勾选户" in client.post("/visits/plan/", {"planned_on": "2019-07-03"}, follow=True).content.decode()
    past = {"households": [str(village["1001"].pk)], "planned_on": "2019-06-03"}
    assert "已经过去" in client.post("/visits/plan/", past, follow=True).content.decode()
    assert PlannedVisit.objects.count() == 0


def test_plan_of_a_foreign_household_is_answered_like_one_that_is_not_there(client, village):
    said = []
    for number in (village["CANARY-9"].pk, 999_999):
        given = {"households": [str(number)], "planned_on": "2019-07-03"}
        page = client.post("/visits/plan/", given, follow=True).content.decode()
        said.append(page.split('class="said')[1].split("</p>")[0])
    assert said[0] == said[1]
    assert PlannedVisit.objects.count() == 0


def test_plan_is_called_off(client, village):
    client.post("/visits/plan/", {"households": [str(village["1001"].pk)], "planned_on": "2019-07-03"})
    client.post(f"/households/{village['1001'].pk}/visit/drop/")
    assert PlannedVisit.objects.get().dropped_on == date(2019, 7, 1)
    assert client.post(f"/households/{village['CANARY-9'].pk}/visit/drop/").status_code == 404


def test_region_of_elsewhere_lists_nobody_and_says_what_is_wrong(client):
    page = client.get("/visits/?region_code=152223000000").content.decode()
    assert 'href="#id_region_code"' in page
    assert "1001" not in page
