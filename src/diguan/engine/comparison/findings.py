"""Findings that came, went and stayed between two rounds, and what goes with each difference.

Table made here: finding_changes(step, kind, movement, because, household_id, person_id, indicator, region_code, before_text, after_text).
movement: came, went, outside (the other round did not look there). because: a list of membership, status, verdict, or where none of these
changed what is left of facts, standard and day. Texts: explanation_id in the round before and after.
"""

from dataclasses import dataclass, replace

from diguan.engine.comparison.packing import parquet
from diguan.engine.comparison.pairs import HOMES, REGIONS
from diguan.engine.comparison.sides import Side, same_facts
from diguan.engine.snapshot.database import Connection, run
from diguan.engine.snapshot.relations import Cut

COUNTED = ("was", "now", "was AND now", "movement = 'came'", "movement = 'went'", "movement = 'outside'")
KEY = ("kind", "household_id", "person_id", "indicator")


@dataclass(frozen=True, slots=True)
class FindingTotals:
    """Findings of one kind. `shared`: both standards look for it; `households_in`, `_out`: that had none of the kind, or have none now."""

    shared: bool
    before: int
    after: int
    stayed: int
    came: int
    went: int
    outside: int
    households_in: int
    households_out: int


def create_finding_changes(connection: Connection) -> None:
    """The empty table."""
    run(
        connection,
        """CREATE TABLE finding_changes (step INTEGER, kind VARCHAR, movement VARCHAR, because VARCHAR[], household_id VARCHAR,
        person_id VARCHAR, indicator VARCHAR, region_code VARCHAR, before_text BIGINT, after_text BIGINT)""",
    )


def find_finding_changes(connection: Connection, step: int, before: Side, after: Side) -> dict[str, FindingTotals]:
    """Append the differences of a step; totals by kind, those of the later standard first. Empty for rounds without findings."""
    if before.findings is None or after.findings is None:
        return {}
    same = " AND ".join(f"a.{k} IS NOT DISTINCT FROM b.{k}" for k in KEY if k not in KEY[:2])
    for path, name in ((before.findings, "findings_before"), (after.findings, "findings_after")):
        columns = "kind, household_id, person_id, indicator, region_code, explanation_id, TRUE AS present"
        run(connection, f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT {columns} FROM {parquet([path])}")
    run(
        connection,
        f"""CREATE OR REPLACE TEMP TABLE finding_pairs AS SELECT coalesce(a.kind, b.kind) AS kind,
        coalesce(a.household_id, b.household_id) AS household_id, coalesce(a.person_id, b.person_id) AS person_id,
        coalesce(a.indicator, b.indicator) AS indicator, coalesce(b.region_code, a.region_code) AS region_code,
        a.explanation_id AS before_text, b.explanation_id AS after_text, a.present IS NOT NULL AS was, b.present IS NOT NULL AS now,
        {_movement(before, after)} AS movement FROM findings_before a
        FULL JOIN findings_after b ON a.kind = b.kind AND a.household_id = b.household_id AND {same}""",
    )
    run(
        connection,
        f"""INSERT INTO finding_changes SELECT {step}, kind, movement, {_because(step, before, after)}, household_id, person_id,
        indicator, region_code, before_text, after_text FROM finding_pairs p WHERE was <> now
        ORDER BY kind, region_code, household_id, person_id, indicator""",
    )
    return _totals(connection, before, after)


def _movement(before: Side, after: Side) -> str:
    """Came and went, unless the other round did not look at the household."""
    gone, come = _unseen(after, 1, "a"), _unseen(before, 0, "b")
    return f"""CASE WHEN a.present AND b.present THEN 'stayed' WHEN (a.present AND {gone}) OR (b.present AND {come}) THEN 'outside'
        WHEN a.present THEN 'went' ELSE 'came' END"""


def _unseen(other: Side, place: int, finding: str) -> str:
    within = f"coalesce({Cut.of(other.region).condition(f'{finding}.region_code')}, false)"
    looked = f"({within} AND coalesce({finding}.region_code, '') IN (SELECT region_code FROM {REGIONS[place]}))"
    return f"({finding}.household_id NOT IN (SELECT household_id FROM {HOMES[place]}) AND NOT {looked})"


def _because(step: int, before: Side, after: Side) -> str:
    own = f"c.step = {step} AND c.household_id = p.household_id"
    parts = {
        "membership": f"EXISTS (SELECT 1 FROM arrivals c WHERE {own} AND c.presence <> 'moved' "
        "AND (c.subject = 'household' OR c.subject_id = p.person_id))",
        "status": f"EXISTS (SELECT 1 FROM status_changes c WHERE {own})",
        "verdict": f"EXISTS (SELECT 1 FROM changes c WHERE {own} AND c.presence = 'both' "
        "AND (p.indicator IS NULL OR c.indicator = p.indicator))",
    }
    named = ", ".join(f"CASE WHEN {condition} THEN '{name}' END" for name, condition in parts.items())
    known = f"list_filter([{named}], lambda x: x IS NOT NULL)"
    rest = ", ".join(f"'{name}'" for name in remaining(before, after))
    return f"CASE WHEN len({known}) > 0 THEN {known} ELSE [{rest}]::VARCHAR[] END"


def remaining(before: Side, after: Side) -> list[str]:
    """What differs between two rounds as a whole: facts, standard, day."""
    differ = {
        "facts": not same_facts(before, after),
        "standard": before.values != after.values or _hash(before) != _hash(after),
        "day": before.as_of != after.as_of,
    }
    return [name for name, changed in differ.items() if changed]


def _hash(side: Side) -> str:
    return side.record.pack.sha256 if side.record else ""


def _kinds(side: Side) -> dict[str, None]:
    """Kinds about households and persons; those about villages and facilities are counted apart, by place_findings."""
    return dict.fromkeys(rule.kind for rule in side.judged[1].pack.findings if rule.place is None)


def _totals(connection: Connection, before: Side, after: Side) -> dict[str, FindingTotals]:
    kinds = [_kinds(side) for side in (after, before)]
    counts = ", ".join(f"count(*) FILTER ({condition})" for condition in COUNTED)
    rows = run(
        connection,
        f"""SELECT p.kind, {counts}, any_value(h.came), any_value(h.went) FROM finding_pairs p LEFT JOIN (
            SELECT kind, count(*) FILTER (NOT had AND came) AS came, count(*) FILTER (NOT has AND went) AS went FROM (
                SELECT kind, household_id, bool_or(was) AS had, bool_or(now) AS has, bool_or(movement = 'came') AS came,
                bool_or(movement = 'went') AS went FROM finding_pairs GROUP BY ALL) GROUP BY kind) h USING (kind) GROUP BY p.kind""",
    )
    counted = {kind: FindingTotals(kind in kinds[0] and kind in kinds[1], *numbers) for kind, *numbers in rows}
    nothing = FindingTotals(
        shared=True, before=0, after=0, stayed=0, came=0, went=0, outside=0, households_in=0, households_out=0
    )
    return {
        kind: counted.get(kind, replace(nothing, shared=kind in kinds[0] and kind in kinds[1]))
        for kind in {**kinds[0], **kinds[1]}
    }
