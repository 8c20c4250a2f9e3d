"""What a snapshot says of the facts that were answered: values, contradictions, and what earlier visits answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from diguan.engine.catalogue import Catalogue, Field
from diguan.engine.expressions.tree import Value
from diguan.engine.screening.casefiles import CaseFile, CaseFiles
from diguan.engine.snapshot.database import has_table, run
from diguan.engine.snapshot.model import Source
from diguan.engine.snapshot.presuming import PRESUMED
from diguan.engine.snapshot.provenance import ANSWERS
from diguan.engine.snapshot.snapshot import Snapshot
from diguan.engine.snapshot.wording import value_of_text
from diguan.engine.verdicts import Grade, Subject
from diguan.engine.visiting.answers import Answer, Key
from diguan.engine.visiting.settling import Heard, Voice

CHOSEN = "households_answered"


def value_text(value: Value) -> str:
    """A value as provenance keeps it: the way DuckDB writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def cases_of(snapshot: Snapshot, households: Iterable[str]) -> Mapping[str, CaseFile]:
    """Case files of some households; those that the round does not have are not there."""
    names = pa.table({"household_id": pa.array(sorted(set(households)), pa.string())})
    snapshot.connection.register("answered_households", names)
    run(snapshot.connection, f"CREATE OR REPLACE TEMP TABLE {CHOSEN} AS SELECT household_id FROM answered_households")
    snapshot.connection.unregister("answered_households")
    return CaseFiles(snapshot).read(CHOSEN)


@dataclass(frozen=True, slots=True)
class Record:
    """An answer as an earlier reading left it in the snapshot."""

    key: Key
    value: str
    grade: int
    visited_on: date
    visitor: str
    list_id: str
    source: int

    def fits(self, answer: Answer) -> bool:
        """Whether it is the very same answer."""
        own = (self.key, self.value, self.grade, self.visited_on, self.visitor, self.list_id)
        told = (answer.key, value_text(answer.value), int(answer.grade))
        return own == (*told, answer.visited_on, answer.visitor, answer.list_id)


def records_in(snapshot: Snapshot) -> dict[Key, list[Record]]:
    """Every answer that the snapshot has, by fact."""
    found: dict[Key, list[Record]] = {}
    if not has_table(snapshot.connection, ANSWERS):
        return found
    columns = "subject, household_id, subject_id, field, value, grade, visited_on, visitor, list_id, source"
    for subject, home, about, field, *rest in run(snapshot.connection, f"SELECT {columns} FROM {ANSWERS} ORDER BY ALL"):
        person = about if Subject(subject) is Subject.PERSON else None
        key = (Subject(subject), home, person, field)
        found.setdefault(key, []).append(Record(key, *rest))
    return found


@dataclass(frozen=True, slots=True)
class Listener:
    """Tells what a snapshot has of a fact."""

    snapshot: Snapshot
    catalogue: Catalogue
    records: Mapping[Key, list[Record]]

    @property
    def sources(self) -> Mapping[int, Source]:
        """Sources by number."""
        return {s.source_id: s for s in self.snapshot.sources}

    def heard(self, answer: Answer, case: CaseFile) -> Heard:
        """Everything that stands beside the answers to one question."""
        subject, home, person, name = answer.key
        del home
        field, sources = self.catalogue.field(subject, name), self.sources
        member = next((n for n, m in enumerate(case.members) if m.id == person), None)
        told = case.told(subject, member)
        if told is None:
            raise KeyError(answer.key)
        state = case.state(told, name)
        visits = tuple(self._visit(field, record, sources) for record in self.records.get(answer.key, ()))
        if state is not None and state.state == "conflict":
            said = tuple(
                self._voice(value_of_text(field, value), sources[s]) for value, s in state.said if s in sources
            )
            return Heard(conflict=said, visits=visits)
        value, source = told.record.values.get(name), told.sources.get(name, PRESUMED)
        computed = state is not None and state.state == "computed"
        if value is None or source == PRESUMED or computed:
            return Heard(visits=visits)
        return Heard(self._voice(value, sources[source]), visits=visits)

    def _voice(self, value: Value, source: Source) -> Voice:
        return Voice(value, source.source_id, source.kind, source.grade, source.data_on or self.snapshot.as_of)

    def _visit(self, field: Field, record: Record, sources: Mapping[int, Source]) -> Voice:
        kind = sources[record.source].kind
        value = value_of_text(field, record.value)
        return Voice(value, record.source, kind, Grade(record.grade), record.visited_on, record.list_id)
