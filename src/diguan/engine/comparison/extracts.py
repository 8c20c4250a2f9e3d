"""The facts behind the differences: of the households, villages and facilities concerned only, and only the fields that rules read.

Tables made here, for both rounds: before_<relation> and after_<relation> with the keys, the fields and `<field>@source`; and
before_states, after_states(subject, household_id, subject_id, field, state).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from diguan.engine.backends.layout import SOURCE_SUFFIX, Column, Layout, Relation
from diguan.engine.comparison.packing import parquet
from diguan.engine.comparison.sides import Side
from diguan.engine.snapshot.database import Connection, quoted, run
from diguan.engine.snapshot.relations import RELATIONS
from diguan.engine.verdicts import Subject

KEYS = {  # what the back ends and the attribution of facts need besides the fields
    "households": ("household_id", "region_code", "roster_incomplete"),
    "persons": ("household_id", "person_id", "region_code"),
    "villages": ("region_code",),
    "facilities": ("facility_id", "region_code"),
}
CONCERNED = {
    "households": "household_id IN (SELECT household_id FROM concerned_households)",
    "persons": "household_id IN (SELECT household_id FROM concerned_households)",
    "villages": "region_code IN (SELECT region_code FROM concerned_regions)",
    "facilities": "facility_id IN (SELECT subject_id FROM concerned_facilities)",
}
NO_STATES = (
    "SELECT NULL::VARCHAR AS subject, NULL::VARCHAR AS household_id, NULL::VARCHAR AS subject_id, "
    "NULL::VARCHAR AS field, NULL::VARCHAR AS state WHERE false"
)
Fact = tuple[Subject, str]


@dataclass(frozen=True, slots=True)
class Extract:
    """The facts of one round that are looked at; `prefix` begins the names of its tables."""

    prefix: str
    side: Side
    columns: Mapping[str, Mapping[str, Column]]

    @property
    def layout(self) -> Layout:
        """The tables as back ends read them."""
        relations = {RELATIONS[n]: Relation(self.prefix + n, own) for n, own in self.columns.items()}
        return Layout(relations, self.side.facts.grades)


def choose_concerned(connection: Connection, households: str, step: int) -> None:
    """Say whose facts are looked at: a SELECT of household_id, their villages, and villages and facilities that differ themselves."""
    run(
        connection,
        f"CREATE OR REPLACE TEMP TABLE concerned_households AS SELECT DISTINCT household_id FROM ({households})",
    )
    own = f"FROM changes WHERE step = {step}"
    run(
        connection,
        f"""CREATE OR REPLACE TEMP TABLE concerned_regions AS SELECT region_before AS region_code {own}
        UNION SELECT region_code {own}""",
    )
    run(
        connection,
        f"CREATE OR REPLACE TEMP TABLE concerned_facilities AS SELECT DISTINCT subject_id {own} AND subject = 'facility'",
    )


def extract(connection: Connection, side: Side, prefix: str, wanted: Iterable[Fact]) -> Extract:
    """Make the tables of one round."""
    fields = frozenset(wanted)
    columns: dict[str, dict[str, Column]] = {}
    for name, condition in CONCERNED.items():
        files = side.facts.files.get(name)
        if files:
            own = side.facts.columns[name]
            columns[name] = {f: own[f] for s, f in sorted(fields) if s is RELATIONS[name] and f in own}
            chosen = [*KEYS[name], *(quoted(c) for f, column in columns[name].items() for c in _columns(f, column))]
            rows = f"SELECT {', '.join(chosen)} FROM {parquet(files)} WHERE {condition}"
            run(connection, f"CREATE OR REPLACE TEMP TABLE {prefix}{name} AS {rows}")
    states = side.facts.states
    rows = f"SELECT subject, household_id, subject_id, field, state FROM {parquet([states])}" if states else NO_STATES
    where = "household_id IS NULL OR household_id IN (SELECT household_id FROM concerned_households)"
    run(connection, f"CREATE OR REPLACE TEMP TABLE {prefix}states AS SELECT * FROM ({rows}) WHERE {where}")
    return Extract(prefix, side, columns)


def _columns(field: str, column: Column) -> tuple[str, ...]:
    return (field, field + SOURCE_SUFFIX) if column.source is None else (field,)
