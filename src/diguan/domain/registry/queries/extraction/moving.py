"""What life events did to numbers: under which household and person the rows of old ones stand today."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa

from diguan.domain.registry.models import Move
from diguan.domain.registry.queries.extraction.extent import Extent
from diguan.domain.registry.queries.extraction.happenings import IN_ORDER, live_events
from diguan.engine.snapshot.database import Connection

MEMBER = tuple[str, str]
MOVED = pa.schema([("h", pa.string()), ("p", pa.string()), ("new_h", pa.string()), ("new_p", pa.string())])


@dataclass(slots=True)
class Moves:
    """The moves up to a day, put together: person by person, and households with everybody in them.

    `days`: on which day a number, or a member under it, was last moved.
    """

    persons: dict[MEMBER, MEMBER] = field(default_factory=dict)
    households: dict[str, str] = field(default_factory=dict)
    days: dict[str | MEMBER, date] = field(default_factory=dict)

    @classmethod
    def until(cls, day: date, extent: Extent) -> "Moves":
        """Of the events that happened by a day and were not undone, in their order."""
        moves = cls()
        found = Move.objects.filter(event__in=live_events(day, extent)).select_related("event").order_by(*IN_ORDER)
        for move in found:
            on = move.event.happened_on
            if move.from_person is None:
                moves.move_household(move.from_household, move.to_household, on)
            else:
                moves.move_person(
                    (move.from_household, move.from_person), (move.to_household, move.to_person or move.from_person), on
                )
        return moves

    def move_household(self, old: str, new: str, on: date = date.min) -> None:
        """What is said of the old household is from now on said of the new one; whoever had come to the old one goes along."""
        for source, target in list(self.households.items()):
            if target == old:
                self.households[source], self.days[source] = new, on
        self.households[old], self.days[old] = new, on
        for member, (household, person) in list(self.persons.items()):
            if household == old:
                self.persons[member], self.days[member] = (new, person), on

    def move_person(self, old: MEMBER, new: MEMBER, on: date = date.min) -> None:
        """What is said of the old member is from now on said of the new one."""
        for source, target in list(self.persons.items()):
            if target == old:
                self.persons[source], self.days[source] = new, on
        self.persons[old], self.days[old] = new, on

    def place_of(self, household: str, person: str | None = None) -> tuple[str, str | None]:
        """Where a row of a household, or of a member of it, belongs today."""
        if person is not None and (household, person) in self.persons:
            return self.persons[household, person]
        return self.households.get(household, household), person

    def moved_on(self, household: str, person: str) -> date:
        """The day on which a member's number was last moved; the first of days for one that never was."""
        return self.days.get((household, person)) or self.days.get(household) or date.min

    def numbers_of(self, household: str) -> set[str]:
        """Every number under which something may be said of a household or of somebody in it."""
        found = {household} | {old for old, new in self.households.items() if new == household}
        return found | {old for (old, _), (new, _) in self.persons.items() if new == household}

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
