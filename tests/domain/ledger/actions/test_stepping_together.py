"""Two people at one item in the same moment: one wins, the other is told, and nothing happens twice; on both databases."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from diguan.domain.accounts.choices import Role
from diguan.domain.ledger import actions
from diguan.domain.ledger.choices import Closing, Refusal, State, Step
from diguan.domain.ledger.models import Event, Item
from tests.domain.ledger.actions.test_stepping import a_file, somebody, standing
from tests.factories.ledger import AT

pytestmark = pytest.mark.django_db(transaction=True)
TOGETHER = 6


def at_once(*steps):
    """What each gave, all begun at the same moment in threads of their own."""
    gate, given = threading.Barrier(len(steps)), [None] * len(steps)

    def run(place, step):
        try:
            gate.wait()
            given[place] = step()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


@pytest.mark.parametrize("times", range(3))
def test_of_two_who_confirm_one_closes_and_the_other_is_told(times):
    made = standing(State.SUBMITTED)

    def confirming(account):
        who = somebody(Role.COUNTY, account=account)
        return lambda: actions.confirm(item_id=made.pk, version=made.version, actor=who, at=AT)

    given = at_once(*(confirming(account) for account in range(10, 10 + TOGETHER)))
    assert sorted((each.code or "" for each in given), key=str) == ["", *[Refusal.STALE] * (TOGETHER - 1)]
    item = Item.objects.get(pk=made.pk)
    assert (item.state, item.version) == (State.CLOSED, made.version + 1)
    confirmed = Event.objects.filter(item=made, act=Step.CONFIRM)
    assert (confirmed.filter(accepted=True).count(), confirmed.filter(accepted=False).count()) == (1, TOGETHER - 1)


def test_of_one_who_confirms_and_one_who_returns_one_wins():
    made = standing(State.SUBMITTED)
    how = {"item_id": made.pk, "version": made.version, "at": AT}
    given = at_once(
        lambda: actions.confirm(actor=somebody(Role.COUNTY, account=10), **how),
        lambda: actions.return_item(actor=somebody(Role.TOWNSHIP, account=11), reason="照片不清", **how),
    )
    assert sorted(each.accepted for each in given) == [False, True]
    state = Item.objects.get(pk=made.pk).state
    assert state == (State.CLOSED if given[0].accepted else State.OPEN)


def test_of_two_who_submit_one_submits():
    made = standing(State.OPEN)
    file = a_file().pk

    def submitting(account):
        return lambda: actions.submit(
            item_id=made.pk,
            version=made.version,
            closing=Closing.ACCEPTED,
            reason="完工",
            evidence=[file],
            actor=somebody(Role.VILLAGE, account=account),
            at=AT + timedelta(minutes=account),
        )

    given = at_once(submitting(20), submitting(21))
    assert sorted(each.accepted for each in given) == [False, True]
    item = Item.objects.get(pk=made.pk)
    assert (item.state, item.submitted_by) == (State.SUBMITTED, 20 if given[0].accepted else 21)
