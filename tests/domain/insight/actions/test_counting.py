"""What is kept is what rows say, from the day on which it was counted; what did not change stays as it is."""

from datetime import date, timedelta

import pytest

from diguan.domain.insight.actions import count_figures
from diguan.domain.insight.choices import ITEMS
from diguan.domain.insight.models import HouseholdFigure, ItemFigure, Reckoning
from diguan.domain.ledger.choices import State
from tests.domain.insight.reckoning import counted_households, counted_items, figures_of_now
from tests.domain.ledger.queries.reckoning import ON, VILLAGES, a_ledger
from tests.factories.accounts import AT, REGION
from tests.factories.items import item
from tests.web.board.conftest import HOUSING, judge

pytestmark = pytest.mark.django_db
LATER = ON + timedelta(days=3)


def test_every_figure_is_the_count_of_its_rows():
    a_ledger()
    reckoning = count_figures(on=ON, at=AT)
    assert figures_of_now(ItemFigure) == counted_items(ON)
    assert figures_of_now(HouseholdFigure) == counted_households()
    assert reckoning.changed == ItemFigure.objects.count() + HouseholdFigure.objects.count()


def test_household_that_no_input_covers_is_counted_apart():
    judge(REGION, [("1", VILLAGES[0], "1", "0"), ("2", VILLAGES[0], "1", "9"), ("3", VILLAGES[3], "1", "9")])
    count_figures(on=ON, at=AT)
    assert figures_of_now(HouseholdFigure) == counted_households()
    of = HouseholdFigure.objects.get(region_code=REGION, indicator=HOUSING)
    assert (of.households, of.unknown, of.uncovered) == (3, 1, 2)


def test_second_count_of_the_same_rows_changes_nothing():
    a_ledger()
    count_figures(on=ON, at=AT)
    before = list(ItemFigure.objects.order_by("id").values())
    assert count_figures(on=ON, at=AT).changed == 0
    assert list(ItemFigure.objects.order_by("id").values()) == before
    assert Reckoning.objects.count() == 2


def test_what_changed_ends_on_the_day_and_begins_anew_and_the_rest_stays():
    item(1, deadline=LATER - timedelta(days=1), place=VILLAGES[0])
    item(2, place=VILLAGES[3])
    count_figures(on=ON, at=AT)
    count_figures(on=LATER, at=AT)  # a deadline has passed meanwhile
    assert figures_of_now(ItemFigure) == counted_items(LATER)
    of = ItemFigure.objects.filter(standard="*").order_by("since")
    assert [(f.since, f.until, f.overdue) for f in of.filter(region_code=VILLAGES[0])] == [
        (ON, LATER, 0),
        (LATER, None, 1),
    ]
    assert [(f.since, f.until) for f in of.filter(region_code=VILLAGES[3])] == [(ON, None)]


def test_second_count_of_a_day_takes_the_place_of_the_first():
    one = item(1)
    count_figures(on=ON, at=AT)
    one.state, one.ended_on = State.WITHDRAWN, ON
    one.save()
    count_figures(on=ON, at=AT)
    assert figures_of_now(ItemFigure) == counted_items(ON)
    assert {(f.open, f.withdrawn, f.since) for f in ItemFigure.objects.all()} == {(0, 1, ON)}


def test_what_is_nought_again_has_no_figure():
    one = item(1)
    count_figures(on=ON, at=AT)
    type(one).objects.all().delete()
    count_figures(on=LATER, at=AT)
    assert figures_of_now(ItemFigure) == {}
    assert set(ItemFigure.objects.values_list("until", flat=True)) == {LATER}


def test_count_by_an_earlier_day_leaves_no_figure_that_ends_before_it_began():
    item(1)
    count_figures(on=LATER, at=AT)
    item(2)
    count_figures(on=ON, at=AT)
    assert figures_of_now(ItemFigure) == counted_items(ON)
    assert set(ItemFigure.objects.values_list("since", "until")) == {(ON, None)}


def test_figures_have_every_state_once():
    assert len(ITEMS) == len(set(ITEMS)) == len(State) - 1 + 4 + 2
    assert date(2019, 9, 1) == ON
