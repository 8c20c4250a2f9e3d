from datetime import date, timedelta

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.audit.models import Entry
from diguan.domain.ledger.actions.opening import bring_back
from diguan.domain.ledger.choices import State
from diguan.domain.rectification import actions
from diguan.domain.rectification.actions.planning import Goal, Measure
from diguan.domain.rectification.choices import Refusal
from diguan.domain.rectification.models import Event
from tests.factories.rectification import (
    AT,
    COUNTY_OFFICE,
    accepted,
    fresh,
    problem,
    reported,
    somebody,
    under_way,
)

pytestmark = pytest.mark.django_db
LATER, MORE = AT + timedelta(days=200), date(2019, 12, 20)
TOWN = somebody(Role.TOWNSHIP)


@pytest.fixture
def row():
    return accepted(reported(under_way(problem())))


def found_again(item):
    return bring_back(item_id=item.pk, reason="又坏了", detail={}, actor=COUNTY_OFFICE.account_id, at=LATER)


def reopen(row, deadline=MORE, reason="回头看：路又坏了"):
    row = fresh(row)
    return actions.reopen(
        problem_id=row.pk, version=row.version, reason=reason, deadline_on=deadline, actor=COUNTY_OFFICE, at=LATER
    )


def test_problem_that_stands_again_rebounds_in_the_ledger_and_wants_a_new_plan(row):
    assert reopen(row).accepted
    row, item = fresh(row), row.links.get().item
    assert (row.state, row.rebounds, row.deadline_on, row.accepted_by, row.approved_by) == (
        "received",
        1,
        MORE,
        None,
        None,
    )
    assert (item.state, item.rebounds, item.deadline_on) == (State.OPEN, 1, MORE)
    outcome = actions.propose(problem_id=row.pk, version=row.version, actor=TOWN, at=LATER)
    assert outcome.code is Refusal.NOTHING_NEW
    measure = Measure("落实日常管护经费", row.tasks.get().post_id, MORE)
    task = actions.add_task(problem_id=row.pk, measure=measure, actor=TOWN, at=LATER)
    actions.add_stage(task_id=task.pk, goal=Goal("经费到位", MORE), actor=TOWN, at=LATER)
    row = fresh(row)
    assert actions.propose(problem_id=row.pk, version=row.version, actor=TOWN, at=LATER).accepted


def test_new_deadline_is_yet_to_come(row):
    outcome = reopen(row, deadline=LATER.date())
    assert (outcome.code, outcome.field, fresh(row).state) == (Refusal.STATE, "deadline_on", "accepted")
    assert row.links.get().item.state == State.CLOSED


def test_rebound_in_the_ledger_reopens_the_problem_once(row):
    assert actions.reopen_rebounded(at=LATER) == 0
    item = row.links.get().item
    assert found_again(item).state == State.OPEN
    assert actions.reopen_rebounded(at=LATER) == 1
    assert actions.reopen_rebounded(at=LATER) == 0
    row = fresh(row)
    last = Event.objects.latest("id")
    assert (row.state, row.rebounds, last.act, last.actor, last.detail) == (
        "received",
        1,
        "reopen",
        None,
        {"items": [item.number]},
    )
    assert Entry.objects.get(action="reopen_problem").subject_id == str(row.pk)


def test_person_who_reopens_what_the_ledger_has_found_again_brings_back_nothing_twice(row):
    item = row.links.get().item
    found_again(item)
    assert reopen(row).accepted
    assert row.links.get().item.rebounds == 1
