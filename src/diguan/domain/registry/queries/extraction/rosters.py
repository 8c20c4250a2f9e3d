"""Who the members of a household are, day by day, where life events changed that: lists and events put together.

A list says who is there on its day. An event adds somebody or takes somebody away from its day on. A newer list of the household wins
over an older event, an older list undoes nothing. Lists go on speaking of old numbers for a while: they are read under the new ones;
once a newer list knows the household itself, what older lists said under other numbers counts no more.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa

from diguan.domain.registry.models import Observation, RosterChange, Settlement, Source
from diguan.domain.registry.queries.extraction.extent import Extent
from diguan.domain.registry.queries.extraction.happenings import IN_ORDER, live_events
from diguan.domain.registry.queries.extraction.moving import Moves
from diguan.engine.snapshot.intake import LISTING_KINDS
from diguan.engine.verdicts import Subject

Lists = Mapping[
    str, Mapping[date, Collection[str]]
]  # household number -> day -> person numbers, as the lists have them
ROSTER = pa.schema(
    [
        ("row_ref", pa.int64()),
        ("household_id", pa.string()),
        ("person_id", pa.string()),
        ("region_code", pa.string()),
        ("data_on", pa.date32()),
    ]
)


@dataclass(frozen=True, slots=True)
class Change:
    """A person joins a household or leaves it on a day, under the numbers of that day."""

    day: date
    household: str
    person: str
    joins: bool


@dataclass(slots=True)
class Rosters:
    """Changes and settlements up to a day, in their order, with the moves. `places`: household, day, village."""

    moves: Moves
    changes: list[Change] = field(default_factory=list)
    places: list[tuple[str, date, str]] = field(default_factory=list)

    @classmethod
    def until(cls, day: date, extent: Extent, moves: Moves) -> "Rosters":
        """Of the events that happened by a day and were not taken back."""
        events = live_events(day, extent)
        changed = RosterChange.objects.filter(event__in=events).select_related("event").order_by(*IN_ORDER)
        settled = Settlement.objects.filter(event__in=events).select_related("event").order_by(*IN_ORDER)
        return cls(
            moves,
            [Change(c.event.happened_on, c.household_number, c.person_number, c.joins) for c in changed],
            [(s.household_number, s.event.happened_on, s.region_code) for s in settled],
        )

    @property
    def touched(self) -> set[str]:
        """Households, by their numbers of today, whose members events had to do with."""
        found = {self.moves.place_of(c.household, c.person)[0] for c in self.changes}
        found |= {self.moves.place_of(number)[0] for number, _, _ in self.places}
        for (old, _), (new, _) in self.moves.persons.items():
            found |= {self.moves.place_of(old)[0], new}
        return found | set(self.moves.households.values())

    def numbers(self, household: str) -> set[str]:
        """Every number under which lists may say who is in a household: its own, and those that became it."""
        return {household} | {old for old, new in self.moves.households.items() if new == household}

    def states(self, household: str, lists: Lists) -> dict[date, set[str]]:
        """Members of a household on every day on which a list or an event says something new."""
        numbers = self.numbers(household)
        days = {day for number in numbers for day in lists.get(number, ())}
        days |= {c.day for c in self.changes if c.household in numbers}
        days |= {day for number, day, _ in self.places if number in numbers}
        for key, on in self.moves.days.items():
            old, new = (
                (key, self.moves.households[key]) if isinstance(key, str) else (key[0], self.moves.persons[key][0])
            )
            if old in numbers or new in numbers:
                days.add(on)
        return {day: self.members(household, lists, day) for day in sorted(days)}

    def members(self, household: str, lists: Lists, day: date) -> set[str]:
        """Members of a household on a day, by their numbers of today.

        Who came alone from another household is there because the event says so, not because of lists of where he was before.
        """
        own = max((d for d in lists.get(household, ()) if d <= day), default=None)
        found = set()
        for number in self.numbers(household):
            for person, since in self._said(number, lists.get(number, {}), day):
                home, here = self.moves.place_of(number, person)
                newest = max(since, self.moves.moved_on(number, person))
                outdated = number != household and own is not None and own > newest
                if home == household and here is not None and not outdated:
                    found.add(here)
        return found

    def _said(self, number: str, listed: Mapping[date, Collection[str]], day: date) -> Iterator[tuple[str, date]]:
        """Persons under one number on a day, and since when that is said: the newest list, and the events since."""
        newest = max((d for d in listed if d <= day), default=date.min)
        there = dict.fromkeys(listed.get(newest, ()), newest)
        for change in self.changes:
            if change.household == number and newest <= change.day <= day:
                if change.joins:
                    there[change.person] = change.day
                else:
                    there.pop(change.person, None)
        return iter(there.items())

    def place_on(self, household: str, day: date) -> str | None:
        """The village in which an event of this very day settled a household."""
        found = [c for n, on, c in self.places if on == day and n in self.numbers(household)]
        return found[-1] if found else None

    def table(self, households: Collection[str], lists: Lists) -> pa.Table | None:
        """The states of households that events touched, one row a person and day; a row without a person: nobody is there."""
        rows: list[tuple[int, str, str | None, str | None, date]] = []
        for household in sorted(households):
            for day, members in self.states(household, lists).items():
                place = self.place_on(household, day)
                people: list[str | None] = [*sorted(members)] or [None]
                rows += [(len(rows) + n, household, person, place, day) for n, person in enumerate(people, start=1)]
        if not rows:
            return None
        columns = [pa.array([row[place] for row in rows], kind.type) for place, kind in enumerate(ROSTER)]
        return pa.table(columns, schema=ROSTER)


def lists_of(numbers: Collection[str], extent: Extent, undated: date) -> Lists:
    """Whom the lists of an extent name under some household numbers, day by day.

    `undated`: the day of which a list without one speaks, unless it was loaded before.
    """
    found: dict[str, dict[date, set[str]]] = defaultdict(lambda: defaultdict(set))
    rows = Observation.objects.filter(
        extent.matches("region_code"),
        household_number__in=list(numbers),
        person_number__isnull=False,
        sheet__subject=Subject.PERSON,
        sheet__source__kind__in=LISTING_KINDS,
        sheet__source__by_hand=False,
        sheet__source__replaced_by__isnull=True,
    )
    said = list(rows.values_list("household_number", "person_number", "data_on", "sheet__source"))
    sources = Source.objects.filter(pk__in={source for _, _, _, source in said}).select_related("load")
    days = {source.pk: source.data_on or source.known_by(undated) or undated for source in sources}
    for household, person, own, source in said:
        found[str(household)][own or days[source]].add(str(person))
    return found
