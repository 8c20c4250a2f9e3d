"""Visits over the API: whom, what to ask, planned, recorded; as the pages show them."""

from uuid import uuid4

import pytest

from diguan.domain.accounts.permissions import Role
from diguan.domain.fieldwork.models import PlannedVisit, Visit
from tests.factories.accounts import holder
from tests.factories.programs import Program
from tests.web.households.conftest import home, load

pytestmark = pytest.mark.django_db


@pytest.fixture
def village(two_counties):
    return Program(holder(Role.VILLAGE, over=two_counties[0].region_code))


def test_visit_is_planned_listed_first_and_called_off(village, two_counties, client):
    here = two_counties[0]
    planned = village.post("visits/plans", {"households": [here.pk], "planned_on": "2019-08-01"})
    assert (planned.status_code, planned.json()) == (201, {"planned": 1})
    rows = village.read("visits")["rows"]
    assert [(row["household"], row["planned_on"]) for row in rows] == [(here.pk, "2019-08-01")]
    assert village.post(f"households/{here.pk}/drop-plan").status_code == 204
    assert PlannedVisit.objects.get().dropped_on is not None
    assert village.post(f"households/{here.pk}/drop-plan").status_code == 422


def test_list_goes_on_page_after_page(program):
    load(*(home(f"{n:04}") for n in range(5)))
    asking = program(Role.TOWNSHIP)
    numbers = [row["id"] for row in asking.read("households")["rows"]]
    asking.post("visits/plans", {"households": numbers, "planned_on": "2019-08-01"})
    found, after = [], None
    while after != "":
        page = asking.read("visits", limit=2, **({"at": after} if after else {}))
        found += [row["household"] for row in page["rows"]]
        after = page["next"] or ""
    assert sorted(found) == sorted(numbers)


def test_questions_are_those_of_the_page_and_answers_become_facts(village, two_counties, client):
    from diguan.domain.accounts.models import Account

    here = two_counties[0]
    door = village.read(f"households/{here.pk}/questions")
    client.force_login(Account.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/households/{here.pk}/visit/").context["form"]
    assert [q["field"] for q in door["questions"]] == [entry.field.name for entry in page.entries]
    said = {
        "version": door["version"],
        "token": str(uuid4()),
        "made_on": "2019-06-20",
        "outcome": "met",
        "told_by": "head",
        "answers": [{"field": "dangerous_house", "value": False, "seen": True}],
        "asked": 3,
        "note": "看到房屋鉴定书",
    }
    made = village.post(f"households/{here.pk}/visits", said)
    assert (made.status_code, made.json()["answered"]) == (201, 1)
    fact = next(f for f in village.read(f"households/{here.pk}")["facts"] if f["field"] == "dangerous_house")
    assert (fact["value"]["zh"], fact["day"]) == ("否", "2019-06-20")
    assert [row["by"] for row in village.read(f"households/{here.pk}/visits")["rows"]] == ["测试甲"]


def test_visit_of_somebody_who_was_overtaken_is_a_conflict_and_stores_nothing(village, two_counties):
    here = two_counties[0]
    said = {
        "version": 99,
        "token": str(uuid4()),
        "made_on": "2019-06-20",
        "outcome": "met",
        "told_by": "head",
        "answers": [{"field": "dangerous_house", "value": False}],
    }
    stale = village.post(f"households/{here.pk}/visits", said)
    assert (stale.status_code, stale.json()["type"]) == (409, "urn:diguan:problem:stale")
    assert not Visit.objects.exists()


def test_visit_that_contradicts_itself_is_refused_with_its_place(village, two_counties):
    said = {"version": 1, "token": str(uuid4()), "made_on": "2019-06-20", "outcome": "met"}
    refused = village.post(f"households/{two_counties[0].pk}/visits", said)
    assert (refused.status_code, refused.json()["errors"][0]["where"]) == (422, "body.told_by")
