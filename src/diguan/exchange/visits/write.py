"""The papers of a visit list into a folder: the workbook to be filled in and the page to be printed."""

from pathlib import Path

from diguan.exchange.visits.book import visit_book
from diguan.exchange.visits.handout import Handout
from diguan.exchange.visits.page import visit_page
from diguan.exchange.visits.sheets import write_elsewhere, write_guide, write_households, write_questions

VISITS_WORKBOOK, VISITS_PAGE = "visits.xlsx", "visits.html"

__all__ = ["VISITS_PAGE", "VISITS_WORKBOOK", "Handout", "write_visits", "write_visits_workbook"]


def write_visits(folder: Path, handout: Handout) -> None:
    """Both papers of one visit list."""
    write_visits_workbook(folder / VISITS_WORKBOOK, handout)
    (folder / VISITS_PAGE).write_text(visit_page(handout), encoding="utf-8", newline="\n")


def write_visits_workbook(path: Path, handout: Handout) -> None:
    """The workbook; the same list for the same recipient gives the same bytes."""
    title = f"走访 Visits · {handout.cover.pack_id} {handout.cover.pack_version}"
    with visit_book(path, handout.cover, handout.language, title) as book:
        write_questions(book, handout)
        write_households(book, handout)
        write_elsewhere(book, handout)
        write_guide(book)
