"""One household's facts as the closures read them, with the source of every value and why others are unknown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from diguan.engine.backends.facts import EMPTY, HouseholdFacts, Record
from diguan.engine.backends.layout import SOURCE_SUFFIX
from diguan.engine.snapshot.database import quoted, run
from diguan.engine.snapshot.plans import Group
from diguan.engine.snapshot.provenance import SEPARATOR
from diguan.engine.snapshot.snapshot import Columns, Snapshot
from diguan.engine.verdicts import Subject

IN_VILLAGE = "village:"  # states of a village are told to all of its households


@dataclass(frozen=True, slots=True)
class CellState:
    """Why a value is unknown ("damaged", "conflict") or how it came about ("computed"). `said`: (value as text, source)."""

    state: str
    said: tuple[tuple[str, int], ...]
    place: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of one subject. `mask`: which groups of tables have a row about it; `position`: of a person in the household."""

    subject: Subject
    id: str
    record: Record
    sources: Mapping[str, int]
    mask: int
    position: int = 0


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything about one household on one day; of a village or a facility that is judged by itself, everything about it."""

    household: Told
    members: tuple[Told, ...]
    village: Told | None
    facts: HouseholdFacts
    states: Mapping[tuple[Subject, str, str], CellState]
    groups: Mapping[Subject, Sequence[Group]]
    facility: Told | None = None

    def told(self, subject: Subject, member: int | None) -> Told | None:
        """The subject that a leaf of a rule speaks of."""
        if subject is Subject.PERSON:
            return None if member is None else self.members[member]
        if subject is Subject.FACILITY:
            return self.facility
        return self.village if subject is Subject.VILLAGE else self.household

    def state(self, told: Told, name: str) -> CellState | None:
        """Why a field of a subject is unknown or how it came about, if there is anything to say."""
        return self.states.get((told.subject, told.id, name))


@dataclass(slots=True)
class CaseFiles:
    """Reads case files of many households at a time. `prefix`: of a look back's relations; `persons`: relation of the members."""

    snapshot: Snapshot
    prefix: str = ""
    persons: str = "persons"
    grades: Mapping[int, int] = field(init=False)

    def __post_init__(self) -> None:
        self.grades = {source: int(grade) for source, grade in self.snapshot.grades.items()}

    @property
    def columns(self) -> Columns:
        """Columns of the relations read."""
        return self._look_back.columns if self._look_back else self.snapshot.columns

    @property
    def groups(self) -> Mapping[Subject, Sequence[Group]]:
        """Groups behind the masks."""
        return self._look_back.groups if self._look_back else self.snapshot.groups

    @property
    def _look_back(self) -> Any:  # noqa: ANN401 - LookBack or None, by prefix
        return next((b for b in self.snapshot.look_backs.values() if b.prefix == self.prefix), None)

    def read(self, chosen: str) -> dict[str, CaseFile]:
        """Case files of the households in a table `chosen(household_id)`, by household."""
        own = f"JOIN {quoted(chosen)} USING (household_id)"
        members: dict[str, list[Told]] = {}
        keys = ("person_id", "household_id", "position")
        for (person, household, position), told in self._rows(self.persons, keys, own, Subject.PERSON):
            members.setdefault(household, []).append(Told(Subject.PERSON, person, *told, position))
        states = self._states(chosen)
        villages = self._villages()
        found = {}
        keys = ("household_id", "region_code", "roster_incomplete", *(("until",) if self.prefix else ()))
        for (household, region, incomplete, *until), told in self._rows("households", keys, own, Subject.HOUSEHOLD):
            home, own_members = Told(Subject.HOUSEHOLD, household, *told), tuple(members.get(household, ()))
            village = villages.get((region, *until))
            facts = HouseholdFacts(
                home.record, [m.record for m in own_members], village.record if village else None, not incomplete
            )
            own_states = {**states.get(household, {}), **states.get(IN_VILLAGE + str(region), {})}
            found[household] = CaseFile(home, own_members, village, facts, own_states, self.groups)
        return found

    def places(self, subject: Subject) -> Iterator[tuple[str, str, str, CaseFile]]:
        """County, region code, id and case file of every village or facility, each by itself, in the order of its relation."""
        relation, own = ("villages", "region_code") if subject is Subject.VILLAGE else ("facilities", "facility_id")
        states = self._place_states(subject)
        villages = self._villages() if subject is Subject.FACILITY else {}
        for (county, region, id), told_of in self._rows(relation, ("county", "region_code", own), "", subject):
            told = Told(subject, str(id), *told_of)
            village, facility = (told, None) if subject is Subject.VILLAGE else (villages.get((region,)), told)
            facts = HouseholdFacts(
                village=village.record if village else None, facility=facility.record if facility else None
            )
            nobody = Told(Subject.HOUSEHOLD, "", EMPTY, {}, 0)
            case = CaseFile(nobody, (), village, facts, states.get(str(id), {}), self.groups, facility)
            yield str(county or ""), str(region or ""), str(id), case

    def _rows(
        self, relation: str, keys: Sequence[str], join: str, subject: Subject
    ) -> Iterator[tuple[Sequence[Any], tuple[Record, Mapping[str, int], int]]]:
        """Keys, and record, sources and mask, of the rows of a relation in its order."""
        columns = self.columns.get(relation)
        if columns is None:
            return
        mixed = [name for name, column in columns.items() if column.source is None]
        wanted = [*keys, "source_mask", *columns, *(n + SOURCE_SUFFIX for n in mixed)]
        same = {name: c.source for name, c in columns.items() if c.source is not None}
        grades = {name: self.grades[source] for name, source in same.items()}
        select = f"SELECT {', '.join(quoted(n) for n in wanted)} FROM {quoted(self.prefix + relation)} {join}"
        for row in run(self.snapshot.connection, f"{select} ORDER BY {', '.join(quoted(k) for k in _order(subject))}"):
            first = len(keys) + 1
            values = dict(zip(columns, row[first : first + len(columns)], strict=True))
            sources, known = self._provenance(mixed, row[first + len(columns) :], same, grades)
            yield row[: len(keys)], (Record(values, known), sources, row[len(keys)])

    def _provenance(
        self, mixed: Sequence[str], found: Sequence[int | None], same: Mapping[str, int], grades: Mapping[str, int]
    ) -> tuple[Mapping[str, int], Mapping[str, int]]:
        own = {name: source for name, source in zip(mixed, found, strict=True) if source is not None}
        if not own:
            return same, grades
        return {**same, **own}, {**grades, **{name: self.grades[source] for name, source in own.items()}}

    def _villages(self) -> dict[tuple[Any, ...], Told]:
        keys = ("region_code", *(("until",) if self.prefix else ()))
        rows = self._rows("villages", keys, "", Subject.VILLAGE)
        return {tuple(key): Told(Subject.VILLAGE, key[0], *told) for key, told in rows}

    def _place_states(self, subject: Subject) -> dict[str, dict[tuple[Subject, str, str], CellState]]:
        found: dict[str, dict[tuple[Subject, str, str], CellState]] = {}
        columns = "subject_id, field, state, said, said_by, place"
        rows = run(self.snapshot.connection, f"SELECT {columns} FROM cell_states WHERE subject = ?", [str(subject)])
        for id, name, state, said, said_by, place in rows:
            found.setdefault(id, {})[subject, id, name] = CellState(state, _said(said, said_by), place)
        return found

    def _states(self, chosen: str) -> dict[str, dict[tuple[Subject, str, str], CellState]]:
        found: dict[str, dict[tuple[Subject, str, str], CellState]] = {}
        rows = run(
            self.snapshot.connection,
            f"""SELECT coalesce(c.household_id, '{IN_VILLAGE}' || subject_id), subject, subject_id, field, state, said, said_by, place
            FROM {quoted(self.prefix + "cell_states")} c LEFT JOIN {quoted(chosen)} w USING (household_id)
            WHERE w.household_id IS NOT NULL OR subject = '{Subject.VILLAGE}'""",
        )
        for household, subject, id, name, state, said, said_by, place in rows:
            found.setdefault(household, {})[Subject(subject), id, name] = CellState(state, _said(said, said_by), place)
        return found


def _said(said: str, said_by: str | None) -> tuple[tuple[str, int], ...]:
    """What each source said, as kept in one cell."""
    return tuple(zip(said.split(SEPARATOR), map(int, said_by.split(",")), strict=True)) if said_by else ()


def _order(subject: Subject) -> tuple[str, ...]:
    orders = {Subject.PERSON: ("household_id", "person_id"), Subject.HOUSEHOLD: ("household_id",)}
    return orders.get(subject, ("region_code",))
