"""Cases played on engines of SQL: all cases of one day and one set of values are one small population. DuckDB is the one at hand."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import duckdb
import pyarrow as pa

from diguan.engine.backends.dialects import DUCKDB, Dialect
from diguan.engine.backends.facts import Record
from diguan.engine.backends.layout import Column, Layout, Relation
from diguan.engine.backends.sql import RuleSpec, verdict_sql
from diguan.engine.catalogue import Catalogue, FieldType
from diguan.engine.rehearsal.stage import Outcome, Scene
from diguan.engine.verdicts import Grade, Subject, Verdict

SOURCE = 1
ARROW_TYPES = {
    FieldType.CODE: pa.string(),
    FieldType.TEXT: pa.string(),
    FieldType.BOOLEAN: pa.bool_(),
    FieldType.INTEGER: pa.int64(),
    FieldType.NUMBER: pa.float64(),
    FieldType.DATE: pa.date32(),
}
RELATIONS = {
    Subject.HOUSEHOLD: "households",
    Subject.PERSON: "persons",
    Subject.VILLAGE: "villages",
    Subject.FACILITY: "facilities",
}
OWN_KEY = {
    Subject.HOUSEHOLD: "household_id",
    Subject.PERSON: "person_id",
    Subject.VILLAGE: "region_code",
    Subject.FACILITY: "facility_id",
}
Row = dict[str, Any]


@dataclass(slots=True)
class _Population:
    """The subjects of a group of scenes; every scene is a household in a village of its own with one facility."""

    rows: dict[Subject, list[Row]] = field(default_factory=lambda: {subject: [] for subject in Subject})

    def add(self, number: int, scene: Scene) -> None:
        """The subjects of one scene, found again by its number."""
        facts, key = scene.facts, f"case-{number:06}"
        place: Row = {"household_id": key, "region_code": key}
        self.rows[Subject.HOUSEHOLD].append(
            {**place, "roster_incomplete": not facts.roster_complete, **facts.household.values}
        )
        for index, member in enumerate(facts.members):
            self.rows[Subject.PERSON].append({**place, "person_id": f"{key}-{index}", **member.values})
        self.rows[Subject.VILLAGE].append({"region_code": key, **_values(facts.village)})
        self.rows[Subject.FACILITY].append({"region_code": key, "facility_id": key, **_values(facts.facility)})


def _values(record: Record | None) -> Mapping[str, object]:
    return record.values if record else {}


class Ground(Protocol):
    """An engine of SQL with small tables in it."""

    @property
    def back_end(self) -> str:
        """How it is called."""

    @property
    def dialect(self) -> Dialect:
        """Its words."""

    def lay_out(self, name: str, table: pa.Table) -> None:
        """Make a relation of that name, in place of an earlier one."""

    def ask(self, query: str) -> Iterable[Row]:
        """Rows by column."""


@dataclass(frozen=True, slots=True)
class OnDuckDB:
    """A connection."""

    connection: duckdb.DuckDBPyConnection
    back_end: str = "DuckDB"
    dialect: Dialect = DUCKDB

    def lay_out(self, name: str, table: pa.Table) -> None:
        """A table of the connection's own."""
        self.connection.register("rehearsed", table)
        self.connection.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM rehearsed")  # noqa: S608  fixed names
        self.connection.unregister("rehearsed")

    def ask(self, query: str) -> Iterable[Row]:
        """All rows at once."""
        result = self.connection.execute(query)
        names = [column[0] for column in result.description or ()]
        return [dict(zip(names, values, strict=True)) for values in result.fetchall()]


def play_sets(catalogue: Catalogue, scenes: Sequence[Scene]) -> list[Outcome]:
    """What DuckDB makes of each scene; the order is that of the groups, not of the scenes."""
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        return play_on(OnDuckDB(connection), catalogue, scenes)


def play_on(ground: Ground, catalogue: Catalogue, scenes: Sequence[Scene]) -> list[Outcome]:
    """The same on any engine of SQL."""
    groups: dict[tuple[object, ...], list[Scene]] = {}
    for scene in scenes:
        key = (scene.case.as_of, *sorted((name, repr(value)) for name, value in scene.case.parameters.items()))
        groups.setdefault(key, []).append(scene)
    return [outcome for group in groups.values() for outcome in _play(ground, catalogue, group)]


def _play(ground: Ground, catalogue: Catalogue, scenes: list[Scene]) -> Iterator[Outcome]:
    population = _Population()
    for number, scene in enumerate(scenes):
        population.add(number, scene)
    rules = {s.indicator.id: RuleSpec(s.indicator.id, s.when, s.met) for s in scenes}
    fields = {fact for rule in rules.values() for bound in (rule.when, rule.met) if bound for fact in bound.facts}
    relations = {
        subject: _relation(ground, catalogue, subject, population.rows[subject], fields) for subject in Subject
    }
    layout = Layout(relations, {0: Grade.DECLARED, SOURCE: Grade.DECLARED}, ground.dialect)
    rows = _rows(ground, verdict_sql(list(rules.values()), layout))
    for number, scene in enumerate(scenes):
        own = f"case-{number:06}" + ("-0" if scene.indicator.subject is Subject.PERSON else "")
        yield Outcome(scene, ground.back_end, Verdict(rows[(scene.indicator.subject, own)][scene.indicator.id]))


def _relation(
    ground: Ground, catalogue: Catalogue, subject: Subject, rows: list[Row], fields: Iterable[tuple[Subject, str]]
) -> Relation:
    """One table of the population. Keys are text, fields have their snapshot types, what a rule does not read is left out."""
    names = sorted(name for owner, name in fields if owner is subject)
    types = {name: ARROW_TYPES[catalogue.field(subject, name).type] for name in names}
    keys = ["region_code", *(["household_id"] if subject in (Subject.HOUSEHOLD, Subject.PERSON) else [])]
    columns = {key: pa.string() for key in dict.fromkeys([*keys, OWN_KEY[subject]])}
    if subject is Subject.HOUSEHOLD:
        columns["roster_incomplete"] = pa.bool_()
    schema = pa.schema([*columns.items(), *types.items()])
    table = pa.Table.from_pylist([{name: row.get(name) for name in schema.names} for row in rows], schema=schema)
    ground.lay_out(RELATIONS[subject], table)
    return Relation(RELATIONS[subject], {name: Column(name, SOURCE) for name in names})


def _rows(ground: Ground, queries: Mapping[Subject, str]) -> dict[tuple[Subject, str], Row]:
    """Row of verdicts by subject and own key."""
    return {(subject, row[OWN_KEY[subject]]): row for subject, query in queries.items() for row in ground.ask(query)}
