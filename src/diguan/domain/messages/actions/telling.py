"""Telling an account something, once."""

from datetime import datetime

from diguan.domain.messages.models import Message
from diguan.domain.messages.wording import Word, kept_words


def notify(*, account_id: int, kind: str, key: str, about: str = "", at: datetime, **words: Word) -> bool:
    """Tell an account something, in the running transaction; the same key again does nothing. Whether it is new.

    `kind` has its text in locale/messages.yaml, and `words` are what the text names: numbers, days, short texts without anything of
    persons; one called `region` is a full code. UnableToNotify.
    """
    kept = kept_words(kind, words)
    _, is_new = Message.objects.get_or_create(
        account_id=account_id, key=key, defaults={"kind": kind, "about": about, "words": kept, "at": at}
    )
    return is_new
