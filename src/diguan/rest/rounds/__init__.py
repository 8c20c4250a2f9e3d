"""Rounds over the API: the list, one with its figures, its findings; starting one, recomputing one.

Belongs here: what goes in and out. Does not belong here: judging (domain, engine).
"""

from diguan.rest.rounds import acting
from diguan.rest.rounds.reading import router

__all__ = ["acting", "router"]
