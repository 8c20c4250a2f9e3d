"""Ties between parents and children of different households that somebody recorded: beside what identity numbers of parents tell.

Table made here: kin_ties(child_household, child_person, parent_household, parent_person, source, since_on, ended_on).
"""

import pyarrow as pa

from diguan.engine.snapshot.database import Connection, run
from diguan.engine.snapshot.model import ReadInputs

TIES = "kin_ties"
SCHEMA = pa.schema(
    [
        ("child_household", pa.string()),
        ("child_person", pa.string()),
        ("parent_household", pa.string()),
        ("parent_person", pa.string()),
        ("source", pa.int32()),
        ("since_on", pa.date32()),
        ("ended_on", pa.date32()),
    ]
)


def register_ties(connection: Connection, inputs: ReadInputs) -> None:
    """Register the ties of the inputs; a table without rows where there are none."""
    rows = [(*tie.child, *tie.parent, tie.source_id, tie.since_on, tie.ended_on) for tie in inputs.kin]
    columns = [pa.array([row[place] for row in rows], kind.type) for place, kind in enumerate(SCHEMA)]
    connection.register(TIES, pa.table(columns, schema=SCHEMA))


def first_source(connection: Connection) -> int | None:
    """The first source that says so; None where nobody says anything."""
    found: int | None = run(connection, f"SELECT min(source) FROM {TIES}")[0][0]
    return found
