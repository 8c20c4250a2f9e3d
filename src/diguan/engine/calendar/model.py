"""What a calendar is made of: notices, holidays, years, and what is said of one day."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from diguan.engine.documents import Label


@dataclass(frozen=True, slots=True)
class Notice:
    """The paper that sets days off. `text`: read on a page of a government, or word for word in reprints."""

    number: str
    title: str
    signed_on: date
    text: Literal["official", "reprint"]


@dataclass(frozen=True, slots=True)
class Holiday:
    """Days off from `first_on` to `last_on`, both included, and the weekend days worked for them."""

    name: Label
    first_on: date
    last_on: date
    worked_on: tuple[date, ...]
    notice: Notice

    @property
    def days(self) -> tuple[date, ...]:
        """The days off, in order."""
        return tuple(self.first_on + timedelta(days=n) for n in range((self.last_on - self.first_on).days + 1))


@dataclass(frozen=True, slots=True)
class Year:
    """One year as its notices set it. Days at the end of the year before may belong to it."""

    year: int
    notices: tuple[Notice, ...]
    holidays: tuple[Holiday, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """One day: whether it is worked, whether that is known by notice, and the holiday it is off or worked for."""

    on: date
    working: bool
    known: bool
    holiday: Holiday | None


@dataclass(frozen=True, slots=True)
class Due:
    """The day a count of working days ends on. `known` is False where it went through days that no notice covers."""

    on: date
    known: bool
