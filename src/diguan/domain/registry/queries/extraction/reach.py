"""How far something about a few households can be felt: the villages they are in, and every row that may speak of anybody there.

Names and dates of birth are compared within a village, people are joined by identity number wherever they stand, and a household of
the resident base goes where most of its people are. So the villages of the households concerned, and of those that share an identity
number with them, are folded whole; rows of others are read along where they are needed for that.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.db.models import QuerySet

from diguan.domain.registry.models import Household, Identifiers, Observation, Person
from diguan.domain.registry.models.observations import ROW_BITS
from diguan.domain.registry.queries.extraction.extent import Extent
from diguan.domain.registry.queries.extraction.moving import Moves
from diguan.domain.registry.queries.extraction.rosters import Rosters
from diguan.engine.snapshot.listing import BASE

Value = TypeVar("Value", int, str, bytes)
MOST_AT_ONCE = 500  # values in one question to the database


@dataclass(frozen=True, slots=True)
class Reach:
    """`numbers`: the households to be folded, by their numbers of today; `households`: with those that are only read along."""

    numbers: frozenset[str]
    households: frozenset[str]
    observations: Mapping[int, Collection[int]]  # by sheet

    @classmethod
    def of(cls, households: Collection[Household], county: str, as_of: date) -> "Reach":
        """Everything that a change of some households of a county can change."""
        extent = Extent(county)
        moves = Moves.until(as_of, extent)
        return _Reaching(extent, moves, Rosters.until(as_of, extent, moves)).reach(households)

    def of_sheet(self, sheet: int) -> list[int]:
        """Observations of a sheet, in order."""
        return sorted(self.observations.get(sheet, ()))


@dataclass(slots=True)
class _Reaching:
    extent: Extent
    moves: Moves
    rosters: Rosters
    found: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def reach(self, households: Collection[Household]) -> Reach:
        concerned = {household.number for household in households}
        blinds, _ = self._people(self._under(concerned))
        sharing, _ = self._shared(blinds)
        places = {household.region_code for household in households} | {
            place for number, _, place in self.rosters.places if self.moves.place_of(number)[0] in concerned
        }
        places |= set(self._of(self._today(sharing)).values_list("region_code", flat=True))
        villages = Household.objects.filter(county=self.extent.head, region_code__in=places)
        numbers = concerned | set(villages.values_list("number", flat=True))
        blinds, own = self._people(self._under(numbers))
        blinds |= self._known(villages)
        shared, rows = self._shared(blinds)
        base_blinds, beside = self._people(shared)
        others, more = self._shared(base_blinds - blinds)
        _, last = self._people(others - shared)
        for each in (own, rows, beside, more, last):
            self._keep(each)
        around = self._today({*shared, *others})
        return Reach(frozenset(numbers | self._bases(sharing)), frozenset(numbers | around), dict(self.found))

    def _known(self, villages: QuerySet[Household]) -> set[bytes]:
        """Identity digests of everybody in some villages, those too whom only the resident base or a name connects with a household."""
        known = Person.objects.filter(household__in=villages, blind__isnull=False).values_list("blind", flat=True)
        return {bytes(blind) for blind in known if blind is not None}

    def _of(self, numbers: Collection[str]) -> QuerySet[Household]:
        return Household.objects.filter(county=self.extent.head, number__in=numbers)

    def _under(self, numbers: Iterable[str]) -> set[str]:
        """Numbers of rows that may speak of some households of today; a household of the resident base has a number of its own there."""
        return {old.removeprefix(BASE) for number in numbers for old in self.moves.numbers_of(number)}

    def _today(self, numbers: Iterable[str]) -> set[str]:
        """Households of today that rows under some numbers may speak of."""
        given = set(numbers)
        moved = {new for (old, _), (new, _) in self.moves.persons.items() if old in given}
        return {self.moves.place_of(number)[0] for number in given} | moved | self._bases(given)

    def _bases(self, numbers: Iterable[str]) -> set[str]:
        return {f"{BASE}{number}" for number in numbers}

    def _people(self, numbers: Collection[str]) -> tuple[set[bytes], set[int]]:
        """Identity digests of everybody under some numbers, and all rows under them."""
        rows: set[int] = set()
        for some in parts(numbers):
            of_them = Observation.objects.filter(self.extent.matches("region_code"), household_number__in=some)
            rows |= set(of_them.values_list("id", flat=True))
        blinds: set[bytes] = set()
        for part in parts(rows):
            known = Identifiers.objects.filter(pk__in=part, blind__isnull=False)
            blinds |= {bytes(blind) for blind in known.values_list("blind", flat=True) if blind is not None}
        return blinds, rows

    def _shared(self, blinds: Collection[bytes]) -> tuple[set[str], set[int]]:
        """Household numbers of the rows of some people, and the rows themselves, those of rosters too."""
        numbers, rows = set(), set()
        for part in parts(blinds):
            found = Observation.objects.filter(self.extent.matches("region_code"), identifiers__blind__in=part)
            for id_, number in found.values_list("id", "household_number"):
                rows.add(id_)
                if number is not None:
                    numbers.add(number)
        return numbers, rows

    def _keep(self, rows: Iterable[int]) -> None:
        for row in rows:
            self.found[row >> ROW_BITS].add(row)


def parts(values: Iterable[Value]) -> Iterator[list[Value]]:
    """Values by the hundred."""
    listed = sorted(values)
    return (listed[place : place + MOST_AT_ONCE] for place in range(0, len(listed), MOST_AT_ONCE))
