"""Findings of a round: suspicions decided household by household, put in the order of the ledger, explained.

Tables made here, in the order of the ledger (focus groups, priority, region, household, person, indicator):
  findings(finding_id, kind, rule, priority, focus_group, county, region_code, household_id, person_id, indicator, grade, route,
           department, deadline_on, explanation_id)
  explanations(explanation_id, zh, en, zh_masked, en_masked)     equal texts once
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pyarrow as pa

from diguan.engine.backends.sql import GRADE_SUFFIX
from diguan.engine.screening.bound import BoundPack
from diguan.engine.screening.casefiles import CaseFiles
from diguan.engine.screening.conditions import HOUSEHOLD, focus_column, true_of
from diguan.engine.screening.deciding import Decided, Decider, Files, Part, Standing
from diguan.engine.screening.judging import verdict_table
from diguan.engine.screening.suspicions import PARTS
from diguan.engine.snapshot.database import Connection, columns_of, has_table, quoted, run, scalar, table_names, text
from diguan.engine.snapshot.snapshot import Snapshot
from diguan.engine.verdicts import Subject

CHUNK = 10_000  # households read at a time
CHOSEN = "households_at_hand"
SATURDAY = 5
DECIDED = pa.schema(
    [
        ("rule", pa.int32()),
        ("household_id", pa.string()),
        ("person_id", pa.string()),
        ("indicator", pa.string()),
        ("grade", pa.uint8()),
        ("route", pa.string()),
        *((name, pa.string()) for name in ("zh", "en", "zh_masked", "en_masked")),
    ]
)
Progress = Callable[[str, int, int], None]


def find(snapshot: Snapshot, bound: BoundPack, decider: Decider, progress: Progress) -> None:
    """Make the tables of this module from the suspicions."""
    connection = snapshot.connection
    run(connection, f"CREATE TEMP TABLE decided ({', '.join(f'{f.name} {_type(f.type)}' for f in DECIDED)})")
    for parts, files in _Reader(snapshot, bound).chunks(progress):
        rows = [_row(d) for d in decider.decide(parts, files)]
        connection.register("decided_rows", pa.Table.from_pylist(rows, schema=DECIDED))
        run(connection, "INSERT INTO decided SELECT * FROM decided_rows")
        connection.unregister("decided_rows")
    _order(snapshot, bound)


def _type(kind: pa.DataType) -> str:
    return {pa.int32(): "INTEGER", pa.uint8(): "UTINYINT"}.get(kind, "VARCHAR")


def _row(decided: Decided) -> dict[str, object]:
    told = decided.explanation
    return {
        "rule": decided.rule,
        "household_id": decided.household_id,
        "person_id": decided.person_id,
        "indicator": decided.indicator,
        "grade": decided.grade,
        "route": decided.route,
        "zh": told.text.zh,
        "en": told.text.en,
        "zh_masked": told.masked.zh,
        "en_masked": told.masked.en,
    }


@dataclass(slots=True)
class _Reader:
    """Reads the suspected households chunk by chunk."""

    snapshot: Snapshot
    bound: BoundPack

    def chunks(self, progress: Progress) -> Iterator[tuple[list[Part], Files]]:
        """The suspicions of some households with everything that is known of them."""
        connection = self.snapshot.connection
        run(
            connection,
            f"""CREATE OR REPLACE TEMP TABLE suspected AS SELECT household_id, row_number() OVER (ORDER BY household_id) - 1 AS number
            FROM (SELECT DISTINCT household_id FROM {PARTS})""",
        )
        total = scalar(connection, "SELECT count(*) FROM suspected")
        for start in range(0, total, CHUNK):
            progress("findings", start, total)
            where = f"number >= {start} AND number < {start + CHUNK}"
            chosen = f"SELECT household_id FROM suspected WHERE {where}"
            run(connection, f"CREATE OR REPLACE TEMP TABLE {CHOSEN} AS {chosen}")
            rows = run(
                connection,
                f"""SELECT rule, household_id, person_id, indicator, code, grade FROM {PARTS} JOIN {CHOSEN} USING (household_id)
                ORDER BY rule, household_id, person_id NULLS FIRST, indicator""",
            )
            yield [Part(*row) for row in rows], self._files()
        progress("findings", total, total)

    def _files(self) -> Files:
        snapshot = self.snapshot
        unlisted = CaseFiles(snapshot, persons="unlisted_members").read(CHOSEN) if self._asks_unlisted() else {}
        back = {f: b for f, b in snapshot.look_backs.items() if f in self._looked_back()}
        return Files(
            CaseFiles(snapshot).read(CHOSEN),
            unlisted,
            self._standing(""),
            {f: CaseFiles(snapshot, b.prefix).read(CHOSEN) for f, b in back.items()},
            {f: self._standing(b.prefix) for f, b in back.items()},
        )

    def _asks_unlisted(self) -> bool:
        return any(f.rule.subject == "unlisted_member" for f in self.bound.findings)

    def _looked_back(self) -> set[str]:
        return {f.rule.facts_as_of for f in self.bound.findings if f.rule.facts_as_of}

    def _standing(self, prefix: str) -> dict[str, Standing]:
        """Verdicts of the households at hand."""
        connection, table = self.snapshot.connection, verdict_table(Subject.HOUSEHOLD, prefix)
        if not has_table(connection, table):
            return {}
        present = {name for name, _ in columns_of(connection, table)}
        names = [i for i in self.bound.pack.indicators if i in present]
        columns = ", ".join(quoted(n + suffix) for suffix in ("", GRADE_SUFFIX) for n in names)
        rows = run(
            connection, f"SELECT household_id, {columns} FROM {quoted(table)} JOIN {CHOSEN} USING (household_id)"
        )
        half = len(names)
        return {
            row[0]: Standing(
                dict(zip(names, row[1 : 1 + half], strict=True)), dict(zip(names, row[1 + half :], strict=True))
            )
            for row in rows
        }


def _order(snapshot: Snapshot, bound: BoundPack) -> None:
    """Findings in the order of the ledger, equal texts once."""
    connection = snapshot.connection
    connection.register("finding_rules", _rules_table(bound, snapshot.as_of))
    once = "PARTITION BY k.kind, r.household_id, r.person_id, r.indicator ORDER BY r.rule"
    run(
        connection,
        f"""CREATE TEMP TABLE ordered AS
        SELECT row_number() OVER (ORDER BY {_focus_rank(bound)}, priority, region_code NULLS LAST, household_id,
                                  person_id NULLS FIRST, indicator NULLS FIRST)::BIGINT AS finding_id, *
        FROM (SELECT r.*, k.kind, k.id AS rule_id, k.priority, k.department, k.deadline_on, h.county, h.region_code,
                     {_focus(connection, bound)} AS focus_group
              FROM decided r JOIN finding_rules k ON k.rule = r.rule AND k.about = coalesce(r.indicator, '')
              JOIN households h USING (household_id) QUALIFY row_number() OVER ({once}) = 1)""",
    )
    texts = "zh, en, zh_masked, en_masked"
    run(
        connection,
        f"""CREATE TABLE explanations AS SELECT row_number() OVER (ORDER BY first)::BIGINT AS explanation_id, {texts}
        FROM (SELECT min(finding_id) AS first, {texts} FROM ordered GROUP BY ALL) ORDER BY explanation_id""",
    )
    run(
        connection,
        f"""CREATE TABLE findings AS SELECT finding_id, kind, rule_id AS rule, priority, focus_group, county,
        region_code, household_id, person_id, indicator, grade, route, department, deadline_on, explanation_id
        FROM ordered JOIN explanations USING ({texts}) ORDER BY finding_id""",
    )


def _rules_table(bound: BoundPack, as_of: date) -> pa.Table:
    """Of each finding and indicator ('' where it names none) the department and the deadline."""
    rows = []
    for number, finding in enumerate(bound.findings):
        rule = finding.rule
        for indicator in (None, *bound.indicators):
            own = bound.pack.indicators[indicator] if indicator else None
            days = rule.deadline_days if rule.deadline_days is not None else own.deadline_days if own else None
            rows.append(
                {
                    "rule": number,
                    "id": rule.id,
                    "kind": rule.kind,
                    "priority": finding.priority,
                    "about": indicator or "",
                    "department": rule.department or (own.department if own else None),
                    "deadline_on": None if days is None else working_day(as_of, days),
                }
            )
    kinds = [("rule", pa.int32()), ("id", pa.string()), ("kind", pa.string()), ("priority", pa.int32())]
    kinds += [("about", pa.string()), ("department", pa.string()), ("deadline_on", pa.date32())]
    return pa.Table.from_pylist(rows, schema=pa.schema(kinds))


def working_day(start: date, days: int) -> date:
    """The day that is so many working days (Monday to Friday) after a day. Public holidays are not known."""
    found = start
    while days > 0:
        found += timedelta(days=1)
        days -= found.weekday() < SATURDAY
    return found


def _focus(connection: Connection, bound: BoundPack) -> str:
    """The first focus group that is known to be true of the household."""
    present = table_names(connection)
    cases = " ".join(f"WHEN {true_of(present, HOUSEHOLD, focus_column(g))} THEN {text(g)}" for g in bound.focus_groups)
    return f"CASE {cases} END" if cases else "NULL::VARCHAR"


def _focus_rank(bound: BoundPack) -> str:
    cases = " ".join(f"WHEN {text(g)} THEN {number}" for number, g in enumerate(bound.focus_groups))
    return f"CASE focus_group {cases} ELSE {len(bound.focus_groups)} END" if cases else "1"
