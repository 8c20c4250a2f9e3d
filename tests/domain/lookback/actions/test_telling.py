"""Inspections that are due are told once a stage: the inspector first, then who gave it; what came back is decided by itself."""

from datetime import date

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.lookback.actions import give_cases
from diguan.domain.lookback.actions.telling import Told, tell_of_lookback
from diguan.domain.lookback.choices import Known, Outcome
from diguan.domain.messages.models import Message
from tests.factories.accounts import holder, viewer
from tests.factories.lookback import DRAWN_AT, at, came_back, closed, plan

pytestmark = pytest.mark.django_db
DUE = date(2020, 3, 30)


@pytest.fixture
def given():
    item = closed(1)
    case = plan(size=1).cases.get()
    inspector = holder(Role.TOWNSHIP, over="152222101000", username="the.inspector")
    office = viewer(Role.COUNTY)
    give_cases(case_ids=[case.pk], username="the.inspector", actor=office, at=DRAWN_AT)
    return item, case, inspector.pk, office.account_id


def told(day):
    return tell_of_lookback(on=day, at=at(day))


def test_inspector_is_told_before_and_after_then_whoever_gave_it(given):
    _, case, inspector, office = given
    days = [
        date(2020, 3, 20),
        date(2020, 3, 23),
        date(2020, 3, 23),
        date(2020, 3, 27),
        date(2020, 3, 31),
        date(2020, 4, 8),
    ]
    assert [told(day).told for day in days] == [0, 1, 0, 1, 1, 1]
    kept = Message.objects.exclude(kind="lookback_given").order_by("pk").values_list("account", "kind")
    assert list(kept) == [
        (inspector, "lookback_due"),
        (inspector, "lookback_due"),
        (inspector, "lookback_overdue"),
        (office, "lookback_overdue"),
    ]
    case.refresh_from_db()
    assert case.due_on == DUE


def test_case_whose_problem_came_back_is_decided_and_told_no_more(given):
    item, case, _, _ = given
    came_back(item, date(2020, 3, 20))
    assert told(date(2020, 4, 8)) == Told(settled=1, told=0)
    case.refresh_from_db()
    assert (case.outcome, case.known, case.decided_on) == (Outcome.REBOUNDED, Known.LEDGER, date(2020, 4, 8))
    assert told(date(2020, 4, 9)) == Told()
