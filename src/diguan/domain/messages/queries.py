"""Messages of an account, and how the mail stands."""

from collections.abc import Mapping

from django.db.models import Count, QuerySet

from diguan.domain.messages.choices import MailState
from diguan.domain.messages.models import Mail, Message

MOST_COUNTED = 100


def messages_of(account_id: int, *, unread: bool = False) -> QuerySet[Message]:
    """What an account was told, newest first."""
    found = Message.objects.filter(account_id=account_id)
    return (found.filter(read_at=None) if unread else found).order_by("-id")


def unread_count(account_id: int) -> int:
    """How many messages nobody has read, counted to 100: every page shows it."""
    return messages_of(account_id, unread=True)[:MOST_COUNTED].count()


def mail_counts() -> Mapping[str, int]:
    """How many mails stand where, by state; every state is there."""
    rows = Mail.objects.order_by().values_list("state").annotate(number=Count("pk"))
    return dict.fromkeys(map(str, MailState), 0) | dict(rows)
