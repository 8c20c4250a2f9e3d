"""A condition of the rule language over everything that rounds have judged: who it is true of, of whom nobody knows, where nobody looked.

Belongs here: checking, which round speaks for which unit, asking its facts. Does not belong here: what becomes of a hit (actions).
"""

from diguan.domain.rectification.searching.condition import Condition, checked_condition
from diguan.domain.rectification.searching.looking import Found, Hit, look, refuse_unaskable

__all__ = ["Condition", "Found", "Hit", "checked_condition", "look", "refuse_unaskable"]
