"""Projection: fold what is known of an extent with the engine and put what changed into the tables for lists, all rows at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
from django.db import connection as database

from diguan.domain.registry.actions.projecting.changes import Changed
from diguan.domain.registry.actions.projecting.differences import Kind, cut_to, learn, put
from diguan.domain.registry.actions.projecting.keeping import keep_to
from diguan.domain.registry.actions.projecting.likenesses import renew_likenesses
from diguan.domain.registry.actions.projecting.meeting import remember_households, renew_likenesses_of_counties
from diguan.domain.registry.actions.projecting.names import register_names
from diguan.domain.registry.actions.projecting.rows import HOUSEHOLD, PERSON, Rows
from diguan.domain.registry.actions.projecting.staging import put_stage
from diguan.domain.registry.actions.turns import take_turn
from diguan.domain.registry.blinds import Blinds
from diguan.domain.registry.queries.extraction import Extent
from diguan.domain.registry.queries.extraction.extent import COUNTY
from diguan.domain.sealing import seals
from diguan.engine.catalogue import Catalogue, FieldType
from diguan.engine.snapshot.assembly import Question, assemble
from diguan.engine.snapshot.database import Connection, run, scalar
from diguan.engine.snapshot.model import ReadInputs
from diguan.engine.snapshot.plans import Fact
from diguan.engine.snapshot.snapshot import Snapshot
from diguan.engine.verdicts import Subject

HOUSEHOLDS = Kind(
    "household",
    "registry_household",
    ("county", "number"),
    HOUSEHOLD,
    "SELECT id, county, number, digest, gone FROM registry_household WHERE county IN ({counties})",
    {"gone": "false", "version": "1"},
)
PERSONS = Kind(
    "person",
    "registry_person",
    ("household_id", "number"),
    ("household_id", *PERSON[2:]),
    """SELECT p.id, p.household_id, p.number, p.digest, p.gone FROM registry_person p
    JOIN registry_household h ON h.id = p.household_id WHERE h.county IN ({counties})""",
    {"gone": "false"},
)


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


def fold(read: ReadInputs, catalogue: Catalogue, as_of: date) -> Snapshot:
    """The engine's fold of the inputs as of a day, with everything that lists, counts and pages need. Asks the database nothing."""
    return assemble(read, catalogue, Question(as_of, frozenset(), stored_facts(catalogue), retrospective=False))


def project(
    read: ReadInputs, catalogue: Catalogue, as_of: date, region_code: str, numbers: Collection[str] | None = None
) -> Projected:
    """Fold the inputs as of a day into the tables. `numbers`: the only households concerned, all of the county of `region_code`."""
    return put_fold(fold(read, catalogue, as_of), catalogue, region_code, numbers=numbers)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A fold whose rows for lists are made: tables folded_household and prepared_person of its connection. `personal`: anybody is known."""

    snapshot: Snapshot
    rows: Rows
    region_code: str
    personal: bool


def prepare(snapshot: Snapshot, catalogue: Catalogue, region_code: str, blinds: Blinds | None = None) -> Prepared:
    """Make the rows for lists of a fold. Asks the database nothing.

    `region_code`: where subjects without a code of their own belong; `blinds`: digests of identity numbers that are known already.
    """
    duck = snapshot.connection
    rows = Rows(snapshot, catalogue, region_code)
    _register_blinds(duck, blinds or Blinds())
    register_names(duck, ["SELECT name FROM people", f"SELECT name FROM ({rows.heads()})"])
    run(duck, f"CREATE TEMP TABLE folded_household AS {rows.households()}")
    persons = rows.persons()
    if persons is not None:
        run(duck, f"CREATE TEMP TABLE prepared_person AS {persons}")
    return Prepared(snapshot, rows, region_code, persons is not None)


def put_fold(
    snapshot: Snapshot, catalogue: Catalogue, region_code: str, numbers: Collection[str] | None = None
) -> Projected:
    """Put a fold into the tables of its counties, and close it. `numbers`: the only households concerned."""
    try:
        if numbers is not None:
            keep_to(snapshot, region_code[:COUNTY], numbers)
        return put_prepared(prepare(snapshot, catalogue, region_code), numbers)
    finally:
        snapshot.connection.close()


def put_prepared(prepared: Prepared, numbers: Collection[str] | None = None) -> Projected:
    """Put rows that were made into the tables of their counties, and close the fold. `numbers`: the only households concerned."""
    take_turn(Extent.of(prepared.region_code))
    duck = prepared.snapshot.connection
    try:
        counties = [row[0] for row in run(duck, "SELECT DISTINCT county FROM folded_household ORDER BY county")]
        if numbers is not None:
            counties = [prepared.region_code[:COUNTY]]
        kinds = [HOUSEHOLDS, PERSONS] if numbers is None else [cut_to(kind, numbers) for kind in (HOUSEHOLDS, PERSONS)]
        households = put(duck, kinds[0], counties)
        remember_households(duck)
        persons = _persons(duck, kinds, counties) if prepared.personal else Changed()
        if numbers is None:
            _places(duck, prepared.rows)
        if households or persons:
            if numbers is None:
                renew_likenesses_of_counties(duck, counties, personal=prepared.personal)
            else:
                renew_likenesses(counties[0], numbers)
        conflicts = scalar(duck, "SELECT count(*) FROM cell_states WHERE state = 'conflict'")
        return Projected(households, persons, conflicts, scalar(duck, "SELECT count(*) FROM contradictions"))
    finally:
        duck.close()


def _register_blinds(duck: Connection, known: Blinds) -> None:
    """Table blinds(identity, blind) of everybody who is known."""
    keys = seals()
    identities = [row[0] for row in run(duck, "SELECT DISTINCT identity FROM people WHERE identity IS NOT NULL")]
    blinds = pa.array([known.of(keys, identity) for identity in identities], pa.binary())
    duck.register("blinds", pa.table({"identity": pa.array(identities, pa.string()), "blind": blinds}))


def _persons(duck: Connection, kinds: Sequence[Kind], counties: list[str]) -> Changed:
    learn(duck, kinds[0], counties)  # new ones have got their ids
    run(
        duck,
        """CREATE TEMP VIEW folded_person AS SELECT h.id AS household_id, p.* EXCLUDE (county, household_number)
        FROM prepared_person p JOIN known_household h ON h.county = p.county AND h.number = p.household_number""",
    )
    return put(duck, kinds[1], counties)


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
                put_stage(cursor, duck, ("stage_place", table), columns, f"SELECT {names} FROM ({query})", keys)
                cursor.execute(
                    f"""INSERT INTO {table} ({names}{extra}) SELECT {names}{", 1" if extra else ""} FROM stage_place WHERE true
                    ON CONFLICT ({", ".join(keys)}) DO UPDATE SET {updates}"""
                )
