from datetime import date

import pytest

from diguan.engine.verdicts import Subject
from tests.factories.facts import facts, inputs, source
from tests.factories.snapshots import value_by_id


def asked(name, **days):
    home = {"household_id": "1", "region_code": "152222000001", **days}
    return value_by_id(inputs(facts(Subject.HOUSEHOLD, source(1), [home])), Subject.HOUSEHOLD, name)


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2018, 6, 1), date(2018, 12, 1), 6),
        (date(2018, 6, 1), date(2018, 11, 1), 5),
        (date(2018, 6, 15), date(2018, 12, 1), 6),  # a month only: it may have been the 15th
        (date(2018, 6, 15), date(2018, 12, 15), 6),
        (date(2018, 6, 15), date(2018, 12, 14), 5),
        (date(2018, 6, 1), date(2018, 4, 1), -2),
        (None, date(2018, 12, 1), None),
    ],
)
def test_months_of_monitoring_are_full_where_days_are_known(first, last, months):
    assert asked("months_monitored", monitored_on=first, cleared_on=last) == {"1": months}


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2018, 1, 1), date(2018, 12, 31), 12),
        (date(2018, 6, 1), date(2019, 5, 1), 12),
        (date(2018, 9, 15), date(2019, 5, 10), 9),
    ],
)
def test_window_of_the_income_counts_its_first_and_its_last_month(first, last, months):
    assert asked("income_months", income_from=first, income_until=last) == {"1": months}


@pytest.mark.parametrize(
    ("until", "identified", "months"),
    [
        (date(2019, 5, 31), date(2019, 6, 1), 1),
        (date(2019, 5, 1), date(2019, 6, 20), 1),
        (date(2018, 12, 31), date(2019, 6, 1), 6),
        (date(2019, 6, 30), date(2019, 6, 1), 0),
    ],
)
def test_months_before_the_identification_are_calendar_months(until, identified, months):
    assert asked("income_months_before", income_until=until, monitored_on=identified) == {"1": months}


def test_months_need_both_columns():
    assert asked("months_monitored", monitored_on=date(2018, 6, 1)) == {}
    assert asked("income_months_before", income_until=date(2018, 6, 1)) == {}
