"""The columns of the ledger, in order. A new column is one line here and one entry in locale/ledger.yaml."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Column:
    """One column: name, width in characters; `entry` columns are empty, unlocked and filled in by people."""

    name: str
    width: int
    kind: Literal["text", "wrapped", "date", "number"] = "text"
    entry: bool = False
    hidden: bool = False


COLUMNS = (
    Column("number", 6, "number"),
    Column("prefecture", 9),
    Column("county", 11),
    Column("township", 14, "wrapped"),
    Column("village", 15, "wrapped"),
    Column("household", 17),
    Column("head", 9),
    Column("status", 10),
    Column("focus", 10, "wrapped"),
    Column("person", 18),
    Column("name", 11),
    Column("relation", 9),
    Column("kind", 16, "wrapped"),
    Column("indicator", 16, "wrapped"),
    Column("explanation", 64, "wrapped"),
    Column("grade", 9),
    Column("measure", 20, "wrapped"),
    Column("department", 15, "wrapped"),
    Column("deadline", 11, "date"),
    Column("owner", 10, "wrapped", entry=True),
    Column("progress", 14, entry=True),
    Column("evidence", 16, entry=True),
    Column("evidence_on", 11, "date", entry=True),
    Column("remark", 24, "wrapped", entry=True),
    Column("key", 20, hidden=True),
)
PLACES = {column.name: place for place, column in enumerate(COLUMNS)}
