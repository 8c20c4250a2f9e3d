"""Who stands twice in the inputs, in whatever region of them, group by group, so that the rows can be looked at side by side.

Table made here, in memory only: duplicates(group_id, kind, household_id, person_id, region_code, name, birth_date, numbered, row_ref).
Kinds: two_households (one number and one name in two households), twice_in_household, number_of_two (one number, two names),
likely_same (the same name and date of birth in one village, and not the same number). `numbered`: the row has an identity number.
"""

from diguan.engine.snapshot.database import Connection, run
from diguan.engine.snapshot.derived.computation import Material
from diguan.engine.snapshot.derived.namesakes import KEY, standing
from diguan.engine.snapshot.locating import carriers_of
from diguan.engine.snapshot.model import ReadInputs
from diguan.engine.snapshot.scope import Scope

DUPLICATES = "duplicates"
KINDS = ("two_households", "twice_in_household", "number_of_two", "likely_same")
EMPTY = """group_id BIGINT, kind VARCHAR, household_id VARCHAR, person_id VARCHAR, region_code VARCHAR, name VARCHAR,
    birth_date DATE, numbered BOOLEAN, row_ref BIGINT"""
COLUMNS = "kind, household_id, person_id, region_code, name, birth_date, identity IS NOT NULL AS numbered, row_ref"


def find_duplicates(connection: Connection, inputs: ReadInputs, scope: Scope) -> None:
    """Make the table of this module while the tables of the snapshot's listing and the views of its inputs are still there.

    Of a round that is cut to a region: the groups with somebody in it, whole.
    """
    material = Material(connection, list(carriers_of(inputs)), scope, frozenset(), {})
    rows = standing(material, ("name",)) or standing(material, ("identity",))
    if rows is None:
        run(connection, f"CREATE OR REPLACE TEMP TABLE {DUPLICATES} ({EMPTY})")
        return
    rank = " ".join(f"WHEN '{kind}' THEN {number}" for number, kind in enumerate(KINDS))
    run(
        connection,
        f"""CREATE OR REPLACE TEMP TABLE {DUPLICATES} AS
        WITH everybody AS MATERIALIZED ({rows}), alike AS ({_of_one_number()} UNION ALL {_of_one_name()}),
        numbered AS (SELECT *, min(struct_pack(r := CASE kind {rank} END, v := region_code, h := household_id, p := person_id))
            OVER (PARTITION BY kind, likeness) AS first FROM alike)
        SELECT dense_rank() OVER (ORDER BY first) AS group_id, {COLUMNS} FROM numbered
        SEMI JOIN (SELECT kind, likeness FROM alike SEMI JOIN households USING (household_id)) USING (kind, likeness)
        ORDER BY group_id, region_code, household_id, person_id""",
    )


def _of_one_number() -> str:
    return """SELECT CASE WHEN names > 1 THEN 'number_of_two' WHEN homes = 1 THEN 'twice_in_household' ELSE 'two_households' END AS kind,
            identity AS likeness, e.* FROM everybody e JOIN (SELECT identity, count(DISTINCT plain_name) AS names,
            count(DISTINCT household_id) AS homes FROM everybody WHERE identity IS NOT NULL GROUP BY identity HAVING count(*) > 1)
            USING (identity)"""


def _of_one_name() -> str:
    return f"""SELECT 'likely_same', concat_ws(chr(9), {KEY}), e.* FROM everybody e SEMI JOIN (SELECT {KEY} FROM everybody
            WHERE name IS NOT NULL AND birth_date IS NOT NULL AND region_code IS NOT NULL GROUP BY ALL
            HAVING count(DISTINCT coalesce(identity, _sk::VARCHAR)) > 1) USING ({KEY})"""
