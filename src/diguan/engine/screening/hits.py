"""A condition asked of a snapshot: of whom it is true, and of how many nobody knows, within ranges of region codes."""

from collections.abc import Sequence
from dataclasses import dataclass

from diguan.engine.backends.rules import Condition
from diguan.engine.backends.sql import condition_sql
from diguan.engine.expressions import Bound
from diguan.engine.screening.evaluating import KEYS
from diguan.engine.snapshot.database import quoted, run, text
from diguan.engine.snapshot.snapshot import Snapshot
from diguan.engine.verdicts import Subject

ID = "holds"
Ranges = Sequence[tuple[str, str]]  # half-open, of full codes


@dataclass(frozen=True, slots=True)
class Answered:
    """`asked`: subjects in the ranges; `unknown`: of how many nobody knows; `rows`: county, code, household, person ("" of a household)."""

    asked: int
    unknown: int
    rows: Sequence[tuple[str, str, str, str]]


def hits(snapshot: Snapshot, bound: Bound, ranges: Sequence[Ranges]) -> Answered:
    """Ask a condition on households or persons of everybody whose code lies in one of each of the ranges, in the order of the snapshot."""
    queries = condition_sql([Condition(ID, bound)], snapshot.layout, KEYS)
    if bound.subject not in queries:
        return Answered(0, 0, ())
    inside = " AND ".join(f"({_any(each)})" for each in ranges) or "true"
    rows = f"SELECT * FROM ({queries[bound.subject]}) WHERE {inside}"
    holds = quoted(ID)
    asked, unknown = run(snapshot.connection, f"SELECT count(*), count(*) FILTER ({holds} IS NULL) FROM ({rows})")[0]
    person = "person_id" if bound.subject is Subject.PERSON else "''"
    chosen = f"SELECT county, region_code, household_id, {person} FROM ({rows}) WHERE {holds} ORDER BY ALL"
    return Answered(asked, unknown, run(snapshot.connection, chosen))


def _any(ranges: Ranges) -> str:
    inside = [f"(region_code >= {text(low)} AND region_code < {text(high)})" for low, high in ranges]
    return " OR ".join(inside) or "false"
