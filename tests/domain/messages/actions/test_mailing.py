from datetime import timedelta

import pytest

from diguan.domain.accounts.models import Account
from diguan.domain.accounts.permissions import Viewer
from diguan.domain.messages.actions import read_all_messages
from diguan.domain.messages.actions.mailing import claim_mail, doubt_claimed_mails, end_mail, queue_mails
from diguan.domain.messages.choices import MOST_ATTEMPTS, MailState
from diguan.domain.messages.models import Mail
from diguan.domain.messages.queries import mail_counts
from tests.factories.accounts import AT, ON, account
from tests.factories.messages import reader, tell

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def test_mail_is_queued_for_what_no_mail_has_told_of():
    one = reader()
    tell(one)
    tell(one, "b")
    assert queue_mails(on=ON, at=AT) == 1
    mail = Mail.objects.get()
    assert (mail.account, mail.on, mail.count, mail.state) == (one, ON, 2, MailState.WAITING)
    end_mail(mail=mail, state=MailState.SENT, answer=250, at=AT)
    assert queue_mails(on=ON + DAY, at=AT) == 0  # nothing new
    tell(one, "c")
    assert queue_mails(on=ON, at=AT) == 0  # one a day
    assert queue_mails(on=ON + DAY, at=AT) == 1
    assert Mail.objects.latest("id").count == 3


def test_mail_that_waits_is_not_joined_by_another():
    one = reader()
    tell(one)
    queue_mails(on=ON, at=AT)
    tell(one, "b")
    assert queue_mails(on=ON + DAY, at=AT) == 0


def test_nobody_without_address_rights_or_anything_unread_gets_mail():
    silent, gone, done = account("silent.one"), reader("gone.one"), reader("done.one", "done@example.org")
    for whom in (silent, gone, done):
        tell(whom)
    Account.objects.filter(pk=gone.pk).update(is_active=False)
    read_all_messages(until=2**31, actor=Viewer(done.pk), at=AT)
    reader("idle.one", "idle@example.org")
    assert queue_mails(on=ON, at=AT) == 0


def waiting(*usernames):
    for name in usernames:
        tell(reader(name, f"{name}@example.org"))
    queue_mails(on=ON, at=AT)


def test_mail_is_claimed_by_one_alone_in_order():
    waiting("first.one", "second.one")
    claimed = [claim_mail(since=AT, at=AT + MINUTE) for _ in range(3)]
    assert [mail and mail.account.username for mail in claimed] == ["first.one", "second.one", None]
    assert mail_counts() == {"waiting": 0, "claimed": 2, "sent": 0, "unsure": 0, "failed": 0}


def test_mail_that_was_put_off_waits_for_the_next_time_and_fails_in_the_end():
    waiting("first.one")
    for attempt in range(MOST_ATTEMPTS):
        since = AT + attempt * DAY
        mail = claim_mail(since=since, at=since + MINUTE)
        end_mail(mail=mail, state=MailState.WAITING, answer=450, at=since + MINUTE)
        assert claim_mail(since=since, at=since + MINUTE) is None
    found = Mail.objects.get()
    assert (found.state, found.attempts, found.answer) == (MailState.FAILED, MOST_ATTEMPTS, 450)
    assert found.ended_at is not None


def test_mail_that_a_dead_run_has_claimed_is_unsure_and_never_claimed_again():
    waiting("first.one", "second.one")
    claim_mail(since=AT, at=AT + MINUTE)
    assert doubt_claimed_mails(at=AT + DAY) == 1
    left = claim_mail(since=AT + DAY, at=AT + DAY)
    assert left.account.username == "second.one"
    assert claim_mail(since=AT + 2 * DAY, at=AT + 2 * DAY) is None
    assert mail_counts()["unsure"] == 1
