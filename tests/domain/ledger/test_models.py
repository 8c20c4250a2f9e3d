"""What the database itself refuses, on both databases."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from diguan.domain.ledger.choices import Closing, Refusal, State, Step
from diguan.domain.ledger.models import UNDATED, Event, Item
from tests.factories.ledger import AT, item

pytestmark = pytest.mark.django_db
DUE = date(2019, 8, 1)
SUBMITTED = {"state": State.SUBMITTED, "submitted_by": 7, "submitted_at": AT, "submitted_role": "village"}
IMPOSSIBLE = {
    "a second item of one problem": ({"key": "manual|1"}, "key"),
    "a second item of one number": ({"number": "152222-000001"}, "number"),
    "a state that there is none": ({"state": "forgotten"}, "item_state"),
    "closed by nobody": ({"state": State.CLOSED, "closed_at": AT, "ended_on": DUE}, "item_closing_is_submitted"),
    "closed without a kind": (
        {**SUBMITTED, "state": State.CLOSED, "closed_at": AT, "ended_on": DUE},
        "item_closing_is_submitted",
    ),
    "submitted without a kind": (SUBMITTED, "item_closing_is_submitted"),
    "closed without an hour": (
        {**SUBMITTED, "state": State.CLOSED, "closing": Closing.MENDED, "ended_on": DUE},
        "item_closed_at",
    ),
    "open with an hour of closing": ({"closed_at": AT}, "item_closed_at"),
    "withdrawn without a day": ({"state": State.WITHDRAWN}, "item_ended_on"),
    "verified for ever": ({**SUBMITTED, "closing": Closing.VERIFIED}, "item_verified_expires"),
    "mended until a day": ({**SUBMITTED, "closing": Closing.MENDED, "verified_until": DUE}, "item_verified_expires"),
    "a deadline before anybody determined it": ({"deadline_on": DUE}, "item_deadline_follows"),
    "criteria where a rule says it": ({"criteria": "都好了", "indicator": "income"}, "item_criteria_or_rule"),
    "a postponement that nobody asked for": ({"postpone_until": DUE}, "item_postponement_is_asked"),
}


@pytest.mark.parametrize(("values", "name"), IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_item_that_cannot_be_is_refused(values, name):
    item(1)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        item(2, **values)
    assert Item.objects.count() == 1


def test_lists_are_sorted_by_deadline_and_what_has_none_comes_last():
    item(1)
    item(2, determined_at=AT, deadline_on=DUE)
    item(3, determined_at=AT, deadline_on=DUE - timedelta(days=1))
    assert list(Item.objects.order_by("sorted_on", "id").values_list("running", "sorted_on")) == [
        (3, DUE - timedelta(days=1)),
        (2, DUE),
        (1, UNDATED),
    ]


def event(**other):
    values = {"act": Step.SUBMIT, "from_state": State.OPEN, "to_state": State.SUBMITTED, "at": AT}
    return Event.objects.create(item=item(1), **{**values, **other})


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_event SET reason = 'no'",
        "DELETE FROM ledger_event",
        "UPDATE ledger_event SET accepted = accepted",
    ],
)
def test_history_cannot_be_changed_or_removed(statement):
    kept = event()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Event.objects.get().pk == kept.pk


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"accepted": False}, "event_refusal"),
        ({"refusal": Refusal.STATE}, "event_refusal"),
        ({"accepted": False, "refusal": Refusal.STATE}, "event_refused_moves_nothing"),
        ({"act": "forgive"}, "event_act"),
    ],
    ids=["refused without a reason", "accepted with a refusal", "refused and moved all the same", "an unknown step"],
)
def test_event_that_cannot_be_is_refused(values, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        event(**values)
    assert Event.objects.count() == 0
