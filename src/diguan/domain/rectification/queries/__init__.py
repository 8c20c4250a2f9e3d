"""What is asked of rectification: inspections with their progress, one problem with everything about it, the three lists, reconciliation.

Belongs here: reading, cut to whoever asks. Does not belong here: changing (actions), papers (exchange), the words of pages.
"""

from diguan.domain.rectification.queries.listing import (
    Progress,
    checks,
    inspection_of,
    inspections,
    problems,
    progress,
)
from diguan.domain.rectification.queries.lists import ListedProblem, ListedTask, lists_of
from diguan.domain.rectification.queries.one import CheckPage, ProblemPage, check_page, problem_page
from diguan.domain.rectification.queries.reconciling import Line, Reconciliation, reconcile

__all__ = [
    "CheckPage",
    "Line",
    "ListedProblem",
    "ListedTask",
    "ProblemPage",
    "Progress",
    "Reconciliation",
    "check_page",
    "checks",
    "inspection_of",
    "inspections",
    "lists_of",
    "problem_page",
    "problems",
    "progress",
    "reconcile",
]
