"""What a visit is for: questions that decide, household by household, and what cannot be asked at the door."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from diguan.engine.catalogue import Field, Label
from diguan.engine.screening.explain_unknown import Reason
from diguan.engine.verdicts import Subject

Elsewhere = Literal["department", "village", "computed", "members"]


@dataclass(frozen=True, slots=True)
class Skip:
    """A question need not be asked when the one before has such an answer. `number`: place of that one in the household, from 1."""

    number: int
    answers: Label


@dataclass(frozen=True, slots=True)
class Question:
    """One fact to ask for. `first`: one of the fewest that decide when all is well; the others may turn out not to be needed.

    `indicators`: verdicts it may decide; `said`: what sources that contradict each other say, or what was said and has run out
    (value as text, label of the source).
    """

    field: Field
    person_id: str | None
    indicators: tuple[str, ...]
    reason: Reason
    first: bool
    skip: Skip | None = None
    said: tuple[tuple[str, str], ...] = ()

    @property
    def subject(self) -> Subject:
        """Whose fact it is."""
        return self.field.subject


@dataclass(frozen=True, slots=True)
class Unasked:
    """A fact that could decide and is not asked at the door, and who has it instead."""

    field: Field
    person_id: str | None
    where: Elsewhere
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the household without a name."""

    person_id: str
    position: int
    relation: str | None
    birth_date: date | None


@dataclass(frozen=True, slots=True)
class Effort:
    """Questions by the exact minimum and by the greedy choice, over the parts small enough to be searched through."""

    parts: int = 0
    greedy: int = 0
    exact: int = 0
    beyond: int = 0

    def __add__(self, other: "Effort") -> "Effort":
        return Effort(
            self.parts + other.parts,
            self.greedy + other.greedy,
            self.exact + other.exact,
            self.beyond + other.beyond,
        )


@dataclass(frozen=True, slots=True)
class HouseholdVisit:
    """One household to visit: why it comes when it comes, its questions in the order of asking, and the minutes it takes."""

    household_id: str
    region_code: str | None
    focus: str | None
    unmet: int
    unknown: int
    members: tuple[Member, ...]
    questions: tuple[Question, ...]
    unasked: tuple[Unasked, ...]
    minutes: float


@dataclass(frozen=True, slots=True)
class Saved:
    """Questions asked against two forms: every askable field of the catalogue, and every askable field the standard reads.

    All three over the same households and persons; the verdicts that the answers decide are the same.
    """

    asked: int
    first: int
    full_form: int
    standard_form: int


@dataclass(frozen=True, slots=True)
class VisitList:
    """The households of a region that a visit can decide, most pressing first; `visits` fit in the time, `later` do not.

    `decided`: households without an unknown verdict and without a fact to be asked again; `closed`: with unknown verdicts that no
    question at the door decides.
    """

    id: str
    as_of: date
    region: str
    visits: Sequence[HouseholdVisit]
    later: Sequence[HouseholdVisit]
    decided: int
    closed: Sequence[HouseholdVisit]
    saved: Saved
    effort: Effort
    limit: float | None
    indicator_labels: Mapping[str, Label]
    focus_labels: Mapping[str, Label]

    @property
    def minutes(self) -> float:
        """Minutes that the visits take."""
        return sum(visit.minutes for visit in self.visits)

    @property
    def questions(self) -> int:
        """Questions of the visits."""
        return sum(len(visit.questions) for visit in self.visits)
