"""The papers of a comparison into a folder: comparison.xlsx and comparison.html."""

from collections.abc import Callable
from pathlib import Path

from diguan.exchange.comparison.book import Context, write_book
from diguan.exchange.comparison.page import write_page

WORKBOOK, PAGE = "comparison.xlsx", "comparison.html"
Progress = Callable[[str, int, int], None]


def write_comparison(folder: Path, context: Context, progress: Progress) -> None:
    """Write both papers; masked unless the figures' cover has a reason to reveal."""
    progress("papers", 0, 2)
    write_book(folder / WORKBOOK, context)
    progress("papers", 1, 2)
    write_page(folder / PAGE, context.figures, context.language)
    progress("papers", 2, 2)
