"""Names, identity numbers and phones for the papers of the round: in memory only, never in a file of the snapshot.

Tables made here: people(household_id, person_id, name, identity, phone, listed), household_people(household_id, head_name, phone).
"""

from collections.abc import Sequence

from diguan.engine.snapshot.database import Connection, quoted, run
from diguan.engine.snapshot.intake import Carrier
from diguan.engine.snapshot.relations import Cut
from diguan.engine.snapshot.scope import Scope
from diguan.engine.snapshot.stacking import joins_to
from diguan.engine.verdicts import Subject

PERSON_COLUMNS = ("name", "identity", "phone")
HOUSEHOLD_COLUMNS = ("head_name", "household_phone")


def keep_people(connection: Connection, carriers: Sequence[Carrier], scope: Scope, cut: Cut) -> None:
    """Of each person and household the newest name, identity number and phone; of one day the first input's."""
    persons = _newest(carriers, Subject.PERSON, PERSON_COLUMNS, scope)
    run(
        connection,
        f"""CREATE TEMP TABLE people AS SELECT h.household_id, p.person_id, name, identity, phone, p.member AS listed
        FROM {scope.table("p")} p JOIN {scope.table("h")} h USING (hk) LEFT JOIN ({persons}) n ON n._sk = p.pk
        WHERE {cut.condition("h.region_code")} ORDER BY p.pk""",
    )
    households = _newest(carriers, Subject.HOUSEHOLD, HOUSEHOLD_COLUMNS, scope)
    run(
        connection,
        f"""CREATE TEMP TABLE household_people AS SELECT h.household_id, head_name, household_phone AS phone
        FROM {scope.table("h")} h LEFT JOIN ({households}) n ON n._sk = h.hk
        WHERE {cut.condition("h.region_code")} ORDER BY h.hk""",
    )


def keep_nobody(connection: Connection) -> None:
    """The same tables, empty: of facts that come from a snapshot, which holds no names."""
    nobody = "NULL::VARCHAR AS household_id, NULL::VARCHAR AS {}, NULL::VARCHAR AS phone"
    run(
        connection,
        f"CREATE TEMP TABLE people AS SELECT {nobody.format('person_id')}, NULL::VARCHAR AS name, "
        "NULL::VARCHAR AS identity, NULL::BOOLEAN AS listed WHERE false",
    )
    run(connection, f"CREATE TEMP TABLE household_people AS SELECT {nobody.format('head_name')} WHERE false")


def _newest(carriers: Sequence[Carrier], subject: Subject, names: Sequence[str], scope: Scope) -> str:
    rows = [
        f"SELECT s._sk, t._day AS day, {c.index} AS input, t.row_ref, {_columns(c, names)} {join}"
        for c in carriers
        if c.subject is subject and c.columns & frozenset(names)
        for join in joins_to(c, scope)
    ]
    firsts = ", ".join(
        f"first({quoted(n)} ORDER BY day DESC, input, row_ref, {quoted(n)}) FILTER ({quoted(n)} IS NOT NULL) AS {quoted(n)}"
        for n in names
    )
    nothing = "SELECT NULL::INTEGER AS _sk, NULL::DATE AS day, 0 AS input, 0 AS row_ref, "
    nothing += ", ".join(f"NULL::VARCHAR AS {n}" for n in names) + " WHERE false"
    return f"SELECT _sk, {firsts} FROM ({' UNION ALL '.join(rows) or nothing}) GROUP BY _sk"


def _columns(carrier: Carrier, names: Sequence[str]) -> str:
    return ", ".join(f"t.{n}" if n in carrier.columns else f"NULL::VARCHAR AS {n}" for n in names)
