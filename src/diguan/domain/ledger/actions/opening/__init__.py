"""Items are opened: after a round, from a check, by a complaint, by hand, by looking again.

Belongs here: one item a problem, found again, reopened, asked again. Does not belong here: what people do with an item.
"""

from diguan.domain.ledger.actions.opening.at_once import open_at_once
from diguan.domain.ledger.actions.opening.by_hand import Whole, open_item, whole_report
from diguan.domain.ledger.actions.opening.checks import UnableToTakeCheck, open_from_check
from diguan.domain.ledger.actions.opening.looked_back import bring_back
from diguan.domain.ledger.actions.opening.reported import Received, Reported, UnableToOpenItem
from diguan.domain.ledger.actions.opening.rounds import Opened, open_items

__all__ = [
    "Opened",
    "Received",
    "Reported",
    "UnableToOpenItem",
    "UnableToTakeCheck",
    "Whole",
    "bring_back",
    "open_at_once",
    "open_from_check",
    "open_item",
    "open_items",
    "whole_report",
]
