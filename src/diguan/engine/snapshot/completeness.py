"""Where the members of a household are not all known: a rejected row, another number of persons than rows, or a number left unknown.

Table made here: incomplete(hk). Nothing that says "every member" can be met there, and counts are open upwards.
"""

from collections.abc import Sequence
from datetime import date

import pyarrow as pa

from diguan.engine.snapshot.database import Connection, run
from diguan.engine.snapshot.intake import LISTING_KINDS, RESIDENTS, Carrier
from diguan.engine.snapshot.model import ReadInputs
from diguan.engine.snapshot.scope import Scope
from diguan.engine.verdicts import Subject

SIZE = "household_size_current"
CELLS = pa.schema([("household_id", pa.string()), ("value", pa.string())])
REJECTED = pa.schema([("household_id", pa.string()), ("base", pa.bool_()), ("day", pa.date32())])


def register_rejected(connection: Connection, inputs: ReadInputs, as_of: date) -> None:
    """Register what is known of rejected rows.

    `rejected_rows(household_id, base, day)`: rows whose household could be read; `rejected_cells(household_id, value)`: what stands
    in the rejected rows of the list, so that their people are recognised.
    """
    sources = {s.source_id: s for s in inputs.sources}
    rows = []
    cells = set()
    for row in inputs.rejected:
        source = sources.get(row.source_id)
        if row.household_id is not None and source is not None:
            base = source.kind == RESIDENTS
            rows.append({"household_id": row.household_id, "base": base, "day": source.day(as_of)})
        if source is not None and source.kind in LISTING_KINDS:
            cells |= {
                (row.household_id, value.strip().upper()) for value in row.cells.values() if len(value.strip()) > 1
            }
    connection.register("rejected_rows", pa.Table.from_pylist(rows, schema=REJECTED))
    named = [{"household_id": household, "value": value} for household, value in sorted(cells, key=str)]
    connection.register("rejected_cells", pa.Table.from_pylist(named, schema=CELLS))


def find_incomplete(connection: Connection, carriers: Sequence[Carrier], scope: Scope, *, sizes: int | None) -> None:
    """Make incomplete(hk). `sizes`: the bits of the tables that give the number of persons; None where nobody does."""
    parts = [_rejected(scope)]
    if sizes is not None and any(c.subject is Subject.PERSON and c.lists for c in carriers):
        parts.append(_miscounted(scope, sizes))
    run(connection, f"CREATE TEMP TABLE {scope.table('incomplete')} AS {' UNION '.join(parts)}")


def _rejected(scope: Scope) -> str:
    """Rows of an older list than the newest do not matter; an event that is newer tells of one person, not of all of them."""
    h = scope.table("h")
    lists = f"{scope.table('member_rows')} WHERE lists AND NOT settles"
    newest = f"SELECT household_id, max(day) AS newest FROM {lists} GROUP BY household_id"
    return f"""SELECT hk FROM {h} JOIN rejected_rows r USING (household_id) LEFT JOIN ({newest}) USING (household_id)
        WHERE NOT r.base AND r.day <= until AND (newest IS NULL OR r.day >= newest)
        UNION SELECT hk FROM {h} JOIN {scope.table("base_h")} base USING (hk) JOIN rejected_rows r ON r.household_id = base.bh
        WHERE r.base AND NOT listed AND r.day <= until"""


def _miscounted(scope: Scope, sizes: int) -> str:
    """A number that its table leaves unknown may be any: with it gone, nothing may be surer than with it."""
    unknown = f"k.{SIZE} IS NULL AND coalesce(k._mask, 0) & {sizes} <> 0"
    return f"""SELECT k._sk AS hk FROM {scope.table("known_household")} k JOIN {scope.table("h")} h ON h.hk = k._sk
        LEFT JOIN (SELECT hk, count(*) AS members FROM {scope.table("p")} WHERE member GROUP BY hk) m ON m.hk = k._sk
        WHERE h.listed AND (k.{SIZE} <> coalesce(m.members, 0) OR {unknown})"""
