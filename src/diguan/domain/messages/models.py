"""Messages and the box of mail to be sent."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from diguan.domain.messages.choices import KEY_LENGTH, OPEN, MailState


class Message(models.Model):
    """Something an account is told. `key` is told once to an account, whatever is begun anew after a crash.

    `about` leads to what it is about ("item:12"; empty: nowhere). `words` fill the text of its kind: numbers, days, codes of
    regions, nothing of persons.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="told")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=KEY_LENGTH)
    about = models.CharField(max_length=40, default="", blank=True)
    words = models.JSONField(default=dict)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        """Constraints and indexes."""

        constraints = (
            models.UniqueConstraint(fields=["account", "key"], name="inbox_told_once"),
            models.CheckConstraint(condition=~Q(key=""), name="inbox_message_has_a_key"),
        )
        indexes = (
            models.Index(fields=["account", "-id"], name="inbox_of_an_account"),
            models.Index(fields=["account"], condition=Q(read_at=None), name="inbox_unread"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Mail(models.Model):
    """A mail that says that there is something to read: at most one a day to an account.

    `count` messages are unread, `newest` is the number of the last of them. `answer`: the number that the mail server
    answered with, 0 for none.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on = models.DateField()
    count = models.PositiveIntegerField()
    newest = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=MailState, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    answer = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Constraints and indexes."""

        constraints = (
            models.UniqueConstraint(fields=["account", "on"], name="inbox_one_mail_a_day"),
            models.CheckConstraint(condition=Q(state__in=MailState.values), name="inbox_mail_state_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=sorted(OPEN), ended_at__isnull=True)
                | (~Q(state__in=sorted(OPEN)) & Q(ended_at__isnull=False)),
                name="inbox_mail_end_has_an_instant",
            ),
        )
        indexes = (models.Index(fields=["state", "id"], name="inbox_mail_queue"),)

    def __str__(self) -> str:
        return f"{self.on} {self.state}"
