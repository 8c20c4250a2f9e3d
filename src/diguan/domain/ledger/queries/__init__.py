"""What is asked of the ledger: lists, what is whose, what waits for whom, counts, one item with everything about it.

Belongs here: reading, cut to whoever asks. Lists are in the order of `ORDER`, which a page can begin behind. Does not belong here:
changing (actions), the words of pages.
"""

from diguan.domain.ledger.queries.counting import Counts, Load, counts, overdue_by
from diguan.domain.ledger.queries.listing import ORDER, items
from diguan.domain.ledger.queries.one import ItemPage, item_page
from diguan.domain.ledger.queries.waiting import my_items, to_confirm, to_decide, to_determine

__all__ = [
    "ORDER",
    "Counts",
    "ItemPage",
    "Load",
    "counts",
    "item_page",
    "items",
    "my_items",
    "overdue_by",
    "to_confirm",
    "to_decide",
    "to_determine",
]
