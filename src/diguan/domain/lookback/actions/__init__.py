"""What is done in looking back.

Belongs here: drawing a sample, giving its cases to people outside the chain, recording what they saw, telling of what is due.
Does not belong here: reading (queries), the words of pages.
"""

from diguan.domain.lookback.actions.drawing import Wanted, draw_plan
from diguan.domain.lookback.actions.giving import Given, give_cases
from diguan.domain.lookback.actions.looking import Look, record_look

__all__ = ["Given", "Look", "Wanted", "draw_plan", "give_cases", "record_look"]
