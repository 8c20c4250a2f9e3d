"""Telling accounts something, once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from diguan.domain.messages.models import Message
from diguan.domain.messages.wording import Word, kept_words

AT_ONCE = 500  # messages a statement


@dataclass(frozen=True, slots=True)
class Telling:
    """What an account is to be told, as `notify` has it."""

    account_id: int
    kind: str
    key: str
    about: str = ""
    words: Mapping[str, Word] = field(default_factory=dict)


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


def notify_many(tellings: Sequence[Telling], *, at: datetime) -> int:
    """The same for many at once, with few statements; how many are new. Nobody is told anything when one of them is UnableToNotify."""
    rows = {(each.account_id, each.key): _row(each, at) for each in reversed(tellings)}
    wanted = [rows[known] for known in dict.fromkeys((each.account_id, each.key) for each in tellings)]
    return sum(_tell(wanted[first : first + AT_ONCE]) for first in range(0, len(wanted), AT_ONCE))


def _row(telling: Telling, at: datetime) -> Message:
    kept = kept_words(telling.kind, telling.words)
    return Message(
        account_id=telling.account_id, kind=telling.kind, key=telling.key, about=telling.about, words=kept, at=at
    )


def _tell(rows: Sequence[Message]) -> int:
    """Those that were not told before; what another run tells in this very moment is left to it."""
    own = Message.objects.filter(account__in={row.account_id for row in rows}, key__in={row.key for row in rows})
    told = set(own.values_list("account_id", "key"))
    new = [row for row in rows if (row.account_id, row.key) not in told]
    Message.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)
