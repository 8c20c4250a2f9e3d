"""From one problem to all of its kind (举一反三, P3 ②).

Belongs here: a condition looked for everywhere, its hits opened in the ledger; a self-check asked of every unit below, replied, accepted,
reminded of. Does not belong here: reading the condition and the facts (searching), how an item of the ledger closes.
"""

from diguan.domain.rectification.actions.spreading.checking import (
    accept_check,
    ask_self_check,
    reply_check,
    return_check,
)
from diguan.domain.rectification.actions.spreading.previewing import look_first, request_look
from diguan.domain.rectification.actions.spreading.reminding import remind_rectification
from diguan.domain.rectification.actions.spreading.requesting import request_again, request_spread
from diguan.domain.rectification.actions.spreading.widening import Wide, Widened, begin_spread, look_for

__all__ = [
    "Wide",
    "Widened",
    "accept_check",
    "ask_self_check",
    "begin_spread",
    "look_first",
    "look_for",
    "remind_rectification",
    "reply_check",
    "request_again",
    "request_look",
    "request_spread",
    "return_check",
]
