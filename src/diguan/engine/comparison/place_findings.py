"""Findings about villages and facilities that came, went and stayed between two rounds, and why; counted apart from those of households.

Table made here: place_changes(change_id, step, kind, movement, because, subject, place_id, region_before, region_code, indicator,
before_code, after_code, mended, department, deadline_on, before_finding, after_finding).
A place is the same one where its number is (a village: its code); renumbered it is another. `region_code`: where it is now.
movement: stayed; went, came; outside_before, outside_after (nobody asked there in the other round). because, a list: verdict, and with it
facts, standard, day; left or entered (the list of the other round has its county, but not the place); once (the other round has no such
list of its county, or was cut to another region); not_asked (the standard of the other round does not look for it); where none of these
holds, what differs between the rounds as a whole. Codes: the verdict in either round where it differs, NULL: not in that round, or equal.
`mended`: went, since the indicator is met by facts that changed. Findings: finding_id in the round before and after.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from diguan.engine.comparison.findings import remaining
from diguan.engine.comparison.packing import KEYS, parquet
from diguan.engine.comparison.pairs import looked_at_place
from diguan.engine.comparison.shared import DAY, FACTS, STANDARD
from diguan.engine.comparison.sides import Side
from diguan.engine.snapshot.database import Connection, run, text
from diguan.engine.verdicts import Subject, Verdict

PLACES = (Subject.VILLAGE, Subject.FACILITY)
FACTORS = {"facts": FACTS, "standard": STANDARD, "day": DAY}
COLUMNS = "kind, subject, coalesce(facility_id, region_code) AS place_id, indicator, region_code, department, deadline_on, finding_id"
NOTHING = """SELECT NULL::VARCHAR AS kind, NULL::VARCHAR AS subject, NULL::VARCHAR AS place_id, NULL::VARCHAR AS indicator,
    NULL::VARCHAR AS region_code, NULL::VARCHAR AS department, NULL::DATE AS deadline_on, NULL::BIGINT AS finding_id WHERE false"""
MOVEMENTS = ("stayed", "came", "went", "outside_before", "outside_after")
COUNTED = {
    "before": "was",
    "after": "now",
    **{movement: f"movement = '{movement}'" for movement in MOVEMENTS},
    "mended": "mended",
    "left": "list_contains(because, 'left')",
    "entered": "list_contains(because, 'entered')",
}


@dataclass(frozen=True, slots=True)
class PlaceTotals:
    """Findings about places, one a place and indicator. before = went + outside_before + stayed; after = came + outside_after + stayed.

    `mended`, `left` are of those that went: met because facts changed; no longer on the list. `entered` is of those that came: new on
    the list. `places_in`, `places_out`: places that came and had no such finding before, that went and have none now.
    """

    before: int = 0
    after: int = 0
    stayed: int = 0
    came: int = 0
    went: int = 0
    outside_before: int = 0
    outside_after: int = 0
    mended: int = 0
    left: int = 0
    entered: int = 0
    places_in: int = 0
    places_out: int = 0


@dataclass(frozen=True, slots=True)
class PlaceKind:
    """A kind of finding about places. `asked_before`, `asked_after`: which of the standards look for it; totals also by indicator."""

    asked_before: bool
    asked_after: bool
    totals: PlaceTotals
    indicators: dict[str, PlaceTotals]


@dataclass(frozen=True, slots=True)
class PlaceFindings:
    """Of one step. `asked_before`, `asked_after`: whether either standard looks for anything of places at all."""

    asked_before: bool
    asked_after: bool
    kinds: dict[str, PlaceKind]


def create_place_changes(connection: Connection) -> None:
    """The empty table."""
    run(
        connection,
        """CREATE TABLE place_changes (change_id BIGINT, step INTEGER, kind VARCHAR, movement VARCHAR, because VARCHAR[], subject VARCHAR,
        place_id VARCHAR, region_before VARCHAR, region_code VARCHAR, indicator VARCHAR, before_code UTINYINT, after_code UTINYINT,
        mended BOOLEAN, department VARCHAR, deadline_on DATE, before_finding BIGINT, after_finding BIGINT)""",
    )


def find_place_changes(connection: Connection, step: int, before: Side, after: Side) -> PlaceFindings:
    """Append the findings about places of a step; totals by kind, those of the later standard first. Needs `changes` of the step.

    A round without a record (of the benchmarks) looks for nothing.
    """
    kinds = (_kinds(before), _kinds(after))
    if not any(kinds):
        return PlaceFindings(asked_before=False, asked_after=False, kinds={})
    for side, name in ((before, "places_before"), (after, "places_after")):
        rows = f"SELECT {COLUMNS} FROM {parquet([side.place_findings])}" if side.place_findings else NOTHING
        run(connection, f"CREATE OR REPLACE TEMP VIEW {name} AS {rows}")
    first = "(SELECT coalesce(max(change_id), 0) FROM place_changes)"
    order = "movement, kind, region_code, subject, place_id, indicator"
    run(
        connection,
        f"""INSERT INTO place_changes SELECT {first} + row_number() OVER (ORDER BY {order}), {step}, kind, movement,
        {_because(before, after)}, subject, place_id, region_before, region_code, indicator, before_code, after_code,
        movement = 'went' AND coalesce(after_code = {Verdict.MET:d} AND factors & {FACTS} > 0, false), department, deadline_on,
        before_finding, after_finding FROM ({_pairs(step, before, after)}) ORDER BY {order}""",
    )
    return PlaceFindings(bool(kinds[0]), bool(kinds[1]), _totals(connection, step, kinds))


def _kinds(side: Side) -> dict[str, frozenset[Subject]]:
    """Kinds that the standard of a round looks for among places, and of which."""
    if side.ruling is None:
        return {}
    found: dict[str, frozenset[Subject]] = {}
    for finding in side.ruling.bound.place_findings:
        if finding.rule.place is not None:
            found[finding.rule.kind] = found.get(finding.rule.kind, frozenset()) | {finding.rule.place}
    return found


def _asked(side: Side, alias: str) -> str:
    """Whether a round looks for a kind of finding about such a place and by such an indicator."""
    asked = [
        f"({text(kind)}, {text(subject)}, {text(each.id)})"
        for kind, subjects in _kinds(side).items()
        for subject in subjects
        for each in side.indicators.values()
        if each.subject is subject
    ]
    return f"(({alias}.kind, {alias}.subject, {alias}.indicator) IN ({', '.join(asked)}))" if asked else "false"


def _pairs(step: int, before: Side, after: Side) -> str:
    """Findings side by side, with what is known of their places in the other round."""
    same = " AND ".join(f"a.{key} = b.{key}" for key in ("kind", "subject", "place_id", "indicator"))
    return f"""SELECT kind, subject, place_id, indicator, region_before, region_code, department, deadline_on, before_finding,
        after_finding, there, factors, c.before_code, c.after_code, CASE WHEN was AND now THEN 'stayed'
            WHEN NOT asked THEN CASE WHEN was THEN 'outside_before' ELSE 'outside_after' END
            WHEN there OR looked THEN CASE WHEN was THEN 'went' ELSE 'came' END
            WHEN was THEN 'outside_before' ELSE 'outside_after' END AS movement, asked
        FROM (SELECT coalesce(a.kind, b.kind) AS kind, coalesce(a.subject, b.subject) AS subject,
            coalesce(a.place_id, b.place_id) AS place_id, coalesce(a.indicator, b.indicator) AS indicator,
            a.region_code AS region_before, coalesce(b.region_code, a.region_code) AS region_code,
            coalesce(b.department, a.department) AS department, coalesce(a.deadline_on, b.deadline_on) AS deadline_on,
            a.finding_id AS before_finding, b.finding_id AS after_finding, a.kind IS NOT NULL AS was, b.kind IS NOT NULL AS now,
            CASE WHEN a.kind IS NULL THEN {_asked(before, "b")} ELSE {_asked(after, "a")} END AS asked,
            CASE WHEN a.kind IS NULL THEN {_there(before, "b")} ELSE {_there(after, "a")} END AS there,
            CASE WHEN a.kind IS NULL THEN {_looked(after, before, "b")} ELSE {_looked(before, after, "a")} END AS looked
            FROM places_before a FULL JOIN places_after b ON {same}) p
        LEFT JOIN (SELECT subject AS s, subject_id AS i, indicator AS n, before_code, after_code, factors FROM changes
            WHERE step = {step} AND household_id IS NULL AND before_code IS DISTINCT FROM after_code) c
        ON c.s = p.subject AND c.i = p.place_id AND c.n = p.indicator"""


def _there(other: Side, alias: str) -> str:
    """Whether the other round judged the very place."""
    parts = [
        f"({alias}.subject = {text(s)} AND {alias}.place_id IN (SELECT {KEYS[s][-1]} FROM {parquet(other.verdicts[s])}))"
        for s in PLACES
        if s in other.verdicts
    ]
    return f"({' OR '.join(parts)})" if parts else "false"


def _looked(own: Side, other: Side, alias: str) -> str:
    """Whether the other round has a list that the place would stand on."""
    parts = [
        f"({alias}.subject = {text(s)} AND {looked_at_place(s, own, other, f'{alias}.region_code')})"
        for s in PLACES
        if s in own.verdicts and s in other.verdicts
    ]
    return f"({' OR '.join(parts)})" if parts else "false"


def _because(before: Side, after: Side) -> str:
    factors = ", ".join(f"CASE WHEN factors & {bit} > 0 THEN '{name}' END" for name, bit in FACTORS.items())
    rest = ", ".join(f"'{name}'" for name in remaining(before, after))
    return f"""CASE WHEN movement = 'stayed' THEN []::VARCHAR[] WHEN NOT asked THEN ['not_asked']
        WHEN movement IN ('outside_before', 'outside_after') THEN ['once']
        WHEN NOT there THEN [CASE movement WHEN 'went' THEN 'left' ELSE 'entered' END]
        WHEN factors IS NOT NULL THEN list_filter(['verdict', {factors}], lambda x: x IS NOT NULL) ELSE [{rest}]::VARCHAR[] END"""


def _totals(
    connection: Connection, step: int, kinds: tuple[dict[str, frozenset[Subject]], dict[str, frozenset[Subject]]]
) -> dict[str, PlaceKind]:
    before, after = kinds
    whole = {row[0]: PlaceTotals(*row[1:]) for row in _counted(connection, step, "kind")}
    single: dict[str, dict[str, PlaceTotals]] = {}
    for kind, indicator, *numbers in _counted(connection, step, "kind, indicator"):
        single.setdefault(kind, {})[indicator] = PlaceTotals(*numbers)
    return {
        kind: PlaceKind(kind in before, kind in after, whole.get(kind, PlaceTotals()), single.get(kind, {}))
        for kind in {**after, **before}
    }


def _counted(connection: Connection, step: int, by: str) -> Iterator[tuple[Any, ...]]:
    """Totals in the order of PlaceTotals by one or two columns."""
    rows = f"""SELECT *, before_finding IS NOT NULL AS was, after_finding IS NOT NULL AS now FROM place_changes WHERE step = {step}"""
    counts = ", ".join(f"count(*) FILTER ({condition})::BIGINT AS n_{name}" for name, condition in COUNTED.items())
    summed = ", ".join(f"sum(n_{name})::BIGINT" for name in COUNTED)
    names = [field.name for field in fields(PlaceTotals)]
    found = run(
        connection,
        f"""SELECT {by}, {summed}, count(*) FILTER (n_before = 0 AND n_came > 0), count(*) FILTER (n_after = 0 AND n_went > 0)
        FROM (SELECT {by}, subject, place_id, {counts} FROM ({rows}) GROUP BY {by}, subject, place_id) GROUP BY {by} ORDER BY {by}""",
    )
    keys, order = by.count(",") + 1, [*COUNTED, "places_in", "places_out"]
    for row in found:
        numbers = dict(zip(order, row[keys:], strict=True))
        yield (*row[:keys], *(numbers[name] for name in names))
