"""Life events of households: births, deaths, marriages, moves, splits, merges; who arrives from elsewhere; kin across households.

Belongs here: addresses and shapes. Does not belong here: what an event demands and moves (the registry).
"""

from diguan.rest.events import acting, arriving, kin
from diguan.rest.events.reading import router

__all__ = ["acting", "arriving", "kin", "router"]
