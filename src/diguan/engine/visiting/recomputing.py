"""Derived values computed anew from the facts of a snapshot, once answers have changed those facts.

What needs identity numbers, phones or single rows of the inputs cannot be: a snapshot has none of them. Such values stay as they are.
"""

from collections.abc import Iterable

from diguan.engine.backends.layout import SOURCE_SUFFIX
from diguan.engine.catalogue import Catalogue
from diguan.engine.snapshot.database import quoted, run, text
from diguan.engine.snapshot.derived.computation import Material
from diguan.engine.snapshot.derived.registry import COMPUTED, FILLED, computations_for
from diguan.engine.snapshot.model import ReadInputs
from diguan.engine.snapshot.plans import Fact
from diguan.engine.snapshot.scope import Scope
from diguan.engine.snapshot.snapshot import Snapshot
from diguan.engine.snapshot.ties import register_ties
from diguan.engine.verdicts import Subject

PREFIX = "anew__"
NUMBERED = {Subject.HOUSEHOLD: ("households", "household_id"), Subject.PERSON: ("persons", "household_id, person_id")}


def computable(snapshot: Snapshot, catalogue: Catalogue) -> frozenset[str]:
    """Names of the computations of the catalogue that the facts of a snapshot suffice for."""
    material = lay_out(snapshot)
    named = {f.computed_by for s in NUMBERED for f in catalogue.fields(s).values() if f.computed_by in COMPUTED}
    return frozenset(name for name in named if name is not None and COMPUTED[name].query(material) is not None)


def lay_out(snapshot: Snapshot) -> Material:
    """The tables that computations read, made from the relations of a snapshot."""
    connection, scope = snapshot.connection, Scope(PREFIX, snapshot.as_of)
    run(
        connection,
        f"""CREATE OR REPLACE TEMP TABLE {scope.table("h")} AS SELECT row_number() OVER (ORDER BY household_id) AS hk,
        household_id, region_code, county, DATE '{snapshot.as_of}' AS until, listed FROM households""",
    )
    run(
        connection,
        f"CREATE OR REPLACE TEMP TABLE {scope.table('incomplete')} AS SELECT hk FROM {scope.table('h')} "
        "JOIN households USING (household_id) WHERE roster_incomplete",
    )
    persons = "SELECT household_id, person_id FROM persons" if "persons" in snapshot.columns else _NOBODY
    run(
        connection,
        f"""CREATE OR REPLACE TEMP TABLE {scope.table("p")} AS SELECT row_number() OVER (ORDER BY household_id, person_id) AS pk,
        hk, household_id, person_id, true AS member FROM ({persons}) JOIN {scope.table("h")} USING (household_id)""",
    )
    run(
        connection,
        f"CREATE OR REPLACE TEMP TABLE {scope.table('identity_of')} AS "
        "SELECT NULL::VARCHAR AS identity, NULL::BIGINT AS pk, NULL::BIGINT AS hk, true AS member, false AS base WHERE false",
    )
    register_ties(connection, ReadInputs())
    columns: set[Fact] = set()
    for subject in NUMBERED:
        columns |= {(subject, name) for name in _known(snapshot, subject, scope)}
    return Material(connection, (), scope, frozenset(columns), snapshot.groups)


_NOBODY = "SELECT NULL::VARCHAR AS household_id, NULL::VARCHAR AS person_id WHERE false"


def _known(snapshot: Snapshot, subject: Subject, scope: Scope) -> Iterable[str]:
    """Make known_<subject> and states_<subject>; returns the names of the fields."""
    relation, key = NUMBERED[subject]
    columns = snapshot.columns.get(relation, {})
    numbering = f"SELECT pk AS _sk, household_id, person_id FROM {scope.table('p')}"
    if subject is Subject.HOUSEHOLD:
        numbering = f"SELECT hk AS _sk, household_id, household_id AS subject_id FROM {scope.table('h')}"
    shown = ["n._sk", "r.source_mask AS _mask"]
    for name, column in columns.items():
        source = quoted(name + SOURCE_SUFFIX) if column.source is None else f"{column.source}::UTINYINT"
        shown += [f"r.{quoted(name)}", f"{source} AS {quoted(name + SOURCE_SUFFIX)}"]
    known = f"SELECT {', '.join(shown)} FROM ({numbering}) n JOIN {quoted(relation)} r USING ({key})"
    nobody = "SELECT NULL::BIGINT AS _sk, NULL::BIGINT AS _mask WHERE false"
    table = scope.table(f"known_{subject}")
    run(snapshot.connection, f"CREATE OR REPLACE TEMP TABLE {table} AS {known if columns else nobody}")
    same = "n.household_id = c.household_id AND n." + ("subject_id" if subject is Subject.HOUSEHOLD else "person_id")
    run(
        snapshot.connection,
        f"""CREATE OR REPLACE TEMP TABLE {scope.table(f"states_{subject}")} AS SELECT n._sk, c.field, c.state
        FROM cell_states c JOIN ({numbering}) n ON {same} = c.subject_id
        WHERE c.subject = '{subject}' AND c.state <> 'computed'""",
    )
    return columns


def recomputed(snapshot: Snapshot, catalogue: Catalogue, wanted: Iterable[Fact]) -> dict[Fact, str]:
    """Names of tables (household_id, person_id where persons, value, source) with the derived values computed anew, by field.

    A reported value that was itself computed from its components is computed anew as well, where the components are at hand.
    """
    material = lay_out(snapshot)
    made: dict[Fact, str] = {}
    for (subject, name), computation in computations_for(catalogue, wanted).items():
        query = computation.query(material) if subject in NUMBERED else None
        if query is not None:
            _forget_computed(material, (subject, name))
            table = f"{PREFIX}value_{subject}_{name}"
            keys = "household_id" if subject is Subject.HOUSEHOLD else "household_id, person_id"
            numbered = ("hk", "h") if subject is Subject.HOUSEHOLD else ("pk", "p")
            run(
                snapshot.connection,
                f"CREATE OR REPLACE TEMP TABLE {quoted(table)} AS SELECT {keys}, q.value, q.source::UTINYINT AS source "
                f"FROM ({query}) q JOIN {material.scope.table(numbered[1])} n ON n.{numbered[0]} = q._sk",
            )
            made[subject, name] = table
    return made


def _forget_computed(material: Material, fact: Fact) -> None:
    """Empty the values of a reported field that were computed, so that they are computed anew."""
    subject, name = fact
    if fact in FILLED and fact in material.columns:
        run(
            material.connection,
            f"""UPDATE {material.known(subject)} SET {quoted(name)} = NULL WHERE _sk IN (
            SELECT hk FROM {material.scope.table("h")} h JOIN cell_states c ON c.subject_id = h.household_id
            WHERE c.subject = '{subject}' AND c.field = {text(name)} AND c.state = 'computed')""",
        )
