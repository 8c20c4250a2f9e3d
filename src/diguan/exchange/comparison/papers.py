"""The papers of a comparison into a folder: comparison.xlsx and comparison.html."""

from collections.abc import Callable
from pathlib import Path

from diguan.engine.comparison import Comparison
from diguan.exchange.comparison.book import Context, write_book
from diguan.exchange.comparison.model import ComparisonFigures
from diguan.exchange.comparison.page import write_page
from diguan.exchange.figures.areas import Places
from diguan.locale import Language

WORKBOOK, PAGE = "comparison.xlsx", "comparison.html"
Progress = Callable[[str, int, int], None]


def write_comparison(
    folder: Path,
    comparison: Comparison,
    figures: ComparisonFigures,
    places: Places,
    language: Language,
    progress: Progress,
) -> None:
    """Write both papers; masked unless the figures' cover has a reason to reveal."""
    progress("papers", 0, 2)
    write_book(folder / WORKBOOK, Context(comparison, figures, places, language))
    progress("papers", 1, 2)
    write_page(folder / PAGE, figures, language)
    progress("papers", 2, 2)
