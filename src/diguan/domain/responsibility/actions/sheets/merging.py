"""What a row's days do to the days that are there already; the same for help and for posts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from diguan.engine.documents import Label


class Spell(Protocol):
    """Something from a day up to, not including, another."""

    since_on: date
    until_on: date | None


Held = TypeVar("Held", bound=Spell)


class Means(StrEnum):
    """What a row means beside what is there."""

    NEW = "new"
    SAME = "same"
    END = "end"  # of what is there, on the day that the row says
    AGAINST = "against"  # the row and what is there do not go together


@dataclass(frozen=True, slots=True)
class Merged(Generic[Held]):
    """What a row means, and of which spell."""

    means: Means
    spell: Held | None = None


def merge(spells: Iterable[Held], since_on: date, until_on: date | None) -> Merged[Held]:
    """A row beside the spells of the same two: begun on the same day it may end one, overlapping otherwise it stands against it."""
    for spell in spells:
        if spell.since_on == since_on:
            if spell.until_on == until_on:
                return Merged(Means.SAME, spell)
            return Merged(Means.END if spell.until_on is None else Means.AGAINST, spell)
    against = next((spell for spell in spells if overlaps(spell, since_on, until_on)), None)
    return Merged(Means.AGAINST, against) if against is not None else Merged(Means.NEW)


def overlaps(spell: Spell, since_on: date, until_on: date | None) -> bool:
    """Whether two spells have a day in common."""
    return (until_on is None or spell.since_on < until_on) and (
        spell.until_on is None or (since_on < spell.until_on and spell.since_on < spell.until_on)
    )


def told(spell: Spell) -> tuple[Label, Label]:
    """What is there and stands against a row, and what to do."""
    ends = spell.until_on.isoformat() if spell.until_on else ""
    reason = Label(
        f"系统中已有：{spell.since_on} 起{f'，至 {ends}' if ends else ''}，与本行日期不合",
        f"there is already: from {spell.since_on}{f' to {ends}' if ends else ''}, which does not go with this row",
    )
    return reason, Label(
        "核对日期；确需改的请在页面上结束原来的一条", "look at the days; to change what is there, end it on its page"
    )
