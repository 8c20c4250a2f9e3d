from datetime import date

import pytest

from diguan.engine.verdicts import Subject
from tests.factories.facts import facts, inputs, source
from tests.factories.snapshots import value_by_id


def asked(name, **days):
    home = {"household_id": "1", "region_code": "152222000001", **days}
    return value_by_id(inputs(facts(Subject.HOUSEHOLD, source(1), [home])), Subject.HOUSEHOLD, name)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2019, 3, 1), date(2019, 3, 1), 1),
        (date(2019, 3, 1), date(2019, 3, 5), 5),
        (date(2019, 2, 27), date(2019, 3, 1), 3),
        (date(2019, 3, 5), date(2019, 3, 1), -3),
        (None, date(2019, 3, 1), None),
    ],
)
def test_notice_counts_its_first_and_its_last_day(first, last, days):
    assert asked("notice_days_held", notice_started_on=first, notice_ended_on=last) == {"1": days}


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2019, 3, 1), date(2019, 3, 16), 15),
        (date(2019, 3, 1), date(2019, 3, 1), 0),
        (date(2019, 3, 1), None, None),
    ],
)
def test_decision_is_counted_from_the_clue(first, last, days):
    assert asked("days_to_decision", clue_on=first, decided_on=last) == {"1": days}


def test_days_need_both_columns():
    assert asked("days_to_decision", clue_on=date(2019, 3, 1)) == {}
