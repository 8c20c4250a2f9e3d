import threading

import pytest
from django.db import connection, transaction

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
