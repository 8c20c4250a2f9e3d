"""What was written about visits, made plain: one record a visit, one state a household, one line for what cannot be."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from diguan.engine.documents import Label


class Outcome(StrEnum):
    """What became of one visit. Order of weight: the first of a household's visits counts."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_VISITED = "not_visited"
    UNCLEAR = "unclear"


class Reason(StrEnum):
    """Why nobody was met; `none`: nobody said."""

    AWAY = "away"
    MOVED = "moved"
    REFUSED = "refused"
    WRONG = "wrong"
    OTHER = "other"
    NONE = "none"


class Oddity(StrEnum):
    """What cannot be as it was written, or cannot be used."""

    AFTER_TODAY = "after_today"
    OUTSIDE_DAYS = "outside_days"
    NO_DAY = "no_day"
    UNCLEAR = "unclear"
    NOT_VISITED_BUT_MET = "not_visited_but_met"
    NOT_VISITED_BUT_ANSWERED = "not_visited_but_answered"
    CONTRADICTING = "contradicting"
    TOO_MANY = "too_many"
    UNKNOWN_HOUSEHOLD = "unknown_household"


@dataclass(frozen=True, slots=True)
class Days:
    """The campaign: its first and last day (None: open), today, and how many visits in two villages a visitor can make in a day."""

    first: date | None
    last: date | None
    today: date
    most_visits: int = 12


@dataclass(frozen=True, slots=True)
class Home:
    """A household of the round. `open`: it has a verdict that is unknown for a reason of its own, so there was something to ask."""

    household_id: str
    region_code: str
    county: str
    township: str
    village: str
    open: bool
    findings: int


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit as it was written. `met`: the kind of person met, or a masked name; `counts`: it lies within the campaign."""

    household_id: str
    outcome: Outcome
    reason: Reason
    on: date | None
    visitors: tuple[str, ...]
    met: str
    file: str
    sheet: str
    row: int
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Odd:
    """Something to look into: what, about whom, where it is written."""

    oddity: Oddity
    household_id: str
    on: date | None
    visitors: tuple[str, ...]
    places: tuple[str, ...]
    detail: Label


@dataclass(frozen=True, slots=True)
class HomeState:
    """A household with what became of it: its weightiest visit (None: nothing was written) and how often somebody went."""

    home: Home
    visit: Visit | None
    visits: int

    @property
    def seen(self) -> bool:
        """Whether somebody of the household was met within the campaign."""
        return self.visit is not None and self.visit.outcome is Outcome.MET


@dataclass(slots=True)
class Tally:
    """Households of an area by what became of them."""

    households: int = 0
    open: int = 0
    seen: int = 0
    open_seen: int = 0
    not_met: int = 0
    not_visited: int = 0
    unclear: int = 0
    unrecorded: int = 0
    reasons: dict[Reason, int] = field(default_factory=dict)

    def add(self, state: HomeState) -> None:
        """Count one household."""
        self.households += 1
        self.open += state.home.open
        self.seen += state.seen
        self.open_seen += state.seen and state.home.open
        visit = state.visit
        if visit is None:
            self.unrecorded += 1
        elif not state.seen:
            name = visit.outcome.value
            setattr(self, name, getattr(self, name) + 1)
            self.reasons[visit.reason] = self.reasons.get(visit.reason, 0) + 1

    @property
    def to_see(self) -> int:
        """Households that are still to be seen."""
        return self.households - self.seen


@dataclass(slots=True)
class VisitorTally:
    """One visitor: households by outcome, days, villages."""

    name: str
    seen: set[str] = field(default_factory=set)
    not_met: set[str] = field(default_factory=set)
    days: set[date] = field(default_factory=set)
    villages: set[str] = field(default_factory=set)
    most_in_a_day: int = 0
