"""The facts of one household, village or facility as the closures read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from diguan.engine.expressions.tree import Value
from diguan.engine.verdicts import Subject


@dataclass(frozen=True, slots=True)
class Record:
    """Values of one subject by field name; None or a missing name is unknown. `grades` overrides `default_grade` by field."""

    values: Mapping[str, Value | None]
    grades: Mapping[str, int] = field(default_factory=dict)
    default_grade: int = 1


EMPTY = Record({})


@dataclass(frozen=True, slots=True)
class HouseholdFacts:
    """One household with its members and its village; a rule on a village or facility reads `village`, `facility` alone.

    `verdicts` (for findings): code of the household's verdict by indicator id; a name that is absent counts as unknown.
    """

    household: Record = field(default_factory=lambda: EMPTY)
    members: Sequence[Record] = ()
    village: Record | None = None
    roster_complete: bool = True
    facility: Record | None = None
    verdicts: Mapping[str, int] = field(default_factory=dict)


# What a closure is called with: the Record of each kind of subject at its place, and last the HouseholdFacts. Untyped, because a cast in
# every leaf would cost as much as the leaf.
View = tuple[Any, ...]
PLACES = {Subject.HOUSEHOLD: 0, Subject.PERSON: 1, Subject.VILLAGE: 2, Subject.FACILITY: 3}


def view_of(facts: HouseholdFacts, member: int | None) -> View:
    """The view of a household, or of one of its members; an absent village or facility has no known facts."""
    at_hand = EMPTY if member is None else facts.members[member]
    return facts.household, at_hand, facts.village or EMPTY, facts.facility or EMPTY, facts


def views_of_members(view: View) -> list[View]:
    """The same household seen by each of its members in turn."""
    household, _, village, facility, facts = view
    return [(household, member, village, facility, facts) for member in facts.members]
