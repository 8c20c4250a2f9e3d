"""What a region tree is made of; all values are read from a region folder and never change afterwards."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Label:
    """A text in both languages."""

    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.zh} {self.en}"


@dataclass(frozen=True, slots=True)
class Level:
    """One storey of the tree: 1 is the top; `digits` is how many characters of the code say where a unit of this level stands."""

    number: int
    id: str
    digits: int
    label: Label


@dataclass(frozen=True, slots=True)
class Kind:
    """What a unit is: its level, or something besides it such as a development zone on the level of counties."""

    id: str
    label: Label


@dataclass(frozen=True, slots=True)
class Region:
    """One unit in one state of its history: in force from `valid_from` (None: from the beginning) up to, not including, `valid_to`."""

    code: str
    name: str
    level: int
    kind: str
    valid_from: date | None = None
    valid_to: date | None = None
    succeeded_by: tuple[str, ...] = ()

    def in_force(self, on: date | None) -> bool:
        """True on a day of the interval; without a day, true unless the unit has ended."""
        return covers(self.valid_from, self.valid_to, on)


@dataclass(frozen=True, slots=True)
class MarkKind:
    """A kind of mark that a unit may carry, such as nationally poor."""

    id: str
    label: Label


@dataclass(frozen=True, slots=True)
class Mark:
    """A dated mark of one unit, in force from `valid_from` up to, not including, `valid_to`.

    `valid_from` None: the source does not say since when; the mark counts on every day before `valid_to`, and `start_known` is False.
    """

    code: str
    kind: MarkKind
    valid_from: date | None
    valid_to: date | None
    exit_year: int | None = None
    announced: str = ""
    detail: str = ""
    evidence: str = ""

    @property
    def start_known(self) -> bool:
        """Whether the source says since when."""
        return self.valid_from is not None

    def in_force(self, on: date) -> bool:
        """True on a day of the interval."""
        return covers(self.valid_from, self.valid_to, on)


@dataclass(frozen=True, slots=True)
class Source:
    """Where the units come from."""

    publisher: Label
    by_way_of: str
    as_of: str
    licence: str


def covers(start: date | None, end: date | None, on: date | None) -> bool:
    """Whether a half-open interval holds a day; without a day, whether it has no end."""
    if on is None:
        return end is None
    return (start is None or start <= on) and (end is None or on < end)
