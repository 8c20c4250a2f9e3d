"""Whom to visit: who has an open problem, a plan or something open in a round, in the order of need; nobody of elsewhere."""

from datetime import date, timedelta

import pytest

from diguan.domain.accounts.permissions import Role
from diguan.domain.fieldwork.actions.visiting import plan_visits
from diguan.domain.fieldwork.choices import Outcome
from diguan.domain.fieldwork.queries.visiting import ORDER, to_visit, unvisited_helping, visits_of
from diguan.domain.ledger.models import UNDATED
from diguan.domain.registry.models import Household
from diguan.domain.responsibility.models import Helping, Officer
from diguan.domain.screening.models import Round, Standing
from tests.domain.fieldwork.actions.test_visiting import SAID, told, visit
from tests.factories.accounts import viewer
from tests.factories.registry import AT
from tests.web.households.conftest import HERE, THERE, home, load

STANDARD = "cn-two-assurances"


def stand(number, place=HERE, unmet=0, unknown=0):
    round_, _ = Round.objects.get_or_create(
        folder="round-1",
        defaults={
            "sha256": "0" * 64,
            "standard": STANDARD,
            "version": "1",
            "label": {"zh": "两不愁三保障", "en": "Two assurances, three guarantees"},
            "as_of": date(2019, 6, 30),
            "region_code": "152222000000",
            "indicators": [],
            "kinds": [],
            "counts": {"households": 1, "persons": 1, "verdicts": {}, "findings": {}, "finding_households": {}},
            "at": AT,
        },
    )
    Standing.objects.create(
        round=round_,
        standard=STANDARD,
        county=place[:6],
        household_number=number,
        region_code=place,
        codes="",
        grades="",
        unmet=unmet,
        unknown=unknown,
        declared=0,
        findings=0,
    )


@pytest.fixture
def village(db):
    """Four households here of which one is fine, and a canary elsewhere."""
    rows = [home(n, identity=f"99010119500101{n}") for n in ("1001", "1002", "1003", "1004")]
    load(*rows, home("CANARY-9", THERE))
    stand("1001", unknown=2)
    stand("1002", unmet=1)
    stand("1003", unknown=1)
    stand("1004")
    stand("CANARY-9", THERE, unmet=7)
    return {h.number: h for h in Household.objects.all()}


def test_list_is_in_the_order_of_need_and_of_this_place_alone(village):
    team = viewer(Role.VILLAGE, over=HERE)
    found = to_visit(team, STANDARD).order_by(*ORDER)
    assert [(h.number, h.unmet, h.unknown) for h in found] == [("1002", 1, 0), ("1001", 0, 2), ("1003", 0, 1)]
    plan_visits(household_ids=[village["1004"].pk], planned_on=date(2019, 7, 3), actor=team, at=AT)
    first = to_visit(team, STANDARD).order_by(*ORDER).first()
    assert (first.number, first.planned_on, first.due_on) == ("1004", date(2019, 7, 3), UNDATED)


def test_list_can_be_cut_to_a_place(village):
    county = viewer(Role.COUNTY)
    assert to_visit(county, STANDARD, "152222101000").count() == 0
    assert to_visit(county, STANDARD, HERE).count() == 3


def test_visits_of_a_household_are_the_attempts_too(village, catalogue):
    team = viewer(Role.VILLAGE, over=HERE)
    visit(village["1002"], team, catalogue, told(SAID))
    absent = told(outcome=Outcome.ABSENT, told_by=None, form=3)
    visit(village["1002"], team, catalogue, absent)
    assert sorted(v.outcome for v in visits_of(village["1002"])) == ["absent", "met"]
    assert to_visit(team, STANDARD).get(number="1002").visited_on == date(2019, 6, 20)


def test_helpers_without_visits_are_those_who_had_time_enough(village, catalogue):
    team = viewer(Role.VILLAGE, over=HERE)
    officer = Officer.objects.create(name="帮扶人甲（模拟）", county="152222", region_code=HERE)
    for number, days in (("1001", 200), ("1002", 200), ("1003", 10)):
        since = AT.date() - timedelta(days=days)
        Helping.objects.create(
            officer=officer,
            county="152222",
            household_number=number,
            region_code=HERE,
            since_on=since,
            reason="结对",
        )
    visit(village["1001"], team, catalogue, told(SAID))
    late = unvisited_helping(team, AT.date(), 90)
    assert [(h.household_number, h.visited_on) for h in late] == [("1002", None)]


def test_nobody_is_sent_to_a_household_that_has_ended(village):
    village["1002"].persons.update(state="死亡")
    found = to_visit(viewer(Role.VILLAGE, over=HERE), STANDARD).order_by(*ORDER)
    assert [h.number for h in found] == ["1001", "1003"]
