"""The fold of one household in the registry as the rules read it: values, grades, sources, and why something is unknown."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from diguan.domain.registry.actions.projecting.keeping import OF_THE_COUNTY
from diguan.domain.registry.models.observations import ROW_BITS
from diguan.domain.registry.queries.household import HouseholdFile
from diguan.domain.registry.queries.household.rows import typed
from diguan.engine.backends.facts import HouseholdFacts, Record
from diguan.engine.catalogue import Catalogue
from diguan.engine.screening.casefiles import CaseFile, CellState, Told
from diguan.engine.snapshot.derived.registry import FILLED
from diguan.engine.snapshot.model import Source
from diguan.engine.snapshot.online import Known, Row
from diguan.engine.snapshot.plans import Group
from diguan.engine.snapshot.presuming import PRESUMED
from diguan.engine.verdicts import Grade, Subject

COMPUTED = -1  # the source of what was computed from what is known of a household
KEPT = -2  # of what only a pass over the whole county can compute: as files were last taken in


def case_of(file: HouseholdFile, catalogue: Catalogue) -> CaseFile:
    """The case of a household on the day of its file. Values that need other households stand as files were last taken in."""
    return _Case(file, catalogue).made()


def sources_of(file: HouseholdFile) -> dict[int, Source]:
    """The sources of a household's facts as explanations speak of them."""
    found = {COMPUTED: Source(COMPUTED, "export", "登记册计算 computed in the registry", "", None)}
    taken = [s.source.load.at for s in file.gathered.sheets.values() if not s.source.by_hand]
    if taken:
        day = localdate(max(taken)).isoformat()
        found[KEPT] = Source(KEPT, "export", f"登记册 {day} 导入时计算 computed at the load of {day}", "", None)
    for sheet in file.gathered.sheets.values():
        source = sheet.source
        found[source.pk] = Source(source.pk, source.kind, source.label, source.sha256, source.data_on)
    return found


def days_of(file: HouseholdFile) -> dict[tuple[Subject, str, str], date]:
    """The days of facts that were answered at visits or recorded by hand: each is as old as itself, not as its source."""
    told = [(Subject.HOUSEHOLD, file.household.number, file.facts)]
    told += [(Subject.PERSON, member.person.number, member.facts) for member in file.members]
    return {
        (subject, id, name): row.day
        for subject, id, facts in told
        for name, known in facts.items()
        if (row := next((each for each in known.spoken if each.source == known.source), None)) is not None
        if row.by_hand and row.dated
    }


class _Case:
    def __init__(self, file: HouseholdFile, catalogue: Catalogue) -> None:
        self.file, self.catalogue = file, catalogue
        self.grades = {s.source_id: s.source.grade for s in file.gathered.sheets.values()}
        self.states: dict[tuple[Subject, str, str], CellState] = {}

    def made(self) -> CaseFile:
        household, gathered = self.file.household, self.file.gathered
        home = self._told(Subject.HOUSEHOLD, household.number, self.file.facts, gathered.household, household.facts)
        own = sorted((m for m in self.file.members if m.person.member), key=lambda m: m.person.number)
        members = tuple(
            self._told(Subject.PERSON, m.person.number, m.facts, gathered.persons[m.person.number], m.person.facts, n)
            for n, m in enumerate(own, start=1)
        )
        village = self._told(Subject.VILLAGE, household.region_code, self.file.village, gathered.village, {})
        complete = not household.roster_incomplete
        facts = HouseholdFacts(home.record, [m.record for m in members], village.record, complete)
        return CaseFile(home, members, village, facts, self.states, self._groups())

    def _told(
        self,
        subject: Subject,
        id: str,
        known: Mapping[str, Known],
        rows: Iterable[Row],
        stored: Mapping[str, Any],
        position: int = 0,
    ) -> Told:
        values: dict[str, Any] = {name: each.value for name, each in known.items()}
        sources = {name: each.source for name, each in known.items() if each.source is not None}
        for name, value in self._computed(subject, stored, values):
            values[name], sources[name] = value, KEPT if name in OF_THE_COUNTY else COMPUTED
            if (subject, name) in FILLED:
                self.states[subject, id, name] = CellState("computed", (), None)
        for name, each in known.items():
            if each.state is not None and values.get(name) is None:
                said = tuple((_text(value), source) for value, source in each.said)
                self.states[subject, id, name] = CellState(each.state, said, each.place)
        grades = {name: self._grade(source) for name, source in sources.items()}
        mask = sum({1 << self._bit(row.reference >> ROW_BITS) for row in rows})
        return Told(subject, id, Record(values, grades), sources, mask, position)

    def _computed(
        self, subject: Subject, stored: Mapping[str, Any], values: Mapping[str, Any]
    ) -> Iterable[tuple[str, Any]]:
        """Stored values that nobody observes, and those that fill the gaps of what is observed."""
        for name, field in self.catalogue.fields(subject).items():
            computed = field.computed_by is not None or (subject, name) in FILLED
            if computed and values.get(name) is None and stored.get(name) is not None:
                yield name, typed(field, stored[name])

    def _grade(self, source: int) -> int:
        return int(Grade.DECLARED) if source in (PRESUMED, COMPUTED, KEPT) else self.grades[source]

    def _bit(self, sheet: int) -> int:
        return list(self.file.gathered.sheets).index(sheet)

    def _groups(self) -> Mapping[Subject, Sequence[Group]]:
        found: dict[Subject, list[Group]] = {subject: [] for subject in Subject}
        for bit, sheet in enumerate(self.file.gathered.sheets.values()):
            found[Subject(sheet.subject)].append(Group(bit, sheet.source.kind, frozenset(sheet.columns)))
        return found


def _text(value: object) -> str:
    """A value as provenance keeps it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)
