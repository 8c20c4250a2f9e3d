"""Problems are entered with their items in the ledger: by criteria one, by an indicator one a household, or those that live already."""

from dataclasses import replace
from datetime import date

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.ledger.actions.opening import UnableToOpenItem
from diguan.domain.ledger.choices import State
from diguan.domain.ledger.models import Item
from diguan.domain.rectification.actions import add_problems
from diguan.domain.rectification.models import Event, Problem
from diguan.domain.rectification.refusals import UnableToFindRectification, UnableToRegister
from tests.domain.ledger.actions.conftest import lived, neighbours_round
from tests.domain.ledger.worlds import HOME, HOUSE, NEIGHBOUR
from tests.factories.accounts import COUNTY, OTHER_COUNTY, TOWNSHIP
from tests.factories.posts import post
from tests.factories.rectification import AT, COUNTY_OFFICE, DUE, ROAD, inspection, problem, somebody

__all__ = ["lived", "neighbours_round"]
pytestmark = pytest.mark.django_db
UNSAFE = replace(
    ROAD,
    text="抽查发现危房户未搬离",
    criteria="",
    standard="cn-two-assurances",
    indicator=HOUSE,
    department="housing",
    households=(HOME,),
)


def entered(*rows, actor=COUNTY_OFFICE, made=None):
    return add_problems(inspection_id=(made or inspection()).pk, entered=rows, actor=actor, at=AT)


def test_problem_without_an_indicator_has_one_item_with_its_criteria_and_its_day():
    row = problem()
    link = row.links.get()
    item = link.item
    assert (row.number, row.state, link.how) == (1, "received", "own")
    assert (item.state, item.criteria, item.deadline_on, item.region_code) == (
        State.OPEN,
        ROAD.criteria,
        DUE,
        TOWNSHIP,
    )
    assert item.title["zh"] == f"反馈问题 1：{ROAD.text}"
    assert [(event.act, event.role, event.detail) for event in Event.objects.all()] == [
        ("register", "county", {"items": 1})
    ]


def test_problem_with_an_indicator_has_an_item_a_household_and_links_what_lives(lived):
    row = entered(replace(UNSAFE, households=(HOME, NEIGHBOUR)))[0]
    items = {link.item.household_number: link.item for link in row.links.all()}
    assert set(items) == {HOME, NEIGHBOUR}
    assert items[HOME].pk == lived.item().pk
    assert (items[NEIGHBOUR].indicator, items[NEIGHBOUR].state, items[NEIGHBOUR].criteria) == (HOUSE, State.OPEN, "")


def test_problem_with_an_indicator_and_no_household_takes_every_living_item_of_it(lived):
    row = entered(replace(UNSAFE, households=(), region_code=COUNTY))[0]
    assert [link.item_id for link in row.links.all()] == [lived.item().pk]
    with pytest.raises(UnableToRegister) as refused:
        entered(replace(UNSAFE, households=(), indicator="safe_drinking_water"), made=row.inspection)
    assert refused.value.field == "households"


def test_problems_are_entered_all_or_none():
    made = inspection()
    with pytest.raises(UnableToRegister):
        entered(ROAD, ROAD, replace(ROAD, region_code=OTHER_COUNTY), made=made)
    assert (Problem.objects.count(), Item.objects.count(), Event.objects.count()) == (0, 0, 0)
    rows = entered(ROAD, replace(ROAD, number=9), ROAD, made=made)
    assert [row.number for row in rows] == [1, 9, 10]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"region_code": OTHER_COUNTY}, "region_code"),
        ({"department": "nothing"}, "department"),
        ({"text": "  "}, "text"),
        ({"criteria": " "}, "criteria"),
        ({"standard": "cn-two-assurances", "indicator": "safe_housing"}, "criteria"),
        ({"text": "长" * 2001}, "text"),
        ({"deadline_on": date(2018, 1, 1)}, "deadline_on"),
        ({"leader_post_id": 77}, "leader_post"),
    ],
    ids=str,
)
def test_problem_that_is_not_whole_is_refused_at_its_entry(change, field):
    with pytest.raises(UnableToRegister) as refused:
        entered(replace(ROAD, **change))
    assert (refused.value.field, Problem.objects.count()) == (field, 0)


def test_number_of_the_paper_is_one_problem():
    row = problem()
    with pytest.raises(UnableToRegister) as refused:
        entered(replace(ROAD, number=1), made=row.inspection)
    assert refused.value.field == "number"


def test_what_the_ledger_does_not_hold_is_no_problem_here():
    with pytest.raises(UnableToOpenItem):
        entered(replace(ROAD, text="电话 13912345678 反映"))
    assert Problem.objects.count() == 0


@pytest.mark.parametrize("number", ["nobody", "1003"])
def test_household_outside_the_unit_is_not_named(lived, number):
    with pytest.raises(UnableToRegister) as refused:
        entered(replace(UNSAFE, region_code="152222100201", households=(number,)))
    assert (refused.value.field, Problem.objects.count()) == ("households", 0)


def test_leader_is_a_post_of_the_chain_of_the_unit():
    leader = post(region=COUNTY)
    row = problem(leader_post_id=leader.pk)
    assert row.leader_post == leader
    far = post(region=OTHER_COUNTY)
    with pytest.raises(UnableToRegister):
        entered(replace(ROAD, leader_post_id=far.pk), made=row.inspection)


@pytest.mark.parametrize(("role", "over"), [(Role.TOWNSHIP, None), (Role.COUNTY, OTHER_COUNTY)], ids=str)
def test_inspection_that_is_not_ones_own_takes_no_problem(role, over):
    made = inspection()
    with pytest.raises(UnableToFindRectification):
        entered(ROAD, actor=somebody(role, over=over), made=made)
