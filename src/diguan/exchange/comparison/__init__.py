"""What a comparison of rounds hands to people: figures, comparison.xlsx, comparison.html.

Belongs here: counting for tables, reasons in words, the workbook, the page. The effect of a standard is such a comparison, too.
Does not belong here: what came, went and why (engine.comparison).
"""

from diguan.exchange.comparison.count import count_comparison
from diguan.exchange.comparison.model import ComparisonFigures, StepFigures
from diguan.exchange.comparison.papers import PAGE, WORKBOOK, write_comparison

__all__ = ["PAGE", "WORKBOOK", "ComparisonFigures", "StepFigures", "count_comparison", "write_comparison"]
