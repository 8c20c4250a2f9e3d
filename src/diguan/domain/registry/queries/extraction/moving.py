"""What life events did to numbers: under which household and person the rows of old ones stand today, and who the members are."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa

from diguan.domain.registry.models import LifeEvent, Move, RosterState
from diguan.domain.registry.queries.extraction.extent import Extent
from diguan.engine.snapshot.database import Connection

MEMBER = tuple[str, str]
ROSTER = pa.schema(
    [
        ("row_ref", pa.int64()),
        ("household_id", pa.string()),
        ("person_id", pa.string()),
        ("region_code", pa.string()),
        ("data_on", pa.date32()),
    ]
)
MOVED = pa.schema([("h", pa.string()), ("p", pa.string()), ("new_h", pa.string()), ("new_p", pa.string())])


@dataclass(slots=True)
class Moves:
    """The moves up to a day, put together: person by person, and households with everybody in them."""

    persons: dict[MEMBER, MEMBER] = field(default_factory=dict)
    households: dict[str, str] = field(default_factory=dict)

    @classmethod
    def until(cls, day: date, extent: Extent) -> "Moves":
        """Of the events that happened by a day and were not undone, in their order."""
        moves = cls()
        for move in Move.objects.filter(event__in=_events(day, extent)).order_by(
            "event__happened_on", "event_id", "id"
        ):
            if move.from_person is None:
                moves.move_household(move.from_household, move.to_household)
            else:
                moves.move_person(
                    (move.from_household, move.from_person), (move.to_household, move.to_person or move.from_person)
                )
        return moves

    def move_household(self, old: str, new: str) -> None:
        """What is said of the old household is from now on said of the new one; whoever had come to the old one goes along."""
        for source, target in list(self.households.items()):
            if target == old:
                self.households[source] = new
        self.households[old] = new
        for member, (household, person) in list(self.persons.items()):
            if household == old:
                self.persons[member] = (new, person)

    def move_person(self, old: MEMBER, new: MEMBER) -> None:
        """What is said of the old member is from now on said of the new one."""
        for source, target in list(self.persons.items()):
            if target == old:
                self.persons[source] = new
        self.persons[old] = new

    def place_of(self, household: str, person: str | None = None) -> tuple[str, str | None]:
        """Where a row of a household, or of a member of it, belongs today."""
        if person is not None and (household, person) in self.persons:
            return self.persons[household, person]
        return self.households.get(household, household), person

    def __bool__(self) -> bool:
        return bool(self.persons or self.households)

    def register(self, connection: Connection) -> None:
        """Table moved(h, p, new_h, new_p); p is null for a whole household."""
        rows = [(h, p, *new) for (h, p), new in self.persons.items()]
        whole = [(old, None, new, None) for old, new in self.households.items()]
        connection.register("moved", pa.table(_columns([*rows, *whole]), schema=MOVED))


def _columns(rows: Iterable[tuple[str | None, ...]]) -> list[pa.Array]:
    listed = list(rows)
    return [pa.array([row[place] for row in listed], pa.string()) for place in range(len(MOVED))]


def _events(day: date, extent: Extent) -> list[int]:
    events = LifeEvent.objects.filter(extent.matches("region_code"), happened_on__lte=day, undone_by__isnull=True)
    return list(events.exclude(kind="undone").values_list("id", flat=True))


def rosters_until(day: date, extent: Extent, moves: Moves) -> pa.Table | None:
    """Who belongs to the households that events touched, one row a person, dated by the event; None when there was no event."""
    states = (
        RosterState.objects.filter(event__in=_events(day, extent))
        .select_related("event")
        .order_by("event__happened_on", "id")
    )
    latest = {(moves.place_of(s.household_number)[0], s.event.happened_on): s for s in states}
    rows = [
        (state.id, *moves.place_of(state.household_number, person), state.region_code, day)
        for (_, day), state in latest.items()
        for person in state.persons
    ]
    if not rows:
        return None
    columns = [pa.array([row[place] for row in rows], kind.type) for place, kind in enumerate(ROSTER)]
    return pa.table(columns, schema=ROSTER)
