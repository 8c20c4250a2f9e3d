"""Items of the ledger over the API: lists, one with its history, the steps that are open, every step, evidence, reports of new ones.

Belongs here: what goes in and out. Does not belong here: whether a step may be taken (domain).
"""

from diguan.rest.items import acting, evidence, reporting
from diguan.rest.items.reading import router

__all__ = ["acting", "evidence", "reporting", "router"]
