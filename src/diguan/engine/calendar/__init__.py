"""Working days: which days are worked, by the dated notices that say so, and counting in them.

Belongs here: reading calendars (`src/diguan/data/calendars/`), days off and worked weekends with their notice, counting forth and back.
Does not belong here: deadlines of anything, whose day it is, the clock. A round's own suggested deadlines do not ask it: they count Monday
to Friday and say so, because a round of 2016 must come out the same whoever knows which calendar.
"""

from diguan.engine.calendar.load import COUNTRY, CalendarFile, UnableToReadCalendar, load_calendar
from diguan.engine.calendar.model import Day, Due, Holiday, Notice, Year
from diguan.engine.calendar.working_days import WorkingCalendar

__all__ = [
    "COUNTRY",
    "CalendarFile",
    "Day",
    "Due",
    "Holiday",
    "Notice",
    "UnableToReadCalendar",
    "WorkingCalendar",
    "Year",
    "load_calendar",
]
