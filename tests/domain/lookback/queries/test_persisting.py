"""Figures of persistence against a count by hand, cut to whoever asks."""

from datetime import date

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.accounts.permissions import Viewer
from diguan.domain.lookback.choices import Method, Outcome
from diguan.domain.lookback.models import Case
from diguan.domain.lookback.queries import Persistence, persistence
from tests.factories.accounts import COUNTY, OTHER_COUNTY, viewer
from tests.factories.lookback import closed, decide, plan

HERE, NEXT, THERE = "152222100001", "152222101001", "152223100001"
FIRST, LAST = date(2020, 3, 20), date(2020, 4, 2)


@pytest.fixture
def looked(db):
    """Two townships here and one village there: what persists, came back and could not be seen."""
    placed = [(HERE, "housing"), (HERE, "housing"), (HERE, "education"), (NEXT, "housing"), (THERE, "housing")]
    for running, (place, department) in enumerate(placed, start=1):
        closed(running, place=place, department=department)
    plan(size=9)
    plan(size=9, region=OTHER_COUNTY)
    results = [Outcome.PERSISTS, Outcome.REBOUNDED, Outcome.UNSEEN, Outcome.PERSISTS, Outcome.REBOUNDED]
    for case, outcome in zip(Case.objects.order_by("item__running"), results, strict=True):
        decide(case, outcome, LAST if case.region_code == NEXT else FIRST)


@pytest.mark.usefixtures("looked")
def test_figures_are_those_counted_by_hand():
    county = viewer(Role.COUNTY)
    rows = persistence(county, region_code=COUNTY)
    assert rows == [
        Persistence(HERE, "safe_housing", "education", 0, 0, 0, 1, FIRST),
        Persistence(HERE, "safe_housing", "housing", 2, 1, 1, 0, FIRST),
        Persistence(NEXT, "safe_housing", "housing", 1, 1, 0, 0, LAST),
    ]
    assert persistence(county, level="county") == [
        Persistence(COUNTY, "safe_housing", "education", 0, 0, 0, 1, FIRST),
        Persistence(COUNTY, "safe_housing", "housing", 3, 2, 1, 0, LAST),
    ]
    assert [row.region_code for row in persistence(county, level="township")] == ["152222100000"] * 2 + ["152222101000"]


@pytest.mark.usefixtures("looked")
def test_nothing_of_another_county_is_told():
    assert persistence(viewer(Role.COUNTY), region_code=OTHER_COUNTY) == []
    assert persistence(Viewer(0)) == []
    everywhere = persistence(viewer(Role.PREFECTURE), level="prefecture")
    assert sum(row.rebounded for row in everywhere) == 2


@pytest.mark.usefixtures("looked")
def test_time_of_the_result_is_half_open():
    county = viewer(Role.COUNTY)
    assert [row.as_of for row in persistence(county, since=FIRST, until=LAST)] == [FIRST, FIRST]
    assert [row.as_of for row in persistence(county, since=LAST)] == [LAST]


@pytest.mark.django_db
def test_samples_by_risk_are_left_out_unless_asked_for():
    closed(1)
    plan(method=Method.RISK, size=1)
    decide(Case.objects.get(), Outcome.REBOUNDED)
    county = viewer(Role.COUNTY)
    assert persistence(county) == []
    assert [row.rebounded for row in persistence(county, methods=Method)] == [1]
