"""The standard is asked about one problem: whether it still stands on today's facts, and on which facts that rests.

Belongs here: the household's file judged again by the standard and the values of the item's round. Does not belong here: what follows for
a closing (actions), the judging itself (engine).
"""

from diguan.domain.ledger.judging.answer import Answer, Rest
from diguan.domain.ledger.judging.asking import ask

__all__ = ["Answer", "Rest", "ask"]
