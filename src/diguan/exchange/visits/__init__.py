"""Visits on paper: the workbook to be filled in, the page to be printed, and the filled-in workbook read back.

Belongs here: sheets, keys, dropdowns, masking of a visit list; cells of a filled-in workbook made into plain values.
Does not belong here: which questions decide, and what answers make of a round (engine.visiting).
"""

from diguan.exchange.visits.read import HouseholdSeen, VisitReading, read_visit_books, read_visits, require_questions
from diguan.exchange.visits.write import VISITS_PAGE, VISITS_WORKBOOK, Handout, write_visits

__all__ = [
    "VISITS_PAGE",
    "VISITS_WORKBOOK",
    "Handout",
    "HouseholdSeen",
    "VisitReading",
    "read_visit_books",
    "read_visits",
    "require_questions",
    "write_visits",
]
