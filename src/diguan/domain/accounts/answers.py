"""Requests that a program marks with a key: done once, answered the same however often they are sent."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from diguan.domain.accounts.models import Answer

KEPT_FOR = timedelta(days=1)


def begin_answer(*, account_id: int, key: str, asked: str, at: datetime) -> tuple[Answer, bool]:
    """The answer to a key, and whether it is a new one, still to be filled in.

    To be called in the transaction that does what is asked: whoever sends the same at the same moment waits until that is done, and a
    crash leaves nothing.
    """
    Answer.objects.filter(account_id=account_id, at__lt=at - KEPT_FOR).delete()
    try:
        with transaction.atomic():
            return Answer.objects.create(account_id=account_id, key=key, asked=asked, at=at), True
    except IntegrityError:
        return Answer.objects.get(account_id=account_id, key=key), False


def end_answer(answer: Answer, *, status: int, media_type: str, body: str) -> None:
    """What was answered."""
    answer.status, answer.media_type, answer.body = status, media_type, body
    answer.save(update_fields=["status", "media_type", "body"])
