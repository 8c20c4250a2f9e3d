"""More time: asked for with a reason, decided by somebody above; and many items at once."""

from datetime import date, timedelta

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.ledger.actions import ask_postponement, decide_postponement
from diguan.domain.ledger.choices import Refusal, State
from diguan.domain.ledger.models import Item
from tests.domain.ledger.actions.test_stepping import DUE, FIRST, MORE, somebody, standing
from tests.factories.ledger import AT

pytestmark = pytest.mark.django_db
NOBODY = {"postpone_until": None, "postpone_by": None, "postpone_role": ""}


def ask(made, until=MORE):
    return ask_postponement(
        item_id=made.pk, version=made.version, until=until, reason="等雨季过去", actor=somebody(Role.VILLAGE), at=AT
    )


def decide(made, *, granted=True, at=AT):
    return decide_postponement(
        item_id=made.pk,
        version=made.version,
        granted=granted,
        reason="同意" if granted else "不同意",
        actor=somebody(Role.TOWNSHIP, account=9),
        at=at,
    )


@pytest.mark.parametrize("until", [DUE, DUE - timedelta(days=1), AT.date()])
def test_day_that_gives_no_more_time_is_refused(until):
    made = standing(State.OPEN, **NOBODY)
    outcome = ask(made, until)
    assert (outcome.code, outcome.field) == (Refusal.DEADLINE, "until")


def test_more_than_half_a_year_is_neither_asked_for_nor_granted():
    made = standing(State.OPEN, **NOBODY)
    half_a_year = AT.date() + timedelta(days=180)
    assert ask(made, half_a_year + timedelta(days=1)).code is Refusal.TOO_LONG
    asked = ask(made, half_a_year)
    Item.objects.filter(pk=made.pk).update(postpone_until=half_a_year + timedelta(days=1))
    assert decide(asked.item).code is Refusal.TOO_LONG


def test_granted_time_moves_the_deadline_and_is_counted():
    made = standing(State.OPEN, **NOBODY)
    asked = ask(made)
    assert (asked.item.deadline_on, asked.item.postpone_until) == (DUE, MORE)
    done = decide(asked.item)
    assert (done.accepted, done.item.deadline_on, done.item.postponements) == (True, MORE, 1)
    assert (done.item.postpone_until, done.item.postpone_by, done.item.postpone_role) == (None, None, "")
    assert Item.objects.get(pk=made.pk).sorted_on == MORE


def test_refused_time_leaves_the_deadline():
    done = decide(standing(State.OPEN), granted=False)
    assert (done.accepted, done.item.deadline_on, done.item.postponements, done.item.postpone_until) == (
        True,
        DUE,
        0,
        None,
    )


def test_time_that_nobody_asked_for_is_not_granted():
    assert decide(standing(State.OPEN, **NOBODY)).code is Refusal.STATE


def test_time_that_has_passed_meanwhile_is_not_granted():
    made = standing(State.OPEN)
    assert made.postpone_by == FIRST
    assert decide(made, at=AT + timedelta(days=100)).code is Refusal.DEADLINE
    assert date(2019, 9, 1) == Item.objects.get(pk=made.pk).postpone_until
