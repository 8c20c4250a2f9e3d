"""People of the resident base who stand in the list, although their identity number or their whole row could not be read.

Who is in a row that was rejected, or has a damaged identity number, is there: nobody has missed him, and his household is no
ordinary one. Recognised are, within one household, the same name (of nobody else in it); for a household of which no number
at all could be read, the same name in the same village (of nobody else in either list).

Added to here: base_home, member_ids. Made here: refused_persons(bp): people of the base whose row in the list was rejected;
refused_base(bh): households of the base that stand in the list with rejected rows only.
"""

from diguan.engine.snapshot.database import Connection, run
from diguan.engine.snapshot.scope import Scope


def recognise(connection: Connection, scope: Scope) -> None:
    """Complete base_home and member_ids, and make refused_persons and refused_base."""
    _make_nameless(connection, scope)
    _add_homes(connection, scope)
    _add_identities(connection, scope)
    _find_refused(connection, scope)


def _make_nameless(connection: Connection, scope: Scope) -> None:
    """Members without an identity number, by name."""
    run(
        connection,
        f"""CREATE TEMP TABLE {scope.table("nameless")} AS
        SELECT DISTINCT household_id, person_id, name, region_code FROM {scope.table("member_rows")}
        SEMI JOIN {scope.table("members")} USING (household_id, person_id)
        ANTI JOIN {scope.table("member_ids")} USING (household_id, person_id) WHERE name IS NOT NULL""",
    )


def _add_homes(connection: Connection, scope: Scope) -> None:
    run(
        connection,
        f"""INSERT INTO {scope.table("base_home")}
        WITH homeless AS (SELECT DISTINCT bh, bp, name, region_code FROM {scope.table("base_rows")}
                ANTI JOIN {scope.table("base_home")} USING (bh) WHERE name IS NOT NULL),
        in_base AS (SELECT region_code, name, any_value(bh) AS bh FROM homeless GROUP BY ALL HAVING count(*) = 1),
        in_list AS (SELECT region_code, name, any_value(household_id) AS household_id FROM {scope.table("nameless")}
                WHERE region_code IS NOT NULL GROUP BY ALL HAVING count(DISTINCT household_id || chr(9) || person_id) = 1)
        SELECT bh, min(household_id) FROM in_base JOIN in_list USING (region_code, name) GROUP BY bh
        HAVING count(DISTINCT household_id) = 1""",
    )


def _add_identities(connection: Connection, scope: Scope) -> None:
    run(
        connection,
        f"""INSERT INTO {scope.table("member_ids")}
        WITH unread AS (
            SELECT household_id, name, any_value(person_id) AS person_id FROM {scope.table("nameless")}
            GROUP BY ALL HAVING count(DISTINCT person_id) = 1),
        known AS (
            SELECT household_id, b.name, any_value(b.identity) AS identity FROM {scope.table("base_rows")} b
            JOIN {scope.table("base_home")} USING (bh) ANTI JOIN {scope.table("member_ids")} m ON m.identity = b.identity
            WHERE b.identity IS NOT NULL AND b.name IS NOT NULL GROUP BY ALL HAVING count(DISTINCT b.bp) = 1)
        SELECT identity, household_id, person_id FROM unread JOIN known USING (household_id, name)""",
    )


def _find_refused(connection: Connection, scope: Scope) -> None:
    run(
        connection,
        f"""CREATE TEMP TABLE {scope.table("refused_persons")} AS
        SELECT DISTINCT b.bp, b.bh FROM {scope.table("base_rows")} b JOIN rejected_cells c ON c.value = b.identity
        UNION SELECT DISTINCT b.bp, b.bh FROM {scope.table("base_rows")} b JOIN {scope.table("base_home")} home USING (bh)
        JOIN rejected_cells c ON c.household_id = home.household_id AND c.value = upper(b.name)""",
    )
    run(
        connection,
        f"""CREATE TEMP TABLE {scope.table("refused_base")} AS
        SELECT DISTINCT bh FROM {scope.table("refused_persons")} ANTI JOIN {scope.table("base_home")} USING (bh)""",
    )
