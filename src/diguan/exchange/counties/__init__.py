"""A country's plain tables in parts, one a county, and what came of every part, as files.

Belongs here: cutting Parquet tables by the leading letters and digits of the village's code, in bounded memory; the lists of results.
Does not belong here: judging a part (diguan.screen), or how a part's own papers look.
"""

from diguan.exchange.counties.cutting import UNPLACED, UnableToCut, cut_tables, tables_of
from diguan.exchange.counties.results import PartResult, read_result, write_lists, write_result

__all__ = [
    "UNPLACED",
    "PartResult",
    "UnableToCut",
    "cut_tables",
    "read_result",
    "tables_of",
    "write_lists",
    "write_result",
]
