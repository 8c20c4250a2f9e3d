"""From the registry back to what reading handed over: fact tables with their sources, flaws and rejected rows, by streaming.

Belongs here: which observations a question needs, and the way back from JSON to typed columns.
Does not belong here: the fold and everything after it (engine.snapshot).
"""

from diguan.domain.registry.queries.extraction.extent import Extent
from diguan.domain.registry.queries.extraction.extract import extract_inputs
from diguan.domain.registry.queries.extraction.reach import Reach

__all__ = ["Extent", "Reach", "extract_inputs"]
