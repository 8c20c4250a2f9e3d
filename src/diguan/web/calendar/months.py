"""Months as tables: weeks from Monday to Sunday, each day with what it is."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date

from diguan.domain.calendar.queries import Day, day_of
from diguan.web.shared.texts import text

WEEKS = Calendar(firstweekday=0)
MONTHS = range(1, 13)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of a month: `kind` is work, weekend, off (a holiday) or worked (a weekend day worked for one)."""

    day: Day
    kind: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month in weeks; days of other months are None."""

    year: int
    number: int
    weeks: tuple[tuple[Cell | None, ...], ...] = ()

    @property
    def name(self) -> str:
        """Its name in the reader's language."""
        return text(f"calendar:month.{self.number}")

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Its days in order."""
        return tuple(cell for week in self.weeks for cell in week if cell)

    @property
    def working(self) -> int:
        """How many days are worked."""
        return sum(cell.day.working for cell in self.cells)

    @property
    def known(self) -> bool:
        """Whether a notice covers every day."""
        return all(cell.day.known for cell in self.cells)

    @property
    def partly(self) -> bool:
        """Whether a notice covers any day."""
        return any(cell.day.known for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Weekday:
    """Head of a column."""

    short: str
    name: str


def month_of(year: int, number: int, region_code: str) -> Month:
    """A month as it is worked in a region."""
    weeks = WEEKS.monthdayscalendar(year, number)
    return Month(year, number, tuple(tuple(_cell(year, number, day, region_code) for day in week) for week in weeks))


def weekdays() -> list[Weekday]:
    """Monday to Sunday in the reader's language."""
    return [Weekday(text(f"calendar:weekday.{n}"), text(f"calendar:weekday_name.{n}")) for n in range(7)]


def _cell(year: int, month: int, number: int, region_code: str) -> Cell | None:
    if not number:
        return None
    day = day_of(date(year, month, number), region_code)
    if day.holiday:
        return Cell(day, "worked" if day.working else "off")
    return Cell(day, "weekend" if day.on.weekday() >= SATURDAY else "work")
