"""Reading: grids of cells to typed facts with their sources, by header text and never by position.

Belongs here: headers, keys, cells, places, what exports say without writing it, mended rows, plain tables.
Does not belong here: opening untrusted files (grids), merging sources (engine.snapshot), judging.
"""

from diguan.exchange.grids import Limits, UnableToReadInput
from diguan.exchange.reading.inputs import Progress, read_inputs
from diguan.exchange.reading.visit_books import VisitBook

__all__ = ["Limits", "Progress", "UnableToReadInput", "VisitBook", "read_inputs"]
