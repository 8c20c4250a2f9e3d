"""Working days of 2019 and 2020 as the notices of the State Council say, written down here once more and counted one by one."""

from datetime import UTC, date, datetime, timedelta

ONE = timedelta(days=1)
FREE = (
    (date(2019, 9, 13), date(2019, 9, 15)),
    (date(2019, 10, 1), date(2019, 10, 7)),
    (date(2020, 1, 1), date(2020, 1, 1)),
    (date(2020, 1, 24), date(2020, 2, 2)),
    (date(2020, 4, 4), date(2020, 4, 6)),
    (date(2020, 5, 1), date(2020, 5, 5)),
    (date(2020, 6, 25), date(2020, 6, 27)),
)
WORKED = {
    date(2019, 9, 29),
    date(2019, 10, 12),
    date(2020, 1, 19),
    date(2020, 4, 26),
    date(2020, 5, 9),
    date(2020, 6, 28),
}
STAGES = ((5, 1), (1, 2), (-1, 3), (-6, 4), (-11, 5), (-16, 6))  # working days to go, and the rank of what is told then


def at(day, hour=8):
    """A moment of a day."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC) - timedelta(hours=8)


def works(day):
    """Whether a day is worked."""
    return day in WORKED or (day.weekday() < 5 and not any(first <= day <= last for first, last in FREE))


def after(day, count):
    """The so-manieth working day after a day."""
    while count:
        day += ONE
        count -= works(day)
    return day


def to_go(day, deadline):
    """Working days until a deadline, below zero when it has passed."""
    first, last = min(day, deadline), max(day, deadline)
    count = sum(works(first + n * ONE) for n in range(1, (last - first).days + 1))
    return count if day <= deadline else -count


def rank_on(day, deadline):
    """The last stage that a deadline has come to, 0 before the first."""
    left = to_go(day, deadline)
    return max((rank for days, rank in STAGES if left <= days), default=0)
