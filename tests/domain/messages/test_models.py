import pytest
from django.db import IntegrityError, transaction

from diguan.domain.messages.choices import MailState
from diguan.domain.messages.models import Mail, Message
from tests.factories.accounts import AT, ON, account

pytestmark = pytest.mark.django_db


def message(whom, **values):
    return Message.objects.create(**{"account": whom, "kind": "digest", "key": "a", "at": AT, **values})


def mail(whom, **values):
    return Mail.objects.create(**{"account": whom, "on": ON, "count": 1, "newest": 1, "queued_at": AT, **values})


@pytest.mark.parametrize(
    ("make", "values", "name"),
    [
        (message, {"key": ""}, "inbox_message_has_a_key"),
        (mail, {"state": "lost", "ended_at": AT}, "inbox_mail_state_is_known"),
        (mail, {"state": MailState.SENT}, "inbox_mail_end_has_an_instant"),
        (mail, {"state": MailState.CLAIMED, "ended_at": AT}, "inbox_mail_end_has_an_instant"),
    ],
)
def test_row_that_cannot_be_is_refused(make, values, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make(account(), **values)


@pytest.mark.parametrize("make", [message, mail])
def test_second_row_of_a_key_or_a_day_is_refused(make):
    whom = account()
    make(whom)
    with pytest.raises(IntegrityError), transaction.atomic():
        make(whom)
    assert make(account("other.tester")).pk
