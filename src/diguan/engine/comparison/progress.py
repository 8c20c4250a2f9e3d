"""Progress to zero: what became of every unmet verdict of the earlier round, and where those of the later one come from.

Table made here: progress(step, subject, indicator, region_code, measure, number), by the region where the subject is now; measures are
MEASURES. Closed counts apart by evidence: a fact that changed and was seen, stands on a department's list, or is merely declared; "closed
otherwise" is met by another standard or day while no fact changed. Not applicable, undecided and left close nothing.
"""

from collections.abc import Sequence

from diguan.engine.comparison.packing import Packing, parquet
from diguan.engine.comparison.pairs import pairs_table
from diguan.engine.comparison.shared import FACTS
from diguan.engine.comparison.sides import Side
from diguan.engine.snapshot.database import Connection, quoted, run, text
from diguan.engine.verdicts import Grade

CLOSED = ("closed_seen", "closed_roster", "closed_declared", "closed_otherwise")
WENT = (*CLOSED, "not_applicable", "undecided", "left_open", "outside_before")
CAME = ("came", "came_back", "entered_open", "outside_after")
MEASURES = ("unmet_before", *WENT, "still_open", *CAME, "unmet_after")
CLOSING = f"""CASE WHEN factors & {FACTS} = 0 THEN 'closed_otherwise' WHEN after_grade = {Grade.DECLARED:d} THEN 'closed_declared'
    WHEN after_grade = {Grade.ROSTER:d} THEN 'closed_roster' ELSE 'closed_seen' END"""


class UnableToBalance(Exception):
    """What was unmet, less what went, and what came do not make what is unmet now: a fault of the program, never of its input."""


def create_progress(connection: Connection) -> None:
    """The empty table."""
    run(
        connection,
        """CREATE TABLE progress (step INTEGER, subject VARCHAR, indicator VARCHAR, region_code VARCHAR, measure VARCHAR,
        number BIGINT)""",
    )


def count_progress(connection: Connection, step: int, sides: tuple[Side, Side], packings: Sequence[Packing]) -> None:
    """Append the counts of a step; UnableToBalance when they do not add up."""
    parts = [
        part
        for packing in packings
        for part in (*_unmet(connection, sides, packing), *_elsewhere(connection, packing, step))
    ]
    parts.append(
        f"""SELECT subject, indicator, region_code, CASE movement WHEN 'closed' THEN {CLOSING} ELSE movement END AS measure,
        count(*) AS number FROM changes WHERE step = {step} AND movement NOT IN ('regraded', 'other') GROUP BY ALL"""
    )
    went = ", ".join(text(m) for m in WENT)
    run(
        connection,
        f"""INSERT INTO progress WITH counted AS (SELECT subject, indicator, region_code, measure, sum(number)::BIGINT AS number
            FROM ({" UNION ALL ".join(parts)}) GROUP BY ALL)
        SELECT {step}, * FROM (SELECT * FROM counted UNION ALL
            SELECT subject, indicator, region_code, 'still_open', sum(CASE WHEN measure = 'unmet_before' THEN number
                WHEN measure IN ({went}) THEN -number ELSE 0 END)::BIGINT FROM counted GROUP BY ALL)
        WHERE number <> 0 ORDER BY ALL""",
    )
    _require_balance(connection, step)


def _unmet(connection: Connection, sides: tuple[Side, Side], packing: Packing) -> list[str]:
    """Unmet verdicts of either round by region."""
    selects = []
    for side, measure in zip(sides, ("unmet_before", "unmet_after"), strict=True):
        table = f"{measure}_{packing.subject}"
        counts = ", ".join(f"count(*) FILTER ({quoted(i)} = 0) AS {quoted(i)}" for i in packing.indicators)
        rows = f"SELECT region_code, {counts} FROM {parquet(side.verdicts[packing.subject])} GROUP BY region_code"
        run(connection, f"CREATE OR REPLACE TEMP TABLE {table} AS {rows}")
        selects += [
            f"""SELECT {text(packing.subject)} AS subject, {text(i)} AS indicator, region_code, '{measure}' AS measure,
            {quoted(i)} AS number FROM {table} WHERE {quoted(i)} > 0"""
            for i in packing.indicators
        ]
    return selects


def _elsewhere(connection: Connection, packing: Packing, step: int) -> list[str]:
    """What is counted apart of those whom the other round did not look at, and of those who moved; most steps have neither."""
    outside, moved = run(
        connection,
        f"""SELECT bool_or(presence IN ('outside_before', 'outside_after')),
        bool_or(presence = 'both' AND region_before IS DISTINCT FROM region_after) FROM {pairs_table(packing.subject, step)}""",
    )[0]
    return [*(_outside(packing, step) if outside else ()), *(_moved(packing, step) if moved else ())]


def _outside(packing: Packing, step: int) -> list[str]:
    """Unmet verdicts of those whom the other round did not look at."""
    return [
        f"""SELECT {text(packing.subject)}, {text(i)}, {region}, '{measure}', count(*) FROM {pairs_table(packing.subject, step)}
        WHERE presence = '{measure}' AND {packing.code(i, prefix)} & 3 = 0 GROUP BY {region}"""
        for i in packing.indicators
        for measure, prefix, region in (
            ("outside_before", "a", "region_before"),
            ("outside_after", "b", "region_after"),
        )
    ]


def _moved(packing: Packing, step: int) -> list[str]:
    """What was unmet of those who moved is counted where they are now."""
    moved = f"FROM {pairs_table(packing.subject, step)} WHERE presence = 'both' AND region_before IS DISTINCT FROM region_after"
    return [
        f"""SELECT {text(packing.subject)}, {text(i)}, {region}, 'unmet_before', {sign}count(*) {moved}
        AND {packing.code(i, "a")} & 3 = 0 GROUP BY {region}"""
        for i in packing.indicators
        for region, sign in (("region_before", "-"), ("region_after", ""))
    ]


def _require_balance(connection: Connection, step: int) -> None:
    came = ", ".join(text(m) for m in ("still_open", *CAME))
    off = run(
        connection,
        f"""SELECT indicator, region_code, sum(CASE WHEN measure IN ({came}) THEN number WHEN measure = 'unmet_after' THEN -number
        ELSE 0 END) AS difference FROM progress WHERE step = {step} GROUP BY ALL HAVING difference <> 0 ORDER BY ALL LIMIT 1""",
    )
    if off:
        raise UnableToBalance(
            f"{off[0][0]} {off[0][1]}：前后相差 {off[0][2]}，本次没有写完\n"
            f"{off[0][0]} {off[0][1]}: the counts differ by {off[0][2]}; nothing whole was written"
        )
