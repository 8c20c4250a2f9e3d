"""What happens to households and their people, as acts: each with a day, a reason, evidence, and a counter-act.

Belongs here: what an act demands, what it moves, adds and says. Does not belong here: what follows for lists and rounds (extraction, the
fold), forms.
"""

from diguan.domain.registry.actions.events.arrivals import Arrival, record_arrival
from diguan.domain.registry.actions.events.circumstances import (
    Happening,
    UnableToOvertake,
    UnableToRecordEvent,
)
from diguan.domain.registry.actions.events.comings import Newcomer, record_birth, record_marriage_in, record_return
from diguan.domain.registry.actions.events.duplicates import declare_same_household, declare_same_person
from diguan.domain.registry.actions.events.goings import record_death, record_marriage_out, record_state
from diguan.domain.registry.actions.events.households import merge_households, split_household
from diguan.domain.registry.actions.events.migrations import Destination, record_migration
from diguan.domain.registry.actions.events.undoing import undo_event

__all__ = [
    "Arrival",
    "Destination",
    "Happening",
    "Newcomer",
    "UnableToOvertake",
    "UnableToRecordEvent",
    "declare_same_household",
    "declare_same_person",
    "merge_households",
    "record_arrival",
    "record_birth",
    "record_death",
    "record_marriage_in",
    "record_marriage_out",
    "record_migration",
    "record_return",
    "record_state",
    "split_household",
    "undo_event",
]
