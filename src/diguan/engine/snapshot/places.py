"""Villages and facilities of the inputs.

Tables made here: v(_sk, region_code, county, until) and f(_sk, facility_id, region_code, county, until).
Looking back, a village stands once for each last day of a household in it; of facilities no relation is made then.
A facility stands in the village of its newest row that names one.
"""

from collections.abc import Sequence

from diguan.engine.snapshot.database import Connection, run
from diguan.engine.snapshot.intake import KEYS, Carrier
from diguan.engine.snapshot.listing import COUNTY
from diguan.engine.snapshot.scope import Scope
from diguan.engine.verdicts import Subject


def number_places(connection: Connection, carriers: Sequence[Carrier], scope: Scope) -> None:
    """Make the tables of this module for one scope."""
    villages = _rows(carriers, Subject.VILLAGE, ("region_code",), scope)
    places = f"SELECT DISTINCT region_code, DATE '{scope.until}' AS until FROM ({villages})"
    if scope.limits is not None:
        places = (
            f"SELECT DISTINCT region_code, until FROM {scope.table('h')} SEMI JOIN ({villages}) USING (region_code)"
        )
    _number(connection, scope.table("v"), "region_code, until", places)
    facilities = _rows(carriers, Subject.FACILITY, ("facility_id", "region_code", "day"), scope)
    newest = "first(region_code ORDER BY day DESC, region_code) FILTER (region_code IS NOT NULL)"
    places = f"""SELECT facility_id, {newest} AS region_code, DATE '{scope.until}' AS until
        FROM ({facilities}) GROUP BY facility_id"""
    _number(connection, scope.table("f"), "region_code NULLS LAST, facility_id", places)


def _number(connection: Connection, table: str, order: str, places: str) -> None:
    run(
        connection,
        f"""CREATE TEMP TABLE {table} AS SELECT row_number() OVER (ORDER BY county, {order})::INTEGER AS _sk, *
        FROM (SELECT *, {COUNTY} AS county FROM ({places}))""",
    )


def _rows(carriers: Sequence[Carrier], subject: Subject, keys: Sequence[str], scope: Scope) -> str:
    selects = []
    for carrier in carriers:
        if carrier.subject is subject:
            known = {"day": "_day AS day"} | {k: k for k in carrier.columns & KEYS}
            columns = ", ".join(known.get(k, f"NULL::VARCHAR AS {k}") for k in keys)
            selects.append(f"SELECT {columns} FROM {carrier.view} WHERE _day <= DATE '{scope.until}'")
    nothing = f"SELECT {', '.join(f'NULL::VARCHAR AS {k}' for k in keys)} WHERE false"
    return " UNION ".join(selects) or nothing
