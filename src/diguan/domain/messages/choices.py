"""Where a mail stands."""

from django.db.models import TextChoices


class MailState(TextChoices):
    """`unsure`: somebody began to send it and never said how it ended; it is not sent again."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    UNSURE = "unsure"
    FAILED = "failed"


OPEN = frozenset({MailState.WAITING, MailState.CLAIMED})
KEY_LENGTH = 160
MOST_ATTEMPTS = 5
