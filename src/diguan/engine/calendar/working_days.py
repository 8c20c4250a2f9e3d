"""Counting in working days over the years that notices cover; other days count Monday to Friday and are said to be unknown."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate

from diguan.engine.calendar.model import Day, Due, Holiday, Year

WEEK = 7
SATURDAY = 5
DECEMBER = 12
# Set by the notice of the next year: New Year's holiday of 2019 began on 30 December, its worked weekend day was the 29th.
OPEN_FROM = 28
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkingCalendar:
    """Years that notices cover, and `local` ones laid over them: a local paper has the last word on the days it names."""

    years: tuple[Year, ...]
    local: tuple[Year, ...] = ()

    @cached_property
    def known_years(self) -> frozenset[int]:
        """Years of the calendar itself; what a place adds makes no year known."""
        return frozenset(year.year for year in self.years)

    @cached_property
    def _set(self) -> dict[date, tuple[bool, Holiday]]:
        """Days that a notice names -> whether they are worked, and the holiday they are off or worked for."""
        named: dict[date, tuple[bool, Holiday]] = {}
        for year in (*self.years, *self.local):
            for holiday in year.holidays:
                named |= dict.fromkeys(holiday.days, (False, holiday))
                named |= dict.fromkeys(holiday.worked_on, (True, holiday))
        return named

    def knows(self, on: date) -> bool:
        """Whether a notice covers a day; the last days of December need the next year's notice too."""
        open_end = on.month == DECEMBER and on.day >= OPEN_FROM
        return on.year in self.known_years and (not open_end or on.year + 1 in self.known_years)

    def day(self, on: date) -> Day:
        """What is said of a day."""
        named = self._set.get(on)
        return Day(on, self.is_working_day(on), self.knows(on), named[1] if named else None)

    def is_working_day(self, on: date) -> bool:
        """Whether a day is worked."""
        named = self._set.get(on)
        return named[0] if named else on.weekday() < SATURDAY

    def add(self, start: date, days: int) -> Due:
        """The `days`-th working day after `start` (before it where `days` is below zero; `start` itself for none)."""
        on, left, known = start, abs(days), True
        step = ONE_DAY if days > 0 else -ONE_DAY
        while left:
            on += step
            known = known and self.knows(on)
            left -= self.is_working_day(on)
        return Due(on, known)

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`; below zero where `end` is earlier."""
        return self._worked_until(end.toordinal()) - self._worked_until(start.toordinal())

    def _worked_until(self, ordinal: int) -> int:
        """Working days from Monday, 1 January of the year 1 up to and with a day."""
        weeks, rest = divmod(ordinal, WEEK)
        days, sums = self._exceptions
        return SATURDAY * weeks + min(rest, SATURDAY) + sums[bisect_right(days, ordinal)]

    @cached_property
    def _exceptions(self) -> tuple[list[int], list[int]]:
        """Days that are not as their weekday says, in order, and by how much the working days up to each of them differ."""
        named = sorted((day, worked) for day, (worked, _) in self._set.items() if worked != (day.weekday() < SATURDAY))
        sums = accumulate((1 if worked else -1 for _, worked in named), initial=0)
        return [day.toordinal() for day, _ in named], list(sums)

    def with_local(self, years: Iterable[Year]) -> "WorkingCalendar":
        """This calendar with days off and worked days of a place laid over it."""
        return replace(self, local=(*self.local, *years))
