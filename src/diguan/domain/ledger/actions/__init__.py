"""What happens to items.

Belongs here: opening, and every step of the table, atomic, with its event and the record of acts in the same transaction; attempts that
are refused are kept. Does not belong here: asking (queries), the words of pages.
"""

from diguan.domain.ledger.actions.attaching import UnableToAttach, attach_evidence
from diguan.domain.ledger.actions.closing import confirm, return_item, submit
from diguan.domain.ledger.actions.handling import assign, determine, withdraw
from diguan.domain.ledger.actions.many import assign_many, hand_over, postpone_many
from diguan.domain.ledger.actions.opening import open_from_check, open_item, open_items
from diguan.domain.ledger.actions.postponing import ask_postponement, decide_postponement

__all__ = [
    "UnableToAttach",
    "ask_postponement",
    "assign",
    "assign_many",
    "attach_evidence",
    "confirm",
    "decide_postponement",
    "determine",
    "hand_over",
    "open_from_check",
    "open_item",
    "open_items",
    "postpone_many",
    "return_item",
    "submit",
    "withdraw",
]
