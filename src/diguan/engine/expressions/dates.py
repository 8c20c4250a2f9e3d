"""Completed years and months, and the latest day that has completed a given number of them: the one definition every back end follows.

A birthday itself counts. Born on 29 February, a year completes on 1 March of a common year; from the 31st, a month completes on the
1st of the month after one that has no 31st. Days are civil days of Asia/Shanghai, as the files write them: no clock, no time zone here.
"""

import calendar
from datetime import MAXYEAR, MINYEAR, date


def completed_years(born: date, on: date) -> int:
    """Whole years from `born` to `on`; negative when `born` is later."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def completed_months(since: date, on: date) -> int:
    """Whole months from `since` to `on`; negative when `since` is later."""
    return (on.year - since.year) * 12 + on.month - since.month - (on.day < since.day)


def latest_with_months(months: int, on: date) -> date | None:
    """The latest day from which at least `months` months are completed on `on`; None when it lies outside the calendar."""
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        return None
    return date(year, month + 1, min(on.day, calendar.monthrange(year, month + 1)[1]))


def latest_with_years(years: int, on: date) -> date | None:
    """The latest birth date that is at least `years` old on `on`; None when it lies outside the calendar."""
    return latest_with_months(12 * years, on)
