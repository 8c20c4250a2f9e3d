"""The columns of the two sheets that are filled in. A new column is one line here and one entry in locale/visits.yaml."""

from dataclasses import dataclass
from typing import Literal

from diguan.exchange.reading.visit_books import VISIT_FORMAT

FORMAT = VISIT_FORMAT
KEY = "key"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: name, width in characters; `entry` columns are empty, unlocked and filled in by people."""

    name: str
    width: int
    kind: Literal["text", "wrapped", "date", "number"] = "wrapped"
    entry: bool = False


QUESTIONS = (
    Column("number", 5, "number"),
    Column("household", 15),
    Column("head", 9),
    Column("person", 16),
    Column("name", 10),
    Column("who", 18),
    Column("why", 22),
    Column("question", 40),
    Column("allowed", 26),
    Column("skip", 24),
    Column("answer", 18, entry=True),
    Column("known", 14, entry=True),
    Column("visited_on", 12, "date", entry=True),
    Column("visitor", 10, entry=True),
    Column("not_answered", 12, entry=True),
    Column("remark", 18, entry=True),
    Column(KEY, 30, "text"),
)
HOUSEHOLDS = (
    Column("number", 5, "number"),
    Column("village", 15),
    Column("household", 15),
    Column("head", 9),
    Column("focus", 12),
    Column("members", 34),
    Column("state", 20),
    Column("questions", 8, "number"),
    Column("minutes", 8, "number"),
    Column("visited", 9, entry=True),
    Column("visited_on", 12, "date", entry=True),
    Column("visitor", 10, entry=True),
    Column("met", 14, entry=True),
    Column("not_met", 14, entry=True),
    Column("remark", 22, entry=True),
    Column(KEY, 24, "text"),
)
SHEETS = {"questions": QUESTIONS, "households": HOUSEHOLDS}


def token(column: str, list_id: str) -> str:
    """What stands in the hidden row above a heading: the column's own name, which moves with it, whatever its heading is called."""
    return f"{FORMAT} {list_id}" if column == KEY else f"#{column}"
