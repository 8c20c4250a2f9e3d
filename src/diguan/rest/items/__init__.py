"""Items of the ledger over the API: lists, one with its history, the steps that are open, every step, evidence.

Belongs here: what goes in and out. Does not belong here: whether a step may be taken (domain).
"""

from diguan.rest.items import acting, evidence
from diguan.rest.items.reading import router

__all__ = ["acting", "evidence", "router"]
