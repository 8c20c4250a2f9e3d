"""The figures of a day: everybody with a post gets his own, once, and nobody gets a page of zeros."""

from datetime import date

from diguan.domain.fieldwork.actions.digesting import digest
from diguan.domain.ledger.choices import State
from diguan.domain.messages.models import Message
from tests.domain.fieldwork.actions.test_reminding import at, posts
from tests.factories.items import item

__all__ = ["posts"]
ON = date(2019, 7, 1)


def test_digest_counts_what_is_open_due_late_and_to_be_confirmed(posts):
    item(1, deadline=date(2019, 7, 3), owner=posts["village"])
    item(2, deadline=date(2019, 6, 28), owner=posts["village"])
    item(3, deadline=date(2019, 9, 30), owner=posts["village"])
    item(4, state=State.SUSPECTED, owner=posts["village"])
    item(5, state=State.SUBMITTED, owner=posts["village"])
    assert digest(on=ON, at=at(ON)) == 2
    rows = {row.account.username: row.words for row in Message.objects.select_related("account")}
    assert rows == {
        "village.holder": {"on": "2019-07-01", "open": 5, "due": 1, "overdue": 1, "confirm": 0},
        "township.holder": {"on": "2019-07-01", "open": 0, "due": 0, "overdue": 0, "confirm": 1},
    }
    assert digest(on=ON, at=at(ON)) == 0
    assert Message.objects.count() == 2


def test_digest_where_nothing_is_open_tells_nobody(posts):
    assert digest(on=ON, at=at(ON)) == 0
