import pytest

from diguan.domain.messages.models import Message
from diguan.domain.messages.queries import MOST_COUNTED, mail_counts, messages_of, unread_count
from tests.factories.accounts import AT, account
from tests.factories.messages import tell

pytestmark = pytest.mark.django_db


def test_messages_are_ones_own_newest_first():
    one, other = account("one.tester"), account("other.tester")
    for key in "ab":
        tell(one, key)
    tell(other)
    assert [m.key for m in messages_of(one.pk)] == ["b", "a"]
    assert (unread_count(one.pk), unread_count(other.pk), unread_count(0)) == (2, 1, 0)


def test_unread_are_counted_to_a_hundred(django_assert_num_queries):
    one = account()
    rows = [Message(account=one, kind="digest", key=str(n), at=AT) for n in range(MOST_COUNTED + 20)]
    Message.objects.bulk_create(rows)
    with django_assert_num_queries(1):
        assert unread_count(one.pk) == MOST_COUNTED


def test_counts_of_mail_name_every_state():
    assert mail_counts() == dict.fromkeys(("waiting", "claimed", "sent", "unsure", "failed"), 0)
