"""What a round counts: verdicts by indicator, findings by kind, households by focus group and status."""

from diguan.engine.backends.sql import GRADE_SUFFIX
from diguan.engine.screening.bound import BoundPack
from diguan.engine.screening.conditions import HOUSEHOLD, focus_column
from diguan.engine.screening.judging import verdict_table
from diguan.engine.screening.place_findings import PLACE_FINDINGS
from diguan.engine.screening.poverty import poverty_of
from diguan.engine.screening.record import Counts, VerdictCounts
from diguan.engine.snapshot.database import columns_of, has_table, quoted, run, scalar
from diguan.engine.snapshot.relations import RELATIONS
from diguan.engine.snapshot.snapshot import Snapshot
from diguan.engine.verdicts import Grade, Subject, Verdict


def count(snapshot: Snapshot, bound: BoundPack) -> Counts:
    """The counts of a round whose tables are made."""
    rows = {name: snapshot.rows.get(name, 0) for name in RELATIONS}
    kinds = dict.fromkeys(rule.kind for rule in bound.pack.findings if rule.place is None)
    return Counts(
        **rows,
        verdicts={str(s): found for s in Subject if (found := _verdicts(snapshot, bound, s))},
        findings=_by_kind(snapshot, "findings", kinds, "*"),
        finding_households=_by_kind(snapshot, "findings", kinds, "DISTINCT household_id"),
        place_findings=_of_places(snapshot, bound),
        focus_groups={g: _true(snapshot, g) for g in bound.focus_groups},
        statuses=_statuses(snapshot),
        poverty=poverty_of(snapshot.connection, bound.pack, snapshot.layout),
    )


def _verdicts(snapshot: Snapshot, bound: BoundPack, subject: Subject) -> dict[str, VerdictCounts]:
    table = verdict_table(subject)
    if not run(snapshot.connection, "SELECT 1 FROM duckdb_tables() WHERE table_name = ?", [table]):
        return {}
    present = {name for name, _ in columns_of(snapshot.connection, table)}
    return {name: _of_indicator(snapshot, table, name) for name in bound.indicators if name in present}


def _of_indicator(snapshot: Snapshot, table: str, name: str) -> VerdictCounts:
    """Grouped by the two small integers of one indicator: much less work than counting every verdict of all of them by a filter."""
    code, grade = quoted(name), quoted(name + GRADE_SUFFIX)
    groups = run(snapshot.connection, f"SELECT {code}, {grade}, count(*) FROM {quoted(table)} GROUP BY ALL")
    numbers = {v.name.lower(): sum(n for c, _, n in groups if c == v) for v in Verdict}
    declared = sum(n for c, g, n in groups if c == Verdict.MET and g == Grade.DECLARED)
    return VerdictCounts(**numbers, met_declared_only=declared)


def _of_places(snapshot: Snapshot, bound: BoundPack) -> dict[str, int] | None:
    """Findings about villages and facilities by kind; None where the standard has no rule for any."""
    kinds = dict.fromkeys(rule.kind for rule in bound.pack.findings if rule.place is not None)
    if not kinds:
        return None
    if not has_table(snapshot.connection, PLACE_FINDINGS):  # every such rule was left out: see the coverage
        return dict.fromkeys(kinds, 0)
    return _by_kind(snapshot, PLACE_FINDINGS, kinds, "*")


def _by_kind(snapshot: Snapshot, table: str, kinds: dict[str, None], what: str) -> dict[str, int]:
    found = dict(run(snapshot.connection, f"SELECT kind, count({what}) FROM {table} GROUP BY kind"))
    return {kind: found.get(kind, 0) for kind in kinds}


def _true(snapshot: Snapshot, group: str) -> int:
    found: int = scalar(
        snapshot.connection, f"SELECT count(*) FROM {quoted(HOUSEHOLD)} WHERE {quoted(focus_column(group))}"
    )
    return found


def _statuses(snapshot: Snapshot) -> dict[str, int]:
    if "status" not in snapshot.columns["households"]:
        return {}
    rows = "SELECT status, count(*) FROM households WHERE status IS NOT NULL GROUP BY status ORDER BY status"
    return dict(run(snapshot.connection, rows))
