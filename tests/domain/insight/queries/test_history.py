"""Figures by day are those that held on it."""

from datetime import date, timedelta

import pytest

from diguan.domain.insight.choices import ITEMS
from diguan.domain.insight.models import ItemFigure
from diguan.domain.insight.queries import Choice, days_of
from diguan.domain.insight.queries.history import SHOWN
from tests.domain.insight.conftest import STANDARD

pytestmark = pytest.mark.django_db
PLACE, FIRST = "152222000000", date(2019, 9, 1)


def held(since, until, *, open_=0, mended=0, standard="*", indicator="*", department="*"):
    numbers = dict.fromkeys(ITEMS, 0) | {"open": open_, "mended": mended}
    ItemFigure.objects.create(
        region_code=PLACE, parent_code="152200000000", level=3, since=FIRST + timedelta(days=since),
        until=None if until is None else FIRST + timedelta(days=until), standard=standard, indicator=indicator,
        department=department, **numbers,
    )  # fmt: skip


def told(choice, since=FIRST, *, veiled=False):
    return [(d.on.day, d.figures["living"], d.figures["closed"]) for d in days_of(choice, since, veiled=veiled)]


def test_every_day_of_change_has_what_held_from_it_on():
    held(0, 3, open_=12)
    held(3, 7, open_=10, mended=2)
    held(7, None, mended=12)
    assert told(Choice(PLACE, STANDARD)) == [(1, 12, 0), (4, 10, 2), (8, 0, 12)]


def test_what_held_before_the_first_day_counts_as_of_it():
    held(0, 3, open_=12)
    held(3, None, open_=10)
    assert told(Choice(PLACE, STANDARD), FIRST + timedelta(days=2)) == [(3, 12, 0), (4, 10, 0)]
    assert told(Choice(PLACE, STANDARD), FIRST + timedelta(days=5)) == [(6, 10, 0)]


def test_indicator_and_department_cut_the_days():
    held(0, None, open_=12)
    held(0, 2, open_=7, standard=STANDARD, indicator="income", department="water")
    held(0, None, open_=5, standard=STANDARD, indicator="income", department="housing")
    assert told(Choice(PLACE, STANDARD, "income")) == [(1, 12, 0), (3, 5, 0)]
    assert told(Choice(PLACE, STANDARD, department="housing")) == [(1, 5, 0)]
    assert told(Choice(PLACE, "other", "income")) == []


def test_small_figures_are_left_out_for_whoever_sees_no_rows():
    held(0, 2, open_=12)
    held(2, None, open_=3)
    assert told(Choice(PLACE), veiled=True) == [(1, 12, 0), (3, None, 0)]
    assert set(days_of(Choice(PLACE), FIRST, veiled=False)[0].figures) == set(SHOWN)


def test_before_the_first_round_nobody_knows_how_households_stand():
    from diguan.domain.insight.models import HouseholdFigure

    held(0, None, open_=12)
    HouseholdFigure.objects.create(
        region_code=PLACE, parent_code="152200000000", level=3, since=FIRST + timedelta(days=4), standard=STANDARD,
        indicator="*", households=30, met=0, declared=1, unmet=0, unknown=2, not_applicable=0,
    )  # fmt: skip
    days = days_of(Choice(PLACE, STANDARD), FIRST, veiled=False)
    assert [(d.figures["unmet"], d.figures["unknown"], d.figures["living"]) for d in days] == [
        (None, None, 12),
        (0, 2, 12),
    ]
