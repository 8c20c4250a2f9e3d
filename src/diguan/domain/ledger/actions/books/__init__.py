"""Workbooks of the ledger: living items go out to a village or a department, and come in again filled in.

Belongs here: which items and keys a workbook holds, what a filled-in row asks for, the record of what left and came.
Does not belong here: columns, sheets and the reading of cells (exchange.roundtrip), whether a closing holds (closing). Nothing closes by
workbook.
"""

from diguan.domain.ledger.actions.books.leaving import Wanted, save_book
from diguan.domain.ledger.actions.books.reading import holds_much, read_book
from diguan.domain.ledger.actions.books.returned import Line, Proposal, Returned, UnableToUseBook
from diguan.domain.ledger.actions.books.taking import take_book, weigh_book
from diguan.domain.ledger.actions.books.telling import save_result

__all__ = [
    "Line",
    "Proposal",
    "Returned",
    "UnableToUseBook",
    "Wanted",
    "holds_much",
    "read_book",
    "save_book",
    "save_result",
    "take_book",
    "weigh_book",
]
