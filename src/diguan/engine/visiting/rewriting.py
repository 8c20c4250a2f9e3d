"""The tables of a snapshot with some values exchanged: relations, the states of cells, contradictions, the record of answers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from diguan.engine.backends.layout import SOURCE_SUFFIX, Column
from diguan.engine.catalogue import Catalogue, Field, FieldType
from diguan.engine.expressions.tree import Value
from diguan.engine.snapshot.database import Connection, has_table, quoted, run
from diguan.engine.snapshot.provenance import ANSWERS
from diguan.engine.snapshot.relations import KEYS, RELATIONS, columns_by_source
from diguan.engine.snapshot.snapshot import Snapshot
from diguan.engine.verdicts import Subject

REWRITTEN = "rewritten"
NAMES = {own: name for name, own in RELATIONS.items() if name in ("households", "persons")}
OWN_KEYS = {Subject.HOUSEHOLD: ("household_id",), Subject.PERSON: ("household_id", "person_id")}
ARROW = {
    FieldType.CODE: pa.string(),
    FieldType.TEXT: pa.string(),
    FieldType.BOOLEAN: pa.bool_(),
    FieldType.INTEGER: pa.int64(),
    FieldType.NUMBER: pa.float64(),
    FieldType.DATE: pa.date32(),
}
STATES = ("subject", "household_id", "subject_id", "county", "field", "state", "said", "said_by", "place")
CONTRADICTIONS = (
    *("subject", "household_id", "subject_id", "county", "field"),
    *("value", "source", "overruled_value", "overruled_source"),
)
ANSWER_TYPES = {
    "subject": pa.string(),
    "household_id": pa.string(),
    "subject_id": pa.string(),
    "county": pa.string(),
    "field": pa.string(),
    "value": pa.string(),
    "grade": pa.uint8(),
    "visited_on": pa.date32(),
    "visitor": pa.string(),
    "list_id": pa.string(),
    "file": pa.string(),
    "sheet": pa.string(),
    "cell": pa.string(),
    "source": pa.uint8(),
    "outcome": pa.string(),
}
Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Change:
    """A value of one subject from now on; both None: unknown."""

    household_id: str
    person_id: str | None
    value: Value | None
    source: int | None


Changes = Mapping[tuple[Subject, str], Sequence[Change]]


def rewrite(snapshot: Snapshot, catalogue: Catalogue, changes: Changes) -> dict[str, Mapping[str, Column]]:
    """Exchange values in the relations; returns the columns of all relations as they are now."""
    columns = dict(snapshot.columns)
    for subject, name in NAMES.items():
        own = {field: rows for (s, field), rows in changes.items() if s is subject and rows}
        if own:
            fields = {field: catalogue.field(subject, field) for field in own}
            columns[name] = _rewrite(snapshot.connection, name, columns.get(name, {}), fields, own)
    return columns


def _rewrite(
    connection: Connection,
    name: str,
    columns: Mapping[str, Column],
    fields: Mapping[str, Field],
    changes: Mapping[str, Sequence[Change]],
) -> dict[str, Column]:
    subject = RELATIONS[name]
    keys = ", ".join(OWN_KEYS[subject])
    joins, shown = [], []
    every = sorted(columns.keys() | changes.keys())
    for place, field in enumerate(every):
        value, source = _present(columns, field)
        if field in changes:
            alias, table = f"c{place}", f"changes_{place}"
            connection.register(table, _table(subject, fields[field], changes[field]))
            joins.append(f"LEFT JOIN {table} {alias} USING ({keys})")
            hit, kind = f"{alias}.hit", fields[field].type.column_type
            value = f"CASE WHEN {hit} THEN {alias}.value ELSE {value} END::{kind}"
            source = f"CASE WHEN {hit} THEN {alias}.source ELSE {source} END"
        shown += [f"{value} AS {quoted(field)}", f"{source}::UTINYINT AS {quoted(field + SOURCE_SUFFIX)}"]
    own = ", ".join(f"r.{quoted(k)}" for k in (*KEYS[name], "source_mask"))
    run(
        connection,
        f"CREATE OR REPLACE TEMP TABLE {REWRITTEN} AS SELECT r.rowid AS place, {own}, {', '.join(shown)} "
        f"FROM {quoted(name)} r {' '.join(joins)}",
    )
    made = columns_by_source(connection, REWRITTEN, every)
    kept = [*KEYS[name], "source_mask", *every, *(f + SOURCE_SUFFIX for f in every if made[f].source is None)]
    chosen = ", ".join(quoted(column) for column in kept)
    run(connection, f"CREATE OR REPLACE TABLE {quoted(name)} AS SELECT {chosen} FROM {REWRITTEN} ORDER BY place")
    return made


def _present(columns: Mapping[str, Column], field: str) -> tuple[str, str]:
    """Expressions of the value of a field and of its source as they are."""
    column = columns.get(field)
    if column is None:
        return "NULL", "NULL"
    source = f"r.{quoted(field + SOURCE_SUFFIX)}" if column.source is None else str(column.source)
    return f"r.{quoted(field)}", source


def _table(subject: Subject, field: Field, changes: Sequence[Change]) -> pa.Table:
    found = {
        "household_id": pa.array([c.household_id for c in changes], pa.string()),
        "value": pa.array([c.value for c in changes], ARROW[field.type]),
        "source": pa.array([c.source for c in changes], pa.uint8()),
        "hit": pa.array([True] * len(changes), pa.bool_()),
    }
    if subject is Subject.PERSON:
        found["person_id"] = pa.array([c.person_id for c in changes], pa.string())
    return pa.table(found)


def restate(connection: Connection, settled: Iterable[tuple[str, str, str]], states: Sequence[Row]) -> None:
    """Exchange the states of cells; `settled`: subject, its number and field of those whose old state no longer holds."""
    gone = sorted(set(settled))
    names = ("subject", "subject_id", "field")
    dropped = {n: pa.array([row[i] for row in gone], pa.string()) for i, n in enumerate(names)}
    connection.register("settled_cells", pa.table(dropped))
    connection.register("new_states", pa.Table.from_pylist(list(states), pa.schema([(n, pa.string()) for n in STATES])))
    columns = ", ".join(STATES)
    run(
        connection,
        f"CREATE OR REPLACE TABLE cell_states AS SELECT * FROM (SELECT {columns} FROM cell_states "
        "ANTI JOIN settled_cells USING (subject, subject_id, field) "
        f"UNION ALL SELECT {columns} FROM new_states) ORDER BY ALL",
    )


def add_contradictions(connection: Connection, rows: Sequence[Row]) -> None:
    """Add what is overruled; what is said already is not said twice."""
    kinds = {name: pa.uint8() if name.endswith("source") else pa.string() for name in CONTRADICTIONS}
    connection.register("new_contradictions", pa.Table.from_pylist(list(rows), pa.schema(list(kinds.items()))))
    columns = ", ".join(CONTRADICTIONS)
    run(
        connection,
        f"CREATE OR REPLACE TABLE contradictions AS SELECT DISTINCT * FROM (SELECT {columns} FROM contradictions "
        f"UNION ALL SELECT {columns} FROM new_contradictions) ORDER BY ALL",
    )


def add_answers(connection: Connection, rows: Sequence[Row]) -> None:
    """Add to the record of answers, which is made when there is none."""
    connection.register("new_answers", pa.Table.from_pylist(list(rows), pa.schema(list(ANSWER_TYPES.items()))))
    columns = ", ".join(ANSWER_TYPES)
    before = f"SELECT {columns} FROM {ANSWERS} UNION ALL " if has_table(connection, ANSWERS) else ""
    order = "county, household_id, subject, subject_id, field, visited_on, file, cell, value"
    run(
        connection,
        f"CREATE OR REPLACE TABLE {ANSWERS} AS SELECT * FROM ({before}SELECT {columns} FROM new_answers) ORDER BY {order}",
    )
