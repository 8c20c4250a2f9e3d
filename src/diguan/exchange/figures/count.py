"""Counts everything that the papers of a round show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from diguan.engine.standards import Indicator, Pack
from diguan.engine.verdicts import Subject
from diguan.exchange.figures.areas import Area, Places
from diguan.exchange.figures.model import (
    AreaFigures,
    Figures,
    GroupFigures,
    IndicatorFigures,
    KindFigures,
    PlaceFigures,
    Tally,
)
from diguan.exchange.figures.record import RecordLines
from diguan.exchange.figures.tables import RoundTables

MOST_AREAS = 5000
CONCERNED = "count(DISTINCT t.household_id)"


@dataclass(frozen=True, slots=True)
class Rejected:
    """How much of the inputs could not be used."""

    rows: int = 0
    cells: int = 0


def count_figures(
    tables: RoundTables, record: Mapping[str, Any], pack: Pack, places: Places, rejected: Rejected | None
) -> Figures:
    """The figures of a round from its tables and its record (round.json as plain values); `rejected` None: no file was read for it."""
    lines = RecordLines(record, pack)
    areas = _areas(tables, places)
    counts = record["counts"]
    return Figures(
        subjects={s: int(counts[_plural(s)]) for s in Subject},
        unlisted_members=int(counts["unlisted_members"]),
        households_with_findings=tables.number(f"SELECT {CONCERNED} FROM findings t"),
        findings=tables.number("SELECT count(*) FROM findings"),
        rejected_rows=None if rejected is None else rejected.rows,
        bad_cells=None if rejected is None else rejected.cells,
        incomplete_rosters=_incomplete(tables),
        statuses=lines.statuses(),
        indicators=tuple(_indicator(tables, each) for each in pack.indicators.values()),
        kinds=_kinds(tables, pack),
        places=_places(tables, pack),
        places_alone=bool(pack.findings) and all(rule.place for rule in pack.findings),
        groups=_groups(tables, pack, counts["focus_groups"]),
        areas=_area_figures(tables, pack, areas),
        coverage=lines.coverage(),
        sources=lines.sources(),
        parameters=lines.parameters(),
        contradictions_by_field=lines.contradicted(tables),
        hashes=lines.hashes(),
        poverty=lines.poverty(),
        unseen=lines.unseen(),
    )


def _plural(subject: Subject) -> str:
    return {Subject.FACILITY: "facilities"}.get(subject, f"{subject}s")


def _incomplete(tables: RoundTables) -> int:
    known = "roster_incomplete" in tables.columns("households")
    return tables.number("SELECT count(*) FROM households WHERE roster_incomplete") if known else 0


def _indicator(tables: RoundTables, indicator: Indicator) -> IndicatorFigures:
    own, rolled_up = f"verdicts_{indicator.subject}", "verdicts_household"
    return IndicatorFigures(
        id=indicator.id,
        label=indicator.label,
        guarantee=indicator.guarantee,
        subject=indicator.subject,
        own=tables.tally(own, indicator.id) if indicator.id in tables.columns(own) else Tally(),
        households=tables.tally(rolled_up, indicator.id) if indicator.id in tables.columns(rolled_up) else None,
        findings=tables.number(f"SELECT count(*) FROM findings WHERE indicator = '{indicator.id}'"),
        cites=tuple(f"{cite.document} {cite.paragraph}".strip() for cite in indicator.cites),
    )


def _kinds(tables: RoundTables, pack: Pack) -> tuple[KindFigures, ...]:
    """Every kind that was found, in the pack's order of priority."""
    found = {
        kind: (int(n), int(h))
        for kind, n, h in tables.rows(f"SELECT kind, count(*), {CONCERNED} FROM findings t GROUP BY kind")
    }
    labels = {rule.kind: rule.label for rule in reversed(pack.findings)}
    order = list(dict.fromkeys(rule.kind for rule in pack.findings))
    return tuple(KindFigures(kind, labels[kind], *found[kind]) for kind in order if kind in found)


def _places(tables: RoundTables, pack: Pack) -> tuple[PlaceFigures, ...]:
    """Findings about villages and facilities by kind and indicator, in the pack's order; none where it has no rule about places."""
    if not tables.columns("place_findings"):
        return ()
    sql = """SELECT kind, indicator, any_value(department), count(*), count(DISTINCT coalesce(facility_id, region_code)), min(deadline_on)
    FROM place_findings GROUP BY kind, indicator"""
    labels = {rule.kind: rule.label for rule in reversed(pack.findings)}
    kinds, indicators = list(dict.fromkeys(rule.kind for rule in pack.findings)), list(pack.indicators)
    rows = sorted(tables.rows(sql), key=lambda row: (kinds.index(row[0]), indicators.index(row[1])))
    return tuple(
        PlaceFigures(labels[kind], pack.indicators[indicator].label, pack.departments.get(department), *counted)
        for kind, indicator, department, *counted in rows
    )


def _groups(tables: RoundTables, pack: Pack, households: Mapping[str, int]) -> tuple[GroupFigures, ...]:
    sql = f"SELECT focus_group, {CONCERNED} FROM findings t WHERE focus_group IS NOT NULL GROUP BY ALL"
    concerned = {str(group): int(number) for group, number in tables.rows(sql)}
    return tuple(GroupFigures(g.id, g.label, households.get(g.id), concerned.get(g.id, 0)) for g in pack.focus_groups)


def _areas(tables: RoundTables, places: Places) -> list[Area]:
    """The areas in the order of their codes, after telling the tables; one area of everything where there would be too many."""
    by_code = {code: places.area(code) for code in tables.region_codes()}
    if len(set(by_code.values())) > MOST_AREAS:
        by_code = dict.fromkeys(by_code, Area(""))
    tables.set_areas({code: area.code for code, area in by_code.items()})
    return sorted(set(by_code.values()), key=lambda area: area.code)


def _area_figures(tables: RoundTables, pack: Pack, areas: list[Area]) -> tuple[AreaFigures, ...]:
    households = tables.by_area("count(*)", "households")
    concerned = tables.by_area(CONCERNED, "findings")
    findings = tables.by_area("count(*)", "findings")
    kinds, indicators = tables.by_area_and("kind", "findings"), tables.by_area_and("indicator", "findings")
    judged = [each for each in pack.indicators if each in tables.columns("verdicts_household")]
    tallies = {each: tables.tally_by_area(each) for each in judged}
    return tuple(
        AreaFigures(
            code=area.code,
            path=area.path,
            households=households.get(area.code, 0),
            households_with_findings=concerned.get(area.code, 0),
            findings=findings.get(area.code, 0),
            kinds=kinds.get(area.code, {}),
            indicators={each: tallies[each].get(area.code, Tally()) for each in judged},
            findings_by_indicator=indicators.get(area.code, {}),
        )
        for area in areas
    )
