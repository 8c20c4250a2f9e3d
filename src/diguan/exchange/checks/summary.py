"""What was found, counted by check, by person and by village."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from diguan.engine.catalogue import Field
from diguan.engine.documents import Label
from diguan.engine.standards import Indicator, Pack
from diguan.engine.verdicts import Subject, Verdict
from diguan.exchange.figures.record import value_label
from diguan.exchange.figures.tables import RoundTables, quoted
from diguan.locale import texts

MOST_NAMED = 12  # checks that are named of one person
COUNTED = "count(*)"


@dataclass(frozen=True, slots=True)
class CheckFigures:
    """One check over the whole round. `empty`: findings because a cell is empty, damaged or contradicted."""

    indicator: Indicator
    findings: int
    empty: int
    households: int
    judged: int
    unknown: int


@dataclass(frozen=True, slots=True)
class SubjectFigures:
    """One household or person with its findings. `checks`: ids of the checks, at most MOST_NAMED."""

    region_code: str | None
    household_id: str
    person_id: str | None
    name: str | None
    head_name: str | None
    birth_date: date | None
    findings: int
    checks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VillageRow:
    """One check that a village does not pass. `facts`: what its sheet says, field by field."""

    region_code: str
    indicator: Indicator
    verdict: Verdict
    facts: tuple[tuple[Label, Label], ...]


def by_check(tables: RoundTables, pack: Pack) -> list[CheckFigures]:
    """Every check, in the order of the pack's groups and of what was found in them, most first."""
    found = _found(tables)
    figures = []
    for indicator in pack.indicators.values():
        tally = tables.tally(f"verdicts_{indicator.subject}", indicator.id) if _judged(tables, indicator) else None
        unmet = tally.unmet if tally else 0
        findings, empty, households = found.get(indicator.id, (0, 0, 0))
        if indicator.subject is Subject.VILLAGE:
            findings = unmet
        judged = tally.met + unmet if tally else 0
        figures.append(CheckFigures(indicator, findings, empty, households, judged, tally.unknown if tally else 0))
    groups = list(dict.fromkeys(i.guarantee for i in pack.indicators.values()))
    return sorted(figures, key=lambda f: (groups.index(f.indicator.guarantee), -f.findings))


def _judged(tables: RoundTables, indicator: Indicator) -> bool:
    return indicator.id in tables.columns(f"verdicts_{indicator.subject}")


def _found(tables: RoundTables) -> dict[str, tuple[int, int, int]]:
    """Findings, those without evidence, and households, by check."""
    rows = tables.rows(
        f"""SELECT indicator, {COUNTED}, {COUNTED} FILTER (grade = 0), count(DISTINCT household_id) FROM findings
        WHERE indicator IS NOT NULL GROUP BY ALL"""
    )
    return {check: (findings, empty, households) for check, findings, empty, households in rows}


def by_subject(tables: RoundTables) -> Iterator[SubjectFigures]:
    """Households and persons with findings, most first."""
    carried = tables.columns("persons")
    birth = "m.birth_date" if "birth_date" in carried else "NULL::DATE"
    members = "LEFT JOIN persons m ON m.household_id = f.household_id AND m.person_id = f.person_id" if carried else ""
    sql = f"""SELECT f.region_code, f.household_id, f.person_id, any_value(p.name), any_value(hp.head_name), any_value({birth}),
            {COUNTED} AS n, list(DISTINCT f.indicator)
        FROM findings f LEFT JOIN people p ON p.household_id = f.household_id AND p.person_id = f.person_id
        LEFT JOIN household_people hp ON hp.household_id = f.household_id {members}
        GROUP BY f.region_code, f.household_id, f.person_id ORDER BY n DESC, f.region_code, f.household_id, f.person_id"""
    for code, household, person, name, head, born, findings, named in tables.batches(sql, 10_000):
        checks = tuple(sorted(check for check in named if check))[:MOST_NAMED]
        yield SubjectFigures(code, household, person, name, head, born, findings, checks)


def villages(tables: RoundTables, pack: Pack) -> list[VillageRow]:
    """Checks on the sheet of a village: what contradicts itself, and what is not filled in."""
    rows: list[VillageRow] = []
    for indicator in pack.indicators.values():
        if indicator.subject is Subject.VILLAGE and _judged(tables, indicator):
            rows += _of_village(tables, pack, indicator)
    return sorted(rows, key=lambda r: (r.region_code, r.verdict, r.indicator.id))


def _of_village(tables: RoundTables, pack: Pack, indicator: Indicator) -> Iterator[VillageRow]:
    rules = pack.rules.indicators[indicator.id]
    asked = rules.met.facts | (rules.when.facts if rules.when else frozenset())
    carried = [
        name for subject, name in sorted(asked) if subject is Subject.VILLAGE and name in tables.columns("villages")
    ]
    columns = ", ".join(f"v.{quoted(name)}::VARCHAR" for name in carried)
    judged = f"j.{quoted(indicator.id)}"
    sql = f"""SELECT v.region_code, {judged}{", " + columns if columns else ""} FROM villages v
        JOIN verdicts_village j USING (region_code) WHERE {judged} IN ({Verdict.UNMET:d}, {Verdict.UNKNOWN:d})"""
    fields = pack.catalogue.fields(Subject.VILLAGE)
    for code, verdict, *values in tables.rows(sql):
        told = dict(zip(carried, values, strict=True))
        if verdict == Verdict.UNMET or None in told.values():
            yield VillageRow(code, indicator, Verdict(verdict), tuple(_facts(told, fields)))


def _facts(told: Mapping[str, str | None], fields: Mapping[str, Field]) -> Iterator[tuple[Label, Label]]:
    nothing = Label("（空）", "(empty)")
    for name, value in told.items():
        field = fields[name]
        yield field.label, nothing if value is None else value_label(field, value)


def group_label(pack: Pack, group: str) -> Label:
    """What a group of checks is called: as the finding about it is, else by its own name."""
    for finding in pack.findings:
        named = {i for c in pack.rules.findings[finding.id].alternatives for i in c.indicators}
        if named and {pack.indicators[i].guarantee for i in named} == {group}:
            return finding.label
    return texts("checks").below("group").get(group, Label(group, group))
