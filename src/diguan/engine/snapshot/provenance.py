"""What stands beside the facts: why a value is unknown, computed or overruled, under the subject's own number.

Tables made here: cell_states(subject, household_id, subject_id, county, field, state, said, said_by, place) and
contradictions(subject, household_id, subject_id, county, field, value, source, overruled_value, overruled_source).
A third, answers(subject, household_id, subject_id, county, field, value, grade, visited_on, visitor, list_id, file, sheet, cell, source,
outcome), is there only where answers were folded in (package visiting); it names visitors, never who was visited.
`said`: the different values, separated by U+001F, `said_by`: the best evidenced source of each (of equals the first), separated by commas.
"""

from diguan.engine.snapshot.database import Connection, run
from diguan.engine.snapshot.relations import Cut
from diguan.engine.snapshot.scope import Scope
from diguan.engine.snapshot.taking import Taken
from diguan.engine.verdicts import Subject

SEPARATOR = "\x1f"
PROVENANCE = ("cell_states", "contradictions")
ANSWERS = "answers"  # what visits answered, only in a snapshot that answers were folded into


def keep_provenance(connection: Connection, taken: Taken, cut: Cut) -> None:
    """Make both tables for one scope."""
    scope = taken.scope
    said = f"array_to_string(values, '{SEPARATOR}') AS said, array_to_string(sources, ',') AS said_by"
    _make(connection, scope, cut, "cell_states", "states", f"field, state, {said}, place")
    values = "field, value, source, overruled_value, overruled_source"
    _make(connection, scope, cut, "contradictions", "contradictions", values)


def _make(connection: Connection, scope: Scope, cut: Cut, name: str, table: str, columns: str) -> None:
    parts = []
    for subject in Subject:
        rows = scope.table(f"{table}_{subject}")
        parts.append(
            f"SELECT '{subject}' AS subject, household_id, subject_id, county, {columns} "
            f"FROM {rows} JOIN ({_keyed(subject, scope)}) USING (_sk) WHERE {cut.condition('region_code')}"
        )
    run(connection, f"CREATE TABLE {scope.table(name)} AS SELECT * FROM ({' UNION ALL '.join(parts)}) ORDER BY ALL")


def _keyed(subject: Subject, scope: Scope) -> str:
    h = scope.table("h")
    if subject is Subject.HOUSEHOLD:
        return f"SELECT hk AS _sk, household_id, household_id AS subject_id, county, region_code FROM {h}"
    if subject is Subject.PERSON:
        return (
            "SELECT pk AS _sk, h.household_id, person_id AS subject_id, h.county, h.region_code "
            f"FROM {scope.table('p')} JOIN {h} h USING (hk)"
        )
    key, table = ("region_code", "v") if subject is Subject.VILLAGE else ("facility_id", "f")
    return (
        f"SELECT _sk, NULL::VARCHAR AS household_id, {key} AS subject_id, county, region_code FROM {scope.table(table)}"
    )
