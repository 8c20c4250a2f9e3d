"""What a comparison of rounds hands to people: figures, comparison.xlsx, comparison.html, for pages a table of every difference.

Belongs here: counting for tables, reasons in words, the workbook, the page. The effect of a standard is such a comparison, too.
Does not belong here: what came, went and why (engine.comparison).
"""

from diguan.exchange.comparison.book import Context
from diguan.exchange.comparison.count import count_comparison
from diguan.exchange.comparison.listing import LISTING, write_listing
from diguan.exchange.comparison.model import ComparisonFigures, StepFigures
from diguan.exchange.comparison.papers import PAGE, WORKBOOK, write_comparison

__all__ = [
    "LISTING",
    "PAGE",
    "WORKBOOK",
    "ComparisonFigures",
    "Context",
    "StepFigures",
    "count_comparison",
    "write_comparison",
    "write_listing",
]
