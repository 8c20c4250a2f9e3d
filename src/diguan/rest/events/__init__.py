"""Life events of households: births, deaths, marriages, moves, splits, merges; listed, recorded, taken back.

Belongs here: addresses and shapes. Does not belong here: what an event demands and moves (the registry).
"""

from diguan.rest.events import acting
from diguan.rest.events.reading import router

__all__ = ["acting", "router"]
