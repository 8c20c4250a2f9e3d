"""The box of mail: claimed (committed), sent, marked. What a crash leaves claimed is unsure, and is never sent again."""

from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Count, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from diguan.domain.accounts.models import Account
from diguan.domain.messages.choices import MOST_ATTEMPTS, MailState
from diguan.domain.messages.models import Mail, Message


@transaction.atomic
def queue_mails(*, on: date, at: datetime) -> int:
    """Queue a mail to every account with an address that has something unread which no mail has told of; how many they are.

    At most one a day, and none while an earlier one waits.
    """
    unread = Message.objects.filter(account=OuterRef("pk"), read_at=None).order_by().values("account")
    mailed = Mail.objects.filter(account=OuterRef("pk")).order_by().values("account")
    accounts = (
        Account.objects.filter(is_active=True)
        .exclude(email="")
        .annotate(
            unread=Subquery(unread.annotate(number=Count("pk")).values("number")),
            newest=Subquery(unread.annotate(last=Max("pk")).values("last")),
            mailed=Coalesce(Subquery(mailed.annotate(last=Max("newest")).values("last")), 0),
        )
        .filter(newest__gt=F("mailed"))
        .exclude(pk__in=Mail.objects.filter(on=on).values("account"))
        .exclude(pk__in=Mail.objects.filter(state=MailState.WAITING).values("account"))
        .order_by("pk")
    )
    mails = [Mail(account=a, on=on, count=a.unread, newest=a.newest, queued_at=at) for a in accounts]
    Mail.objects.bulk_create(mails, ignore_conflicts=True)
    return len(mails)


def claim_mail(*, since: datetime, at: datetime) -> Mail | None:
    """The mail that has waited longest becomes the caller's, or None. One that was tried since a moment is left for the next time."""
    with transaction.atomic():
        mail = _waiting().exclude(claimed_at__gte=since).first()
        if mail is None:
            return None
        mail.state, mail.claimed_at, mail.attempts = MailState.CLAIMED, at, mail.attempts + 1
        mail.save(update_fields=["state", "claimed_at", "attempts"])
        return mail


def _waiting() -> QuerySet[Mail]:
    found = Mail.objects.filter(state=MailState.WAITING).order_by("id")
    if connection.features.has_select_for_update_skip_locked:
        return found.select_for_update(skip_locked=True)
    return found


def end_mail(*, mail: Mail, state: MailState, answer: int, at: datetime) -> None:
    """Write down how sending ended. A mail that the server put off waits for the next time, and fails after too many of them."""
    if state == MailState.WAITING and mail.attempts >= MOST_ATTEMPTS:
        state = MailState.FAILED
    ended_at = None if state == MailState.WAITING else at
    Mail.objects.filter(pk=mail.pk).update(state=state, answer=answer, ended_at=ended_at)


def doubt_claimed_mails(*, at: datetime) -> int:
    """Mails that a run which is dead has claimed are unsure from now on; how many they are."""
    return Mail.objects.filter(state=MailState.CLAIMED).update(state=MailState.UNSURE, ended_at=at)
