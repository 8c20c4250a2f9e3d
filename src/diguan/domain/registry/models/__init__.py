"""Tables of the registry.

Belongs here: columns, constraints, indexes. Does not belong here: reading (queries), changing (actions).
"""

from diguan.domain.registry.models.blocks import Block
from diguan.domain.registry.models.distinctions import Distinction
from diguan.domain.registry.models.events import KinLink, LifeEvent, Move, RosterChange, Settlement
from diguan.domain.registry.models.flaws import FlawedCell, RejectedRow
from diguan.domain.registry.models.likenesses import Likeness
from diguan.domain.registry.models.observations import Identifiers, Observation
from diguan.domain.registry.models.sources import Load, Sheet, Source
from diguan.domain.registry.models.subjects import Facility, Household, Person, Village

__all__ = [
    "Block",
    "Distinction",
    "Facility",
    "FlawedCell",
    "Household",
    "Identifiers",
    "KinLink",
    "LifeEvent",
    "Likeness",
    "Load",
    "Move",
    "Observation",
    "Person",
    "RejectedRow",
    "RosterChange",
    "Settlement",
    "Sheet",
    "Source",
    "Village",
]
