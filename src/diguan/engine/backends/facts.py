"""The facts of one household, village or facility as the closures read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from diguan.engine.expressions.tree import Value
from diguan.engine.verdicts import Grade

NO_GRADES: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Record:
    """Values of one subject by field name; None or a missing name is unknown. `grades` overrides `default_grade` by field."""

    values: Mapping[str, Value | None]
    grades: Mapping[str, int] = NO_GRADES
    default_grade: int = Grade.DECLARED


EMPTY = Record({})


@dataclass(frozen=True, slots=True)
class HouseholdFacts:
    """One household with its members and its village; a rule on a village or facility reads `village`, `facility` alone.

    `verdicts` (for findings): code of the household's verdict by indicator id; a name that is absent counts as unknown.
    """

    household: Record = EMPTY
    members: Sequence[Record] = ()
    village: Record | None = None
    roster_complete: bool = True
    facility: Record | None = None
    verdicts: Mapping[str, int] = field(default_factory=dict)
