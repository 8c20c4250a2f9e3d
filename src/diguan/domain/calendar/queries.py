"""Working days by region. Without a region the country's calendar alone answers."""

from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings

from diguan.domain.regions.queries import UnableToKnowRegion, region_of, subtree
from diguan.engine.calendar import CalendarFile, Day, Due, Holiday, WorkingCalendar, load_calendar

__all__ = [
    "Day",
    "Due",
    "Holiday",
    "UnableToPlaceCalendar",
    "add_working_days",
    "calendar_of",
    "day_of",
    "holidays_in",
    "is_working_day",
    "local_calendars",
    "working_days_between",
]
MOST_REMEMBERED = 8192  # so many pairs of day and number of days: a round opens thousands of items with few deadlines


class UnableToPlaceCalendar(Exception):
    """A file in DIGUAN_CALENDARS is for no region that there is."""

    def __init__(self, path: Path, region: str) -> None:
        self.path = path
        super().__init__(
            f"{path}：没有代码为“{region}”的区划，请在 region 中写明放假的是哪个区划\n"
            f"{path}: no region has the code '{region}'; say in `region` whose days off these are"
        )


@cache
def local_calendars() -> tuple[tuple[tuple[str, str], CalendarFile], ...]:
    """Calendars of places in DIGUAN_CALENDARS, by file name: the half-open range of codes each is for, and the calendar.

    Read once a process, at its start. UnableToReadCalendar, UnableToPlaceCalendar.
    """
    return () if settings.CALENDARS is None else tuple(map(_placed, sorted(settings.CALENDARS.glob("*.yaml"))))


def _placed(path: Path) -> tuple[tuple[str, str], CalendarFile]:
    file = load_calendar(path)
    try:
        return subtree(region_of(file.region).code), file
    except UnableToKnowRegion as error:
        raise UnableToPlaceCalendar(path, file.region) from error


def calendar_of(region_code: str = "") -> WorkingCalendar:
    """The calendar that holds in a region, given by its full code; places above it have laid their days off over the country's."""
    applies = tuple(n for n, ((low, high), _) in enumerate(local_calendars()) if low <= region_code < high)
    return _combined(applies)


@cache
def _combined(applies: tuple[int, ...]) -> WorkingCalendar:
    """The country's calendar with some local ones over it, the lowest unit last."""
    ranges = [local_calendars()[n] for n in applies]
    ranges.sort(key=lambda pair: (int(pair[0][0]), -int(pair[0][1])))
    country = WorkingCalendar(load_calendar().years)
    return country.with_local(year for _, file in ranges for year in file.years)


def day_of(on: date, region_code: str = "") -> Day:
    """What is said of a day: worked or not, known or not, and the holiday with its notice."""
    return calendar_of(region_code).day(on)


def holidays_in(year: int, region_code: str = "") -> tuple[Holiday, ...]:
    """Holidays with a day off or a worked day in a year, in the order of their first day; those of a place beside the country's."""
    calendar = calendar_of(region_code)
    every = (holiday for each in (*calendar.years, *calendar.local) for holiday in each.holidays)
    found = (h for h in every if any(day.year == year for day in (*h.days, *h.worked_on)))
    return tuple(sorted(found, key=lambda h: (h.first_on, h.last_on)))


def is_working_day(day: date, region_code: str = "") -> bool:
    """Whether a day is worked."""
    return calendar_of(region_code).is_working_day(day)


@lru_cache(maxsize=MOST_REMEMBERED)
def add_working_days(start: date, days: int, region_code: str = "") -> Due:
    """The end of the `days`-th working day after `start`: a deadline counts from the day of determination, that day not included.

    `Due.known` is False where the count went through days that no notice covers: those count Monday to Friday, and pages say so.
    """
    return calendar_of(region_code).add(start, days)


def working_days_between(start: date, end: date, region_code: str = "") -> int:
    """Working days after `start` up to and with `end`; below zero where `end` is earlier: the days by which something is overdue."""
    return calendar_of(region_code).between(start, end)
