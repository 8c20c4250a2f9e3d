"""Days on which somebody can have seen, said or lived through something."""

from datetime import date

from diguan.engine.documents import Label

FIRST = date(
    1949, 10, 1
)  # nothing that the registry holds was seen or has happened before; an earlier day is a slip of the pen


def impossible_day(day: date, today: date) -> Label | None:
    """Why a day cannot be; None where it can."""
    if day > today:
        return Label(f"日期{day}还没有到", f"the day {day} is yet to come")
    if day < FIRST:
        return Label(f"日期{day}太早，不可能", f"the day {day} is too long ago to be true")
    return None
