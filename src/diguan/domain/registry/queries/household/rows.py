"""The rows that speak of one household and of each of its persons, found by number, by identity number and through the resident base."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.lookups import In

from diguan.domain.prepared import Given, Prepared
from diguan.domain.registry.choices import VISIT_LIST, VISITOR, Flaw
from diguan.domain.registry.models import FlawedCell, Household, Observation, Person, Sheet
from diguan.domain.registry.models.observations import ROW_BITS
from diguan.domain.registry.queries.extraction import Extent
from diguan.domain.registry.queries.extraction.moving import Moves
from diguan.engine.catalogue import Catalogue, Field, FieldType
from diguan.engine.catalogue.model import Scalar
from diguan.engine.snapshot.flaws import FROM_IDENTITY, IDENTITY
from diguan.engine.snapshot.intake import LISTING_KINDS, RESIDENTS
from diguan.engine.snapshot.listing import BASE
from diguan.engine.snapshot.online import Row, Value
from diguan.engine.verdicts import Grade, Subject

BELOW = (1 << ROW_BITS) - 1
LONG = tuple(f"source__load__{name}" for name in ("notes", "unknown_headers", "counts"))  # of no use for one household


def _sheets(low: Given, high: Given, above: Sequence[Given]) -> QuerySet[Sheet]:
    """Tables that still speak, of a county and of the regions that hold it."""
    place = "source__load__region_code"
    return (
        Sheet.objects.filter(
            Q(**{f"{place}__gte": low, f"{place}__lt": high}) | Q(**{f"{place}__in": above}),
            source__replaced_by__isnull=True,
            event__undone_by__isnull=True,
        )
        .select_related("source__load")
        .defer(*LONG)
    )


OF_FILES = Prepared(lambda **county: _sheets(**county).filter(source__by_hand=False))
BY_HAND = Prepared(lambda sheets, **county: _sheets(**county).filter(source__by_hand=True, pk__in=sheets))
BY_NUMBER = Prepared(lambda numbers: Observation.objects.filter(household_number__in=numbers).order_by("id"))
BY_IDENTITY = Prepared(
    lambda blinds: (
        Observation.objects.filter(identifiers__blind__in=blinds).select_related("identifiers").order_by("id")
    )
)
FLAWED = Prepared(
    lambda sheets, rows: FlawedCell.objects.filter(In(F("sheet_id"), sheets), row__in=rows).order_by("id")
)


@dataclass(slots=True)
class Gathered:
    """`household` and `persons` (by number): rows for the fold. `carried`: columns of all files of the county by kind of subject.

    `sheets`: the tables of the county's files, and of what was recorded by hand those that these rows stand in.
    `visitors`: who asked at the door, by the reference of the row that was answered.
    """

    household: list[Row] = field(default_factory=list)
    persons: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    village: list[Row] = field(default_factory=list)
    carried: dict[Subject, set[str]] = field(default_factory=lambda: defaultdict(set))
    sheets: dict[int, Sheet] = field(default_factory=dict)
    visitors: dict[int, str] = field(default_factory=dict)

    @property
    def newest_list(self) -> date | None:
        """The day of the newest list that names somebody here."""
        rows = (row for own in self.persons.values() for row in own)
        return max((row.day for row in rows if row.kind in LISTING_KINDS and not row.by_hand), default=None)


def gather_rows(
    household: Household, persons: Sequence[Person], catalogue: Catalogue, as_of: date, moves: Moves
) -> Gathered:
    """Every row, whatever its day; `moves`: until `as_of`.

    An undated source speaks as of the day of its load, or of `as_of` where that is earlier.
    """
    return _Gathering(household, persons, catalogue, as_of, moves).found()


@dataclass(slots=True)
class _Gathering:
    household: Household
    persons: Sequence[Person]
    catalogue: Catalogue
    as_of: date
    moves: Moves
    _made: Gathered = field(default_factory=Gathered)
    _asked: set[int] = field(default_factory=set)
    _split: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    _damaged: dict[int, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    def found(self) -> Gathered:
        made = self._made
        self._keep(OF_FILES.ask(**self._county()))
        by_number, by_identity = self._by_number(), self._by_identity()
        homes = self._base_homes(by_identity)
        self._find_flaws([*by_number, *by_identity, *homes])
        numbers = {person.number for person in self.persons}
        for observation, (_, person) in by_number.items():
            if person is not None and person in numbers:
                made.persons[person].append(self._row(observation, Subject.PERSON))
            elif person is None and observation.household_number is not None:
                made.household.append(self._row(observation, Subject.HOUSEHOLD))
        self._join_identities(by_identity)
        made.household += [self._row(o, Subject.HOUSEHOLD) for o in homes]
        made.village += [self._row(o, Subject.VILLAGE) for o in self._of_village()]
        made.sheets = dict(sorted(made.sheets.items()))
        return made

    def _county(self) -> dict[str, Any]:
        """Where tables about the household come from."""
        extent = Extent(self.household.county)
        return {"low": extent.low, "high": extent.high, "above": extent.above}

    def _keep(self, sheets: Iterable[Sheet]) -> None:
        for sheet in sheets:
            self._made.sheets[sheet.id] = sheet
            if not sheet.row_by_row:
                self._made.carried[Subject(sheet.subject)] |= set(sheet.columns)

    def _live(self, observations: Iterable[Observation]) -> list[Observation]:
        """Rows of tables that still speak. What was recorded by hand is a table a record, so only the tables of these rows are read."""
        rows = list(observations)
        asked = {row.id >> ROW_BITS for row in rows} - self._made.sheets.keys() - self._asked
        if asked:
            self._asked |= asked
            self._keep(BY_HAND.ask(sheets=sorted(asked), **self._county()))
        return [row for row in rows if row.id >> ROW_BITS in self._made.sheets]

    def _sheet(self, observation: Observation) -> Sheet:
        return self._made.sheets[observation.id >> ROW_BITS]

    def _by_number(self) -> Mapping[Observation, tuple[str, str | None]]:
        """Rows under the household's numbers, old ones too, with the place where they belong today."""
        moves, own = self.moves, self.household.number
        numbers = {own.removeprefix(BASE), *moves.numbers_of(own)}
        found: dict[Observation, tuple[str, str | None]] = {}
        for observation in self._live(BY_NUMBER.ask(numbers=sorted(numbers))):
            base = self._sheet(observation).source.kind == RESIDENTS
            prefix = BASE if base else ""
            person = None if observation.person_number is None else prefix + observation.person_number
            place = moves.place_of(f"{prefix}{observation.household_number}", person)
            if place[0] == own:
                found[observation] = place
        return found

    def _by_identity(self) -> list[Observation]:
        """Rows of rosters and of the resident base about the household's people."""
        blinds = [bytes(person.blind) for person in self.persons if person.blind is not None]
        return [o for o in self._live(BY_IDENTITY.ask(blinds=blinds)) if self._is_joined(o)]

    def _is_joined(self, observation: Observation) -> bool:
        sheet = self._sheet(observation)
        return not sheet.source.by_hand and (sheet.source.kind == RESIDENTS or observation.household_number is None)

    def _join_identities(self, rows: Iterable[Observation]) -> None:
        by_blind: dict[bytes, list[str]] = defaultdict(list)
        for person in self.persons:
            if person.blind is not None and not person.number.startswith(BASE):
                by_blind[bytes(person.blind)].append(person.number)
        rosters = {
            **by_blind,
            **{bytes(p.blind): [p.number] for p in self.persons if p.blind and p.number.startswith(BASE)},
        }
        members = {bytes(p.blind) for p in self.persons if p.blind is not None and p.member}
        for observation in rows:
            blind, sheet = bytes(observation.identifiers.blind or b""), self._sheet(observation)
            if Subject(sheet.subject) is Subject.HOUSEHOLD:
                if blind in members:
                    self._made.household.append(self._row(observation, Subject.HOUSEHOLD))
                continue
            for number in (by_blind if sheet.source.kind == RESIDENTS else rosters).get(blind, []):
                self._made.persons[number].append(self._row(observation, Subject.PERSON))

    def _base_homes(self, rows: Iterable[Observation]) -> list[Observation]:
        """Household rows of the resident base whose people are mostly in this household; a household of the base alone has its own."""
        if self.household.number.startswith(BASE):
            return []
        numbers = {o.household_number for o in rows if self._sheet(o).source.kind == RESIDENTS}
        if not numbers:
            return []
        there = self._live(
            Observation.objects.filter(household_number__in=numbers, person_number__isnull=False).select_related(
                "identifiers"
            )
        )
        blinds: dict[str, set[bytes]] = defaultdict(set)
        for observation in there:
            sealed = getattr(observation, "identifiers", None)
            if self._sheet(observation).source.kind == RESIDENTS and sealed is not None and sealed.blind is not None:
                blinds[str(observation.household_number)].add(bytes(sealed.blind))
        own = [number for number, held in blinds.items() if self._is_home(held)]
        homes = Observation.objects.filter(household_number__in=own, person_number__isnull=True).order_by("id")
        return [o for o in self._live(homes) if self._sheet(o).source.kind == RESIDENTS]

    def _is_home(self, blinds: Collection[bytes]) -> bool:
        """Whether more of these people are in this household than in any other; of equals the first number."""
        people = Person.objects.filter(
            blind__in=list(blinds),
            household__county=self.household.county,
            member=True,
            gone=False,
            household__listed=True,
        )
        counts = Counter(people.values_list("household__number", flat=True))
        return bool(counts) and min(counts, key=lambda n: (-counts[n], n)) == self.household.number

    def _of_village(self) -> list[Observation]:
        """Rows about the village itself, from tables about villages alone: rosters name the village of each of their people."""
        tables = [sheet.id for sheet in self._made.sheets.values() if sheet.subject == Subject.VILLAGE]
        if not tables:
            return []
        here = Observation.objects.filter(region_code=self.household.region_code, household_number__isnull=True)
        return list(here.filter(sheet__in=tables).order_by("id"))

    def _find_flaws(self, rows: Iterable[Observation]) -> None:
        wanted = {observation.id for observation in rows}
        sheets, numbers = {id >> ROW_BITS for id in wanted}, {id & BELOW for id in wanted}
        for cell in FLAWED.ask(sheets=sorted(sheets), rows=sorted(numbers)):
            reference = (int(cell.sheet_id or 0) << ROW_BITS) + cell.row
            if reference not in wanted:
                continue
            if cell.flaw == Flaw.SPLIT:
                self._split[reference].add(cell.field)
            else:
                self._damaged[reference][cell.field] = "!".join(part for part in cell.place if part)
        for cells in self._damaged.values():  # what only the number tells is damaged with it
            cells.update({f: cells[IDENTITY] for f in FROM_IDENTITY if IDENTITY in cells and f not in cells})

    def _row(self, observation: Observation, subject: Subject) -> Row:
        sheet = self._sheet(observation)
        if visitor := observation.facts.get(VISITOR):
            self._made.visitors[observation.id] = str(visitor)
        fields = self.catalogue.fields(subject)
        values = {name: typed(fields[name], value) for name, value in observation.facts.items() if name in fields}
        return Row(
            source=sheet.source_id,
            kind=sheet.source.kind,
            grade=Grade(sheet.source.grade),
            day=observation.data_on or sheet.source.data_on or sheet.source.known_by(self.as_of) or self.as_of,
            dated=observation.data_on is not None or sheet.source.data_on is not None,
            values=values,
            carries=frozenset(values) if sheet.row_by_row else frozenset(sheet.columns),
            by_hand=sheet.row_by_row,
            split=self._split.get(observation.id, ()),
            damaged=self._damaged.get(observation.id, {}),
            reference=observation.id,
            talk=observation.facts.get(VISIT_LIST),
        )


def typed(about: Field, value: Scalar) -> Value:
    """A value of the JSON in the type of its field."""
    if about.type is FieldType.DATE:
        return date.fromisoformat(str(value))
    return float(value) if about.type is FieldType.NUMBER else value
