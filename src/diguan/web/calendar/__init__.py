"""The calendar of working days: a year, a month, the notice behind every holiday, and counting in working days.

Belongs here: the pages. Does not belong here: which days are worked (domain.calendar), what is due when (ledger).
"""
