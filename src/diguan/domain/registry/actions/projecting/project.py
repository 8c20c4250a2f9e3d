"""Fold everything of an extent with the engine and put what changed into the tables for lists, all rows at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
from django.db import connection as database
from django.db.backends.utils import CursorWrapper

from diguan.domain.registry.actions.projecting.changes import Changed
from diguan.domain.registry.actions.projecting.names import register_names
from diguan.domain.registry.actions.projecting.rows import HOUSEHOLD, PERSON, Rows
from diguan.domain.registry.bulk import pour
from diguan.domain.registry.sealing import seals
from diguan.engine.catalogue import Catalogue, FieldType
from diguan.engine.snapshot.assembly import Question, assemble
from diguan.engine.snapshot.database import Connection, quoted, run, scalar
from diguan.engine.snapshot.model import ReadInputs
from diguan.engine.snapshot.plans import Fact
from diguan.engine.verdicts import Subject

OLDEST = date(1, 1, 1)


@dataclass(frozen=True, slots=True)
class Projected:
    """What a projection changed; conflicts and contradictions of everything that was folded."""

    households: Changed
    persons: Changed
    conflicts: int
    contradictions: int


def stored_facts(catalogue: Catalogue) -> frozenset[Fact]:
    """Every fact that is observed or computed over many subjects; what an expression says is left to the rules."""
    return frozenset(
        (subject, field.name)
        for subject in Subject
        for field in catalogue.fields(subject).values()
        if field.type is not FieldType.IDENTIFIER and field.expression is None
    )


def project(
    read: ReadInputs, catalogue: Catalogue, as_of: date, region_code: str, numbers: Sequence[str] | None = None
) -> Projected:
    """Fold the inputs as of a day into the tables. `numbers`: the only households concerned; else every household of the counties read."""
    question = Question(as_of, frozenset(), stored_facts(catalogue), retrospective=False)
    snapshot = assemble(read, catalogue, question)
    duck = snapshot.connection
    try:
        rows = Rows(snapshot, catalogue, region_code)
        _register_blinds(duck)
        register_names(duck, ["SELECT name FROM people", f"SELECT name FROM ({rows.heads()})"])
        with database.cursor() as cursor:
            households = _households(cursor, duck, rows, numbers)
            persons = _persons(cursor, duck, rows)
        _places(duck, rows)
        conflicts = scalar(duck, "SELECT count(*) FROM cell_states WHERE state = 'conflict'")
        return Projected(households, persons, conflicts, scalar(duck, "SELECT count(*) FROM contradictions"))
    finally:
        duck.close()


def _register_blinds(duck: Connection) -> None:
    """Table blinds(identity, blind) of everybody who is known."""
    keys = seals()
    identities = [row[0] for row in run(duck, "SELECT DISTINCT identity FROM people WHERE identity IS NOT NULL")]
    blinds = pa.array([keys.blind(identity) for identity in identities], pa.binary())
    duck.register("blinds", pa.table({"identity": pa.array(identities, pa.string()), "blind": blinds}))


def _households(cursor: CursorWrapper, duck: Connection, rows: Rows, numbers: Sequence[str] | None) -> Changed:
    _stage(cursor, duck, "stage_household", HOUSEHOLD, "registry_household", rows.households())
    _index(cursor, "stage_household", ("county", "number"))
    counted = _compared(cursor, "registry_household", "stage_household", ("county", "number"), HOUSEHOLD)
    cursor.execute(_upsert("registry_household", "stage_household s", HOUSEHOLD, ("county", "number"), versioned=True))
    gone = _forget_households(cursor, numbers)
    return Changed(*counted, gone)


def _forget_households(cursor: CursorWrapper, numbers: Sequence[str] | None) -> int:
    """Households that nothing leads to any more stay, marked."""
    values: list[str] = []
    where = "h.county IN (SELECT county FROM stage_household)"
    if numbers is not None:
        where, values = f"h.number IN ({', '.join(['%s'] * len(numbers))})", list(numbers)
    cursor.execute(
        f"""UPDATE registry_household AS h SET gone = true, version = version + 1 WHERE NOT h.gone AND {where} AND NOT EXISTS
        (SELECT 1 FROM stage_household s WHERE s.county = h.county AND s.number = h.number)""",
        values,
    )
    return int(cursor.rowcount)


def _persons(cursor: CursorWrapper, duck: Connection, rows: Rows) -> Changed:
    query = rows.persons()
    if query is None:
        return Changed()
    stored = ("household_id", *PERSON[2:])
    cursor.execute("DROP TABLE IF EXISTS stage_person")
    held = ", ".join(f"p.{quoted(name)}" for name in PERSON[2:])
    cursor.execute(
        f"""CREATE TEMPORARY TABLE stage_person AS SELECT h.county, h.number AS household_number, {held}
        FROM registry_person p JOIN registry_household h ON h.id = p.household_id WHERE false"""
    )
    pour(
        duck,
        f"SELECT {', '.join(PERSON)} FROM ({query}) ORDER BY region_code, household_number, number",
        "stage_person",
        PERSON,
    )
    _index(cursor, "stage_person", ("county", "household_number", "number"))
    staged = f"""(SELECT h.id AS household_id, {", ".join(f"s.{quoted(n)}" for n in PERSON[2:])} FROM stage_person s
        JOIN registry_household h ON h.county = s.county AND h.number = s.household_number)"""
    counted = _compared(cursor, "registry_person", staged, ("household_id", "number"), stored)
    cursor.execute(_upsert("registry_person", f"{staged} s", stored, ("household_id", "number"), versioned=False))
    cursor.execute(
        f"""UPDATE registry_person AS p SET gone = true WHERE NOT p.gone AND p.household_id IN (
            SELECT h.id FROM registry_household h JOIN stage_household s ON s.county = h.county AND s.number = h.number)
        AND NOT EXISTS (SELECT 1 FROM {staged} s WHERE s.household_id = p.household_id AND s.number = p.number)"""
    )
    return Changed(*counted, cursor.rowcount)


def _stage(cursor: CursorWrapper, duck: Connection, stage: str, columns: Sequence[str], table: str, query: str) -> None:
    cursor.execute(f"DROP TABLE IF EXISTS {stage}")
    names = ", ".join(map(quoted, columns))
    cursor.execute(f"CREATE TEMPORARY TABLE {stage} AS SELECT {names} FROM {table} WHERE false")
    pour(duck, query, stage, columns)
    cursor.execute(f"ANALYZE {stage}")


def _index(cursor: CursorWrapper, stage: str, keys: Sequence[str]) -> None:
    """Without it SQLite looks through the whole stage for every row that it asks about."""
    cursor.execute(f"CREATE INDEX {stage}_key ON {stage} ({', '.join(keys)})")
    cursor.execute(f"ANALYZE {stage}")


def _differs(table: str, columns: Sequence[str]) -> str:
    return " OR ".join(f"{table}.{quoted(n)} IS DISTINCT FROM excluded.{quoted(n)}" for n in columns)


def _compared(
    cursor: CursorWrapper, table: str, staged: str, keys: Sequence[str], columns: Sequence[str]
) -> tuple[int, int]:
    """How many staged rows are new, and how many differ from what is there."""
    same = " AND ".join(f"t.{quoted(k)} = excluded.{quoted(k)}" for k in keys)
    differing = _differs("t", [name for name in columns if name not in keys])
    cursor.execute(
        f"""SELECT count(*) - count(t.id), count(t.id) FILTER (WHERE t.gone OR {differing})
        FROM {staged} excluded LEFT JOIN {table} t ON {same}"""
    )
    added, changed = cursor.fetchone()
    return int(added), int(changed)


def _upsert(table: str, staged: str, columns: Sequence[str], keys: Sequence[str], *, versioned: bool) -> str:
    names = ", ".join(map(quoted, columns))
    updated = [name for name in columns if name not in keys]
    sets = [f"{quoted(name)} = excluded.{quoted(name)}" for name in updated] + ["gone = false"]
    sets += [f"version = {table}.version + 1"] if versioned else []
    version, first = (", version", ", 1") if versioned else ("", "")
    return f"""INSERT INTO {table} ({names}, gone{version}) SELECT {names}, false{first} FROM {staged} WHERE true
        ON CONFLICT ({", ".join(map(quoted, keys))}) DO UPDATE SET {", ".join(sets)}
        WHERE {table}.gone OR {_differs(table, updated)}"""


def _places(duck: Connection, rows: Rows) -> None:
    """Villages and facilities: few rows, put in place of what was there."""
    for table, keys, query in (
        ("registry_village", ("region_code",), rows.villages()),
        ("registry_facility", ("county", "number"), rows.facilities()),
    ):
        if query is not None:
            columns = [*dict.fromkeys((*keys, "region_code")), "facts"]
            extra = ", version" if table == "registry_village" else ""
            names = ", ".join(columns)
            updates = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in keys)
            with database.cursor() as cursor:
                _stage(cursor, duck, "stage_place", columns, table, f"SELECT {names} FROM ({query})")
                cursor.execute(
                    f"""INSERT INTO {table} ({names}{extra}) SELECT {names}{", 1" if extra else ""} FROM stage_place WHERE true
                    ON CONFLICT ({", ".join(keys)}) DO UPDATE SET {updates}"""
                )
