import threading

import pytest
from django.db import connection, transaction

from diguan.domain.messages.actions.telling import Telling, notify_many
from diguan.domain.messages.models import Message
from diguan.domain.messages.refusals import UnableToNotify
from tests.factories.accounts import AT, account
from tests.factories.messages import tell


@pytest.mark.django_db
def test_account_is_told_once():
    one, other = account("one.tester"), account("other.tester")
    assert [tell(one), tell(one, count=9), tell(one, "b"), tell(other)] == [True, False, True, True]
    found = Message.objects.get(account=one, key="a")
    assert (found.kind, found.words, found.about, found.at, found.read_at) == (
        "items_taken_over",
        {"count": 3},
        "items",
        AT,
        None,
    )


@pytest.mark.django_db
def test_what_is_rolled_back_was_not_told():
    whom = account()

    @transaction.atomic
    def both():
        tell(whom)
        tell(whom, "b", count=None)

    with pytest.raises(UnableToNotify):
        both()
    assert Message.objects.count() == 0
    assert tell(whom)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_tell_once():
    whom, found = account(), []

    def together():
        try:
            found.append(tell(whom))
        finally:
            connection.close()

    threads = [threading.Thread(target=together) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [False, False, False, True]
    assert Message.objects.count() == 1


def telling(whom, key, count=3, kind="items_taken_over"):
    return Telling(whom.pk, kind, key, "items", {"count": count})


@pytest.mark.django_db
def test_many_are_told_what_is_new_to_each_with_few_questions(django_assert_num_queries):
    one, other = account("one.tester"), account("other.tester")
    tell(one, "a", count=1)
    many = [telling(one, "a", 9), *(telling(whom, key) for whom in (one, other) for key in "bc"), telling(one, "b", 5)]
    with django_assert_num_queries(2):
        assert notify_many(many, at=AT) == 4
    rows = Message.objects.order_by("account_id", "key").values_list("account_id", "key", "words__count")
    assert list(rows) == [(one.pk, "a", 1), (one.pk, "b", 3), (one.pk, "c", 3), (other.pk, "b", 3), (other.pk, "c", 3)]
    assert notify_many(many, at=AT) == notify_many([], at=AT) == 0


@pytest.mark.django_db
def test_many_with_one_that_cannot_be_told_are_told_nothing():
    whom = account()
    with pytest.raises(UnableToNotify):
        notify_many([telling(whom, "a"), telling(whom, "b", kind="no_such_kind")], at=AT)
    assert Message.objects.count() == 0
