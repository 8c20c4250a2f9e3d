"""Visits over the API: whom to visit, planning, what to ask at a door, recording a visit.

Belongs here: what goes in and out. Does not belong here: who is pressing, what a visit may say (domain).
"""

from diguan.rest.visits import acting
from diguan.rest.visits.reading import router

__all__ = ["acting", "router"]
