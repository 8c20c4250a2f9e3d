"""Households over the API: lists, one with everything known, its people, recording, showing what is masked.

Belongs here: what goes in and out. Does not belong here: the fold, the rules, the masks (domain).
"""

from diguan.rest.households import acting
from diguan.rest.households.reading import router

__all__ = ["acting", "router"]
