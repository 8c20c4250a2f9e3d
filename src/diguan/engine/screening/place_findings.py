"""Findings about villages and facilities: one by one, on today's facts, by the indicators of the place itself.

Table made here, only where the standard has such findings, in the order of priority and place:
  place_findings(finding_id, kind, rule, priority, county, region_code, subject, facility_id, indicator, grade, route, department,
                 deadline_on, zh, en)
A place has no household: nothing here is added to what households are found to lack, and no household is blamed for it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import pyarrow as pa

from diguan.engine.backends.reasons import missing_for_rule
from diguan.engine.backends.sql import GRADE_SUFFIX
from diguan.engine.expressions import Bound
from diguan.engine.screening.bound import BoundFinding, BoundPack
from diguan.engine.screening.casefiles import CaseFile, CaseFiles
from diguan.engine.screening.deciding import Truths, chosen_route
from diguan.engine.screening.explain import Explainer, Explanation, Story, ToldPart
from diguan.engine.screening.explain_unknown import gaps
from diguan.engine.screening.findings import working_day
from diguan.engine.screening.judging import verdict_table
from diguan.engine.screening.suspicions import looked_for
from diguan.engine.snapshot.database import Connection, columns_of, has_table, quoted, run
from diguan.engine.snapshot.snapshot import Snapshot
from diguan.engine.standards.parameters import ResolvedValue
from diguan.engine.verdicts import Subject, Verdict

PLACE_FINDINGS = "place_findings"
SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("kind", "rule")),
        ("priority", pa.int32()),
        *((name, pa.string()) for name in ("county", "region_code", "subject", "facility_id", "indicator")),
        ("grade", pa.uint8()),
        *((name, pa.string()) for name in ("route", "department")),
        ("deadline_on", pa.date32()),
        *((name, pa.string()) for name in ("zh", "en")),
    ]
)
ORDER = "priority, region_code, facility_id NULLS FIRST, indicator, rule"


@dataclass(frozen=True, slots=True)
class _Place:
    """A village or facility with its verdicts: codes and grades by indicator."""

    county: str
    region_code: str
    id: str
    case: CaseFile
    grades: dict[str, int]


def find_places(
    snapshot: Snapshot, bound: BoundPack, explainer: Explainer, thresholds: Mapping[str, ResolvedValue]
) -> None:
    """Make the table of this module; nothing where the standard finds nothing about places."""
    if not bound.place_findings:
        return
    connection, finder = snapshot.connection, _Finder(snapshot, bound, explainer, thresholds)
    rows = [row for subject in (Subject.VILLAGE, Subject.FACILITY) for row in finder.rows(subject)]
    connection.register("place_rows", pa.Table.from_pylist(rows, schema=SCHEMA))
    once = "PARTITION BY kind, subject, region_code, facility_id, indicator ORDER BY rule"
    run(
        connection,
        f"""CREATE TABLE {PLACE_FINDINGS} AS SELECT row_number() OVER (ORDER BY {ORDER})::BIGINT AS finding_id, *
        FROM (SELECT * FROM place_rows QUALIFY row_number() OVER ({once}) = 1) ORDER BY finding_id""",
    )
    connection.unregister("place_rows")


@dataclass(frozen=True, slots=True)
class _Finder:
    snapshot: Snapshot
    bound: BoundPack
    explainer: Explainer
    thresholds: Mapping[str, ResolvedValue]

    def rows(self, subject: Subject) -> Iterator[dict[str, object]]:
        """Rows of every finding about one kind of place."""
        findings = [(f, f.rule.place) for f in self.bound.place_findings]
        own, truth = [f for f, place in findings if place is subject], Truths()
        if not own or not has_table(self.snapshot.connection, verdict_table(subject)):
            return
        for place in self._places(subject):
            for finding in own:
                yield from self._found(finding, place, truth)

    def _places(self, subject: Subject) -> Iterator[_Place]:
        verdicts = _verdicts(self.snapshot.connection, subject)
        for county, region, id, case in CaseFiles(self.snapshot).places(subject):
            codes, grades = verdicts[id]
            yield _Place(county, region, id, replace(case, facts=replace(case.facts, verdicts=codes)), grades)

    def _found(self, finding: BoundFinding, place: _Place, truth: Truths) -> Iterator[dict[str, object]]:
        codes = place.case.facts.verdicts
        if any(truth(excuse, place.case, None) > 0 for name, excuse in finding.unless.items() if name == "any"):
            return
        for alternative in finding.alternatives:
            if truth(alternative, place.case, None) <= 0:
                continue
            for verdict, name in looked_for(alternative):
                excuse = finding.unless.get(name) or finding.unless.get(self.bound.pack.indicators[name].guarantee)
                excused = excuse is not None and truth(excuse, place.case, None) > 0
                if codes.get(name) == verdict and name in self.bound.indicators and not excused:
                    yield self._row(finding, place, name, truth, alternative)

    def _row(self, finding: BoundFinding, place: _Place, name: str, truth: Truths, holds: Bound) -> dict[str, object]:
        rule, own = finding.rule, self.bound.pack.indicators[name]
        told = self._told(finding, place, name, holds)
        days = rule.deadline_days if rule.deadline_days is not None else own.deadline_days
        routes = finding.routes or self.bound.indicators[name].routes
        return {
            "kind": rule.kind,
            "rule": rule.id,
            "priority": finding.priority,
            "county": place.county,
            "region_code": place.region_code,
            "subject": str(rule.place),
            "facility_id": place.id if rule.place is Subject.FACILITY else None,
            "indicator": name,
            "grade": place.grades.get(name, 0),
            "route": chosen_route(truth, routes, place.case, None),
            "department": rule.department or own.department,
            "deadline_on": working_day(self.snapshot.as_of, days),
            "zh": told.text.zh,
            "en": told.text.en,
        }

    def _told(self, finding: BoundFinding, place: _Place, name: str, holds: Bound) -> Explanation:
        indicator, case = self.bound.indicators[name], place.case
        code = Verdict(case.facts.verdicts[name])
        missing = missing_for_rule(indicator.when, indicator.met, case.facts, None) if code is Verdict.UNKNOWN else ()
        part = ToldPart(indicator, None, code, case, gaps(missing, case, self.bound.pack.catalogue))
        story = Story(finding, case, None, [part], holds, None, self.thresholds)
        return self.explainer.explain(story)


def _verdicts(connection: Connection, subject: Subject) -> dict[str, tuple[dict[str, int], dict[str, int]]]:
    """Codes and grades of every place by its id."""
    table, key = verdict_table(subject), "region_code" if subject is Subject.VILLAGE else "facility_id"
    names = [
        name.removesuffix(GRADE_SUFFIX) for name, _ in columns_of(connection, table) if name.endswith(GRADE_SUFFIX)
    ]
    columns = ", ".join(quoted(name + suffix) for suffix in ("", GRADE_SUFFIX) for name in names)
    rows = run(connection, f"SELECT {key}, {columns} FROM {quoted(table)}")
    half = len(names)
    return {
        str(row[0]): (
            dict(zip(names, row[1 : 1 + half], strict=True)),
            dict(zip(names, row[1 + half :], strict=True)),
        )
        for row in rows
    }
