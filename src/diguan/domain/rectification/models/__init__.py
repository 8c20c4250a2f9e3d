"""Tables of rectification.

Belongs here: rows and what the database itself holds them to. Does not belong here: steps (actions), questions (queries).
"""

from diguan.domain.rectification.models.history import Event, Proof
from diguan.domain.rectification.models.lists import Inspection, LinkedItem, Problem, Stage, Task
from diguan.domain.rectification.models.spreading import Check, Spread

__all__ = ["Check", "Event", "Inspection", "LinkedItem", "Problem", "Proof", "Spread", "Stage", "Task"]
