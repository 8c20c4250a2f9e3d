"""What is asked of the ledger: lists, what is whose, what waits for whom, figures, one item with everything about it.

Belongs here: reading, cut to whoever asks. Lists are in the order of `ORDER`, which a page can begin behind. Does not belong here:
changing (actions), asking the standard (judging), the words of pages.
"""

from diguan.domain.ledger.queries.counting import Counts, Load, counts, load_by_owner, overdue_by_level, tried_on_paper
from diguan.domain.ledger.queries.listing import (
    ENDED_ORDER,
    ORDER,
    Filter,
    items,
    my_items,
    to_confirm,
    to_decide,
    to_determine,
)
from diguan.domain.ledger.queries.one import ItemPage, item_page, steps_for

__all__ = [
    "ENDED_ORDER",
    "ORDER",
    "Counts",
    "Filter",
    "ItemPage",
    "Load",
    "counts",
    "item_page",
    "items",
    "load_by_owner",
    "my_items",
    "overdue_by_level",
    "steps_for",
    "to_confirm",
    "to_decide",
    "to_determine",
    "tried_on_paper",
]
