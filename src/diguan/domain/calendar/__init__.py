"""Working days of this system: the country's calendar, and the days off of places that gave a calendar of their own.

Belongs here: which days are worked in a region, counting in working days for whatever has a deadline. Does not belong here: what the
deadline is of, reading calendar files (engine.calendar), tables: calendars are data, not rows.
"""
