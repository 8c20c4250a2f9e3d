"""Every verdict that is another in the later round, by subject and indicator.

Table made here: changes(change_id, step, subject, indicator, household_id, subject_id, region_before, region_code, presence, before_code,
before_grade, after_code, after_grade, movement, factors, together). NULL codes: not in that round. `region_code`: where the subject is
now (of one who left: where it was). `movement`: what became of the problem; `factors`, `together`: see causes.
"""

from collections.abc import Sequence

from diguan.engine.comparison.packing import KEYS, Packing, packed
from diguan.engine.comparison.pairs import pairs_table
from diguan.engine.comparison.sides import Side
from diguan.engine.snapshot.database import Connection, run, text
from diguan.engine.verdicts import Verdict

COLUMNS = """change_id BIGINT, step INTEGER, subject VARCHAR, indicator VARCHAR, household_id VARCHAR, subject_id VARCHAR,
    region_before VARCHAR, region_code VARCHAR, presence VARCHAR, before_code UTINYINT, before_grade UTINYINT, after_code UTINYINT,
    after_grade UTINYINT, movement VARCHAR, factors UTINYINT, together BOOLEAN"""
UNMET, UNKNOWN, MET, NOT_APPLICABLE = (int(v) for v in Verdict)
# what became of a problem, by the verdicts before and after
MOVEMENT = f"""CASE
    WHEN before_code = {UNMET} AND after_code IS NULL THEN 'left_open'
    WHEN before_code = {UNMET} AND after_code = {MET} THEN 'closed'
    WHEN before_code = {UNMET} AND after_code = {NOT_APPLICABLE} THEN 'not_applicable'
    WHEN before_code = {UNMET} AND after_code = {UNKNOWN} THEN 'undecided'
    WHEN after_code = {UNMET} AND before_code IS NULL THEN 'entered_open'
    WHEN after_code = {UNMET} AND before_code <> {UNMET} THEN 'came'
    WHEN before_code = after_code THEN 'regraded' ELSE 'other' END"""
OPENED = ("came", "came_back", "entered_open")


def create_changes(connection: Connection) -> None:
    """The empty table."""
    run(connection, f"CREATE TABLE changes ({COLUMNS})")


def find_changes(connection: Connection, step: int, packings: Sequence[Packing]) -> None:
    """Append the differences of one step from its pairs, in order of region, household, subject and indicator."""
    parts = [select for packing in packings for select in _differing(packing, step)]
    order = "region_code, household_id, subject, subject_id, place"
    first = "(SELECT coalesce(max(change_id), 0) FROM changes)"
    run(
        connection,
        f"""INSERT INTO changes SELECT {first} + row_number() OVER (ORDER BY {order}), {step}, subject, indicator, household_id,
        subject_id, region_before, region_code, presence, before & 3, before >> 2, after & 3, after >> 2,
        NULL, NULL, NULL FROM ({" UNION ALL ".join(parts)}) ORDER BY {order}""",
    )
    run(connection, f"UPDATE changes SET movement = {MOVEMENT} WHERE step = {step}")


def _differing(packing: Packing, step: int) -> list[str]:
    subject, keys = packing.subject, KEYS[packing.subject]
    household = "household_id" if "household_id" in keys else "NULL::VARCHAR"
    selects = []
    for place, indicator in enumerate(packing.indicators):
        before, after = packing.code(indicator, "a"), packing.code(indicator, "b")
        selects.append(
            f"""SELECT {text(subject)} AS subject, {text(indicator)} AS indicator, {place} AS place, {household} AS household_id,
            {keys[-1]} AS subject_id, region_before, CASE WHEN b0 IS NULL THEN region_before ELSE region_after END AS region_code,
            presence, {before} AS before, {after} AS after FROM {pairs_table(subject, step)}
            WHERE presence IN ('both', 'left', 'entered') AND {before} IS DISTINCT FROM {after}"""
        )
    return selects


def find_returns(connection: Connection, step: int, packings: Sequence[Packing], earlier: Sequence[Side]) -> None:
    """Call back those problems of a step that were unmet in an earlier round and met after it: they came back.

    `earlier`: every round up to the earlier one of the step, in order.
    """
    opened = ", ".join(text(movement) for movement in OPENED)
    run(
        connection,
        f"CREATE OR REPLACE TEMP TABLE opened AS SELECT * FROM changes WHERE step = {step} AND movement IN ({opened})",
    )
    selects = [
        select
        for number, side in enumerate(earlier)
        for packing in packings
        if (select := _told(packing, side, number))
    ]
    back = f"""SELECT change_id FROM ({" UNION ALL ".join(selects)}) GROUP BY change_id
        HAVING min(round) FILTER (code = {UNMET}) < max(round) FILTER (code = {MET})"""
    run(connection, f"UPDATE changes SET movement = 'came_back' WHERE change_id IN ({back})")


def _told(packing: Packing, side: Side, number: int) -> str:
    """Verdicts of the opened problems in an earlier round; nothing when it did not judge them."""
    judged = tuple(
        i for i in packing.indicators if i in side.indicators and side.indicators[i].subject is packing.subject
    )
    files = side.verdicts.get(packing.subject, ())
    if not (judged and files):
        return ""
    own = Packing(packing.subject, judged)
    code = " ".join(f"WHEN {text(i)} THEN {own.code(i, 'w')} & 3" for i in judged)
    names = dict(zip(KEYS[packing.subject], ("household_id", "subject_id"), strict=False))
    if len(KEYS[packing.subject]) == 1:
        names = {KEYS[packing.subject][0]: "subject_id"}
    same = " AND ".join(f"v.{key} = o.{name}" for key, name in names.items())
    return f"""SELECT o.change_id, {number} AS round, CASE o.indicator {code} END AS code
        FROM opened o JOIN ({packed(files, own)}) v ON {same} WHERE o.subject = {text(packing.subject)}"""
