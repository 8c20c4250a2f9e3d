"""Completed years and months, by the calendar and by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diguan.engine.expressions.dates import completed_months, completed_years, latest_with_months, latest_with_years

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        ("2003-06-30", "2019-06-30", 16),
        ("2003-07-01", "2019-06-30", 15),
        ("2012-02-29", "2013-02-28", 0),
        ("2012-02-29", "2013-03-01", 1),
        ("2012-02-29", "2016-02-28", 3),
        ("2012-02-29", "2016-02-29", 4),
        ("2019-07-01", "2019-06-30", -1),
        ("2019-06-30", "2019-06-30", 0),
        ("2012-08-31", "2018-08-31", 6),
        ("2012-09-01", "2018-08-31", 5),
    ],
)
def test_completed_years(born, on, years):
    assert completed_years(date.fromisoformat(born), date.fromisoformat(on)) == years


@pytest.mark.parametrize(
    ("since", "on", "months"),
    [
        ("2019-01-31", "2019-02-28", 0),
        ("2019-01-31", "2019-03-01", 1),
        ("2019-01-31", "2019-03-31", 2),
        ("2019-01-15", "2019-06-14", 4),
        ("2019-01-15", "2019-06-15", 5),
        ("2018-12-31", "2019-12-31", 12),
        ("2019-07-01", "2019-06-30", -1),
    ],
)
def test_completed_months(since, on, months):
    assert completed_months(date.fromisoformat(since), date.fromisoformat(on)) == months


@given(DAYS, st.integers(-30, 120))
def test_latest_with_years_is_the_last_day_that_is_old_enough(on, years):
    latest = latest_with_years(years, on)
    assert completed_years(latest, on) >= years > completed_years(latest + timedelta(days=1), on)


@given(DAYS, st.integers(-300, 1500))
def test_latest_with_months_is_the_last_day_that_is_long_enough_ago(on, months):
    latest = latest_with_months(months, on)
    assert completed_months(latest, on) >= months > completed_months(latest + timedelta(days=1), on)


def test_latest_outside_the_calendar_is_none():
    assert latest_with_years(3000, date(2019, 6, 30)) is None
    assert latest_with_years(-9000, date(2019, 6, 30)) is None
