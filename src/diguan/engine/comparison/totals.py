"""What a step amounts to: who stood in both rounds, how every verdict went, statuses that changed.

Tables made here: arrivals(step, subject, household_id, subject_id, region_code, presence, other_household),
status_changes(step, household_id, region_code, before, after).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from diguan.engine.backends.sql import GRADE_SUFFIX
from diguan.engine.comparison.packing import KEYS, Packing, parquet
from diguan.engine.comparison.pairs import pairs_table
from diguan.engine.comparison.sides import Side
from diguan.engine.snapshot.database import Connection, quoted, run, text
from diguan.engine.verdicts import Subject

Cell = tuple[int | None, int | None, int | None, int | None]  # verdict and grade before, verdict and grade after


@dataclass(frozen=True, slots=True)
class Attendance:
    """How many of one kind of subject stood in both rounds, in one, and outside what the other looked at."""

    both: int
    left: int
    entered: int
    outside_before: int
    outside_after: int
    moved: int


def create_totals(connection: Connection) -> None:
    """The empty tables."""
    run(
        connection,
        """CREATE TABLE arrivals (step INTEGER, subject VARCHAR, household_id VARCHAR, subject_id VARCHAR, region_code VARCHAR,
        presence VARCHAR, other_household VARCHAR)""",
    )
    run(
        connection,
        "CREATE TABLE status_changes (step INTEGER, household_id VARCHAR, region_code VARCHAR, before VARCHAR, after VARCHAR)",
    )


def count_attendance(
    connection: Connection, step: int, side: Side, packings: Sequence[Packing]
) -> dict[Subject, Attendance]:
    """Attendance by subject; appends to `arrivals` who entered, left and moved. `side`: the earlier round."""
    return {packing.subject: _attendance(connection, step, side, packing.subject) for packing in packings}


def _attendance(connection: Connection, step: int, side: Side, subject: Subject) -> Attendance:
    table, keys = pairs_table(subject, step), KEYS[subject]
    household = "household_id" if "household_id" in keys else "NULL"
    moved = "presence = 'both' AND region_before IS DISTINCT FROM region_after"
    run(
        connection,
        f"""INSERT INTO arrivals SELECT {step}, {text(subject)}, {household}, {keys[-1]}, coalesce(region_after, region_before),
        CASE WHEN {moved} THEN 'moved' ELSE presence END, NULL FROM {table}
        WHERE presence IN ('left', 'entered') OR ({moved}) ORDER BY ALL""",
    )
    if subject is Subject.PERSON:
        _link_moved_persons(connection, step)
    counted = dict(run(connection, f"SELECT presence, count(*) FROM {table} GROUP BY presence"))
    whole = run(connection, f"SELECT count(*) FROM {parquet(side.verdicts[subject])}")[0][0]
    moves = run(connection, f"SELECT count(*) FROM {table} WHERE {moved}")[0][0]
    names = ("left", "entered", "outside_before", "outside_after")
    absent = {name: counted.get(name, 0) for name in names}
    return Attendance(both=whole - absent["left"] - absent["outside_before"], moved=moves, **absent)


def _link_moved_persons(connection: Connection, step: int) -> None:
    """A person who left one household and entered another under the same number."""
    run(
        connection,
        f"""UPDATE arrivals SET other_household = o.household_id FROM (
            SELECT subject_id, presence, min(household_id) AS household_id FROM arrivals
            WHERE step = {step} AND subject = 'person' GROUP BY ALL) o
        WHERE arrivals.step = {step} AND arrivals.subject = 'person' AND arrivals.subject_id = o.subject_id
        AND arrivals.presence <> o.presence AND arrivals.presence <> 'moved' AND o.presence <> 'moved'""",
    )


def matrix(connection: Connection, step: int, side: Side, packings: Sequence[Packing]) -> dict[str, dict[Cell, int]]:
    """How many subjects went from which verdict and grade to which, by indicator; those outside the other round are not in it."""
    found: dict[str, dict[Cell, int]] = {}
    for packing in packings:
        for indicator in packing.indicators:
            found[indicator] = _cells(connection, step, side, packing, indicator)
    return found


def _cells(connection: Connection, step: int, side: Side, packing: Packing, indicator: str) -> dict[Cell, int]:
    rows = run(
        connection,
        f"""SELECT before_code, before_grade, after_code, after_grade, count(*) FROM changes
        WHERE step = {step} AND indicator = {text(indicator)} GROUP BY ALL""",
    )
    cells: dict[Cell, int] = {(row[0], row[1], row[2], row[3]): row[4] for row in rows}
    stayed = _verdicts(connection, side, packing.subject, indicator)
    for (code, grade, _, _), number in list(cells.items()):
        if code is not None:
            stayed[code, grade] -= number
    for code, grade, number in _unseen(connection, step, packing, indicator):
        stayed[code, grade] -= number
    cells |= {(code, grade, code, grade): number for (code, grade), number in stayed.items() if number}
    return cells


def _verdicts(
    connection: Connection, side: Side, subject: Subject, indicator: str
) -> dict[tuple[int, int | None], int]:
    columns = f"{quoted(indicator)}, {quoted(indicator + GRADE_SUFFIX)}"
    rows = run(connection, f"SELECT {columns}, count(*) FROM {parquet(side.verdicts[subject])} GROUP BY ALL")
    return {(code, grade): number for code, grade, number in rows}


def _unseen(connection: Connection, step: int, packing: Packing, indicator: str) -> list[tuple[int, int, int]]:
    code = packing.code(indicator, "a")
    table = pairs_table(packing.subject, step)
    return run(
        connection,
        f"SELECT {code} & 3, {code} >> 2, count(*) FROM {table} WHERE presence = 'outside_before' GROUP BY ALL",
    )


def find_status_changes(connection: Connection, step: int, before: Side, after: Side) -> None:
    """Append households whose status is another; none where either round carries no status."""
    if not all("status" in side.facts.columns.get("households", {}) for side in (before, after)):
        return
    rows = [
        f"SELECT household_id, region_code, status FROM {parquet(s.facts.files['households'])}" for s in (before, after)
    ]
    run(
        connection,
        f"""INSERT INTO status_changes SELECT {step}, a.household_id, b.region_code, a.status, b.status FROM ({rows[0]}) a
        JOIN ({rows[1]}) b USING (household_id) WHERE a.status IS DISTINCT FROM b.status ORDER BY b.region_code, a.household_id""",
    )
