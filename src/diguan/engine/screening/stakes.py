"""Which facts a finding rests on: the cells that somebody has to look at again, one row a finding and fact.

Table made here: stakes(finding_id, subject, household_id, person_id, field, source, told_by). `source` numbers the input whose value
counts, NULL where nothing is known; `told_by`: the derived fact through which a column of the inputs is at stake, or NULL.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pyarrow as pa

from diguan.engine.backends.reasons import MissingFact, missing_for_rule, reasons
from diguan.engine.expressions import Bound
from diguan.engine.expressions.tree import Fact as FactNode
from diguan.engine.expressions.tree import walk
from diguan.engine.screening.bound import BoundFinding, BoundPack
from diguan.engine.screening.casefiles import CaseFile, CaseFiles
from diguan.engine.snapshot.database import Connection, run, scalar
from diguan.engine.snapshot.derived.registry import COMPUTED
from diguan.engine.snapshot.presuming import PRESUMED
from diguan.engine.snapshot.snapshot import Snapshot
from diguan.engine.verdicts import Subject

STAKES = "stakes"
CHUNK = 10_000
CHOSEN = "households_at_stake"
SCHEMA = pa.schema(
    [
        ("finding_id", pa.int64()),
        ("subject", pa.string()),
        ("household_id", pa.string()),
        ("person_id", pa.string()),
        ("field", pa.string()),
        ("source", pa.uint8()),
        ("told_by", pa.string()),
    ]
)


class Found(NamedTuple):
    """A finding as the table has it."""

    finding_id: int
    rule: str
    household_id: str
    person_id: str | None
    indicator: str | None


class Stake(NamedTuple):
    """A row of the table."""

    finding_id: int
    subject: str
    household_id: str
    person_id: str | None
    field: str
    source: int | None
    told_by: str | None


def lay_stakes(snapshot: Snapshot, bound: BoundPack) -> None:
    """Make the table of this module from the findings of a round. Findings on the facts as of another day have no row."""
    connection = snapshot.connection
    run(connection, f"CREATE OR REPLACE TEMP TABLE {STAKES} ({', '.join(f'{f.name} {_type(f.type)}' for f in SCHEMA)})")
    files, reader = CaseFiles(snapshot), _Stakes(bound)
    for found in _chunks(connection):
        cases = files.read(CHOSEN)
        rows = [stake._asdict() for f in found for stake in reader.of(f, cases[f.household_id])]
        connection.register("stakes_rows", pa.Table.from_pylist(rows, schema=SCHEMA))
        run(connection, f"INSERT INTO {STAKES} SELECT DISTINCT * FROM stakes_rows")
        connection.unregister("stakes_rows")


def _type(kind: pa.DataType) -> str:
    return {pa.int64(): "BIGINT", pa.uint8(): "UTINYINT"}.get(kind, "VARCHAR")


def _chunks(connection: Connection) -> Iterator[list[Found]]:
    """Findings of some households at a time; these are in the table CHOSEN."""
    numbered = "SELECT household_id, row_number() OVER (ORDER BY household_id) - 1 AS number"
    homes = "SELECT DISTINCT household_id FROM findings WHERE household_id IS NOT NULL"
    run(connection, f"CREATE OR REPLACE TEMP TABLE numbered_homes AS {numbered} FROM ({homes})")
    for start in range(0, scalar(connection, "SELECT count(*) FROM numbered_homes"), CHUNK):
        where = f"number >= {start} AND number < {start + CHUNK}"
        run(
            connection,
            f"CREATE OR REPLACE TEMP TABLE {CHOSEN} AS SELECT household_id FROM numbered_homes WHERE {where}",
        )
        columns = "finding_id, rule, household_id, person_id, indicator"
        rows = run(connection, f"SELECT {columns} FROM findings JOIN {CHOSEN} USING (household_id) ORDER BY finding_id")
        yield [Found(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Told:
    """A fact at stake: whose, and the member it is about."""

    subject: Subject
    member: int | None
    field: str


class _Stakes:
    """Tells the facts of findings of one pack."""

    def __init__(self, bound: BoundPack) -> None:
        self.bound = bound
        self.rules: Mapping[str, BoundFinding] = {f.rule.id: f for f in bound.findings}

    def of(self, found: Found, case: CaseFile) -> Iterator[Stake]:
        """The facts of a finding with their sources."""
        rule = self.rules[found.rule]
        if rule.rule.facts_as_of or rule.rule.subject != "household":
            return
        for told in self._told(found, rule, case):
            yield from self._stakes(found, told, case)

    def _told(self, found: Found, rule: BoundFinding, case: CaseFile) -> Iterable[Told]:
        indicator = self.bound.indicators.get(found.indicator or "")
        if indicator is None:
            return _leaves(rule.alternatives, case, None)
        member = _member(case, found.person_id) if indicator.subject is Subject.PERSON else None
        conditions = [c for c in (indicator.when, indicator.met) if c is not None]
        if rule.rule.unknown_because is None:
            return _leaves(conditions, case, member)
        return [_of(gap) for gap in missing_for_rule(indicator.when, indicator.met, case.facts, member)]

    def _stakes(self, found: Found, told: Told, case: CaseFile) -> Iterator[Stake]:
        own = case.told(told.subject, told.member)
        if own is None or told.subject not in (Subject.HOUSEHOLD, Subject.PERSON):
            return
        person = own.id if told.subject is Subject.PERSON else None
        computed = COMPUTED.get(self.bound.pack.catalogue.field(told.subject, told.field).computed_by or "")
        if computed is not None:
            for subject, column in sorted(computed.columns):
                whose = person if subject is Subject.PERSON else None
                if whose is not None or subject is Subject.HOUSEHOLD:
                    yield Stake(found.finding_id, subject, found.household_id, whose, column, None, told.field)
            return
        for source in _sources(case, told, own.id, own.sources.get(told.field), own.record.values.get(told.field)):
            yield Stake(found.finding_id, told.subject, found.household_id, person, told.field, source, None)


def _sources(case: CaseFile, told: Told, id: str, source: int | None, value: object) -> Sequence[int | None]:
    """The input whose value counts; all that contradict each other; None where nothing is known or a gap was presumed."""
    state = case.states.get((told.subject, id, told.field))
    if state is not None and state.state == "conflict":
        return [number for _, number in state.said]
    return [None if value is None or source == PRESUMED else source]


def _leaves(conditions: Iterable[Bound], case: CaseFile, member: int | None) -> Iterator[Told]:
    """Facts of the leaves that make conditions what they are."""
    seen: dict[Told, None] = {}
    for condition in conditions:
        for reason in reasons(condition, case.facts, member):
            for node in walk(reason.leaf):
                if isinstance(node, FactNode):
                    seen.update(dict.fromkeys(_about(node, reason.member, case)))
    yield from seen


def _about(node: FactNode, member: int | None, case: CaseFile) -> Iterator[Told]:
    """Whose fact a leaf reads; where it counts members, that of each of them."""
    if node.subject is not Subject.PERSON:
        yield Told(node.subject, None, node.field)
    elif member is not None:
        yield Told(node.subject, member, node.field)
    else:
        yield from (Told(node.subject, index, node.field) for index in range(len(case.members)))


def _of(gap: MissingFact) -> Told:
    return Told(gap.subject, gap.member, gap.field)


def _member(case: CaseFile, person_id: str | None) -> int | None:
    return next((n for n, m in enumerate(case.members) if m.id == person_id), None)
