from datetime import timedelta

import pytest

from diguan.domain.accounts.permissions import Viewer
from diguan.domain.messages.actions import read_all_messages, read_message
from diguan.domain.messages.models import Message
from diguan.domain.messages.queries import messages_of, unread_count
from diguan.domain.messages.refusals import UnableToFindMessage
from tests.factories.accounts import AT, account
from tests.factories.messages import tell

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)


@pytest.fixture
def two():
    one, other = account("one.tester"), account("other.tester")
    for whom in (one, other):
        for key in "abc":
            tell(whom, key)
    return one, other


def test_message_is_read_once(two):
    one, other = two
    first = messages_of(one.pk).last()
    assert read_message(message_id=first.pk, actor=Viewer(one.pk), at=AT).read_at == AT
    assert read_message(message_id=first.pk, actor=Viewer(one.pk), at=LATER).read_at == AT
    assert (unread_count(one.pk), unread_count(other.pk)) == (2, 3)


def test_message_of_somebody_else_is_answered_like_none(two):
    one, other = two
    for number in (messages_of(other.pk).first().pk, 999_999):
        with pytest.raises(UnableToFindMessage):
            read_message(message_id=number, actor=Viewer(one.pk), at=AT)
    assert not Message.objects.exclude(read_at=None).exists()


def test_what_came_after_the_page_was_opened_stays_unread(two):
    one, other = two
    newest = messages_of(one.pk).first().pk
    tell(one, "later")
    assert read_all_messages(until=newest, actor=Viewer(one.pk), at=LATER) == 3
    assert [m.key for m in messages_of(one.pk, unread=True)] == ["later"]
    assert unread_count(other.pk) == 3
