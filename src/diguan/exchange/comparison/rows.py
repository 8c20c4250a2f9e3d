"""The rows of a comparison from its tables and from the findings of its rounds, in order; nothing is counted here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from diguan.engine.comparison import Comparison, Side
from diguan.engine.comparison.compare import Step
from diguan.engine.comparison.packing import parquet
from diguan.engine.screening.judgement import FACILITY_NAME
from diguan.engine.snapshot.database import text
from diguan.engine.verdicts import Subject

BATCH = 10_000
FACTS = 15  # place of the facts in a row
# Of those who stand in one round alone only what is unmet is a row: the others stand among those who entered and left.
SHOWN = "(c.presence = 'both' OR c.movement IN ('left_open', 'entered_open', 'came_back'))"
FACT = "about, about_id, field, before, before_source, before_state, after, after_source, after_state"


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact that differs; values as DuckDB writes them."""

    about: str
    about_id: str | None
    field: str
    before: str | None
    before_source: int | None
    before_state: str | None
    after: str | None
    after_source: int | None
    after_state: str | None


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """One verdict that is another in the later round. Texts: of the finding about it in either round, if there is one."""

    subject: str
    indicator: str
    household_id: str | None
    subject_id: str
    region_code: str | None
    presence: str
    before_code: int | None
    before_grade: int | None
    after_code: int | None
    after_grade: int | None
    movement: str
    factors: int | None
    together: bool | None
    before_text: str | None
    after_text: str | None
    facts: tuple[FactRow, ...]
    members: tuple[tuple[str, str], ...]
    other_household: str | None


def differences(
    comparison: Comparison, step: Step, column: str, subjects: Sequence[Subject] = tuple(Subject)
) -> Iterator[DifferenceRow]:
    """Differences of a step, of some kinds of subject alone; `column`: of explanations (zh, en, zh_masked, en_masked)."""
    wanted = ", ".join(text(subject) for subject in subjects)
    own = f"WHERE change_id IN (SELECT change_id FROM changes WHERE step = {step.number})"
    sql = f"""SELECT c.subject, c.indicator, c.household_id, c.subject_id, c.region_code, c.presence, c.before_code, c.before_grade,
        c.after_code, c.after_grade, c.movement, c.factors, c.together, ta.said, tb.said, f.facts, m.members, o.other_household
        FROM changes c
        LEFT JOIN ({_texts(step.before, column)}) ta ON {_same("ta")} LEFT JOIN ({_texts(step.after, column)}) tb ON {_same("tb")}
        LEFT JOIN (SELECT change_id, list(({FACT}) ORDER BY about, about_id, field) AS facts FROM change_facts {own}
            GROUP BY change_id) f ON f.change_id = c.change_id
        LEFT JOIN (SELECT change_id, list((person_id, movement) ORDER BY movement, person_id) AS members FROM change_members {own}
            GROUP BY change_id) m ON m.change_id = c.change_id
        LEFT JOIN arrivals o ON o.step = c.step AND o.subject = c.subject AND o.subject_id = c.subject_id
            AND o.household_id IS NOT DISTINCT FROM c.household_id AND c.presence <> 'both'
        WHERE c.step = {step.number} AND c.subject IN ({wanted}) AND {SHOWN} ORDER BY c.change_id"""
    for row in _rows(comparison, sql):
        facts = tuple(FactRow(*_values(fact)) for fact in row[FACTS] or ())
        members = tuple((str(person), str(moved)) for person, moved in map(_values, row[FACTS + 1] or ()))
        whole: tuple[Any, ...] = (*row[:FACTS], facts, members, row[FACTS + 2])
        yield DifferenceRow(*whole)


def _values(struct: Any) -> tuple[Any, ...]:  # noqa: ANN401 - a row of DuckDB comes as a tuple or as a dictionary
    return tuple(struct.values()) if isinstance(struct, dict) else tuple(struct)


def _same(alias: str) -> str:
    person = "CASE WHEN c.subject = 'person' THEN c.subject_id ELSE '' END"
    return f"{alias}.household_id = c.household_id AND {alias}.indicator = c.indicator AND {alias}.person_id = {person}"


def _texts(side: Side, column: str) -> str:
    """The explanation of the foremost finding about a subject and an indicator."""
    if side.findings is None or side.explanations is None:
        return "SELECT NULL AS household_id, NULL AS person_id, NULL AS indicator, NULL AS said WHERE false"
    return f"""SELECT household_id, coalesce(person_id, '') AS person_id, indicator, arg_min(e.{column}, finding_id) AS said
        FROM {parquet([side.findings])} JOIN {parquet([side.explanations])} e USING (explanation_id)
        WHERE indicator IS NOT NULL GROUP BY ALL"""


def _rows(comparison: Comparison, sql: str) -> Iterator[tuple[Any, ...]]:
    result = comparison.connection.cursor().execute(sql)
    while batch := result.fetchmany(BATCH):
        yield from batch


def arrivals(comparison: Comparison, step: Step) -> Iterator[tuple[Any, ...]]:
    """presence, subject, region, household, subject, other household of everybody who entered, left or moved."""
    yield from _rows(
        comparison,
        f"""SELECT presence, subject, region_code, household_id, subject_id, other_household FROM arrivals
        WHERE step = {step.number} ORDER BY ALL""",
    )


def status_changes(comparison: Comparison, step: Step) -> Iterator[tuple[Any, ...]]:
    """region, household, status before and after."""
    yield from _rows(
        comparison,
        f"SELECT region_code, household_id, before, after FROM status_changes WHERE step = {step.number} ORDER BY ALL",
    )


def finding_changes(comparison: Comparison, step: Step, column: str) -> Iterator[tuple[Any, ...]]:
    """kind, movement, because, region, household, person, indicator and the texts of both rounds."""
    texts = [
        f"LEFT JOIN {parquet([side.explanations])} {alias} ON {alias}.explanation_id = c.{when}_text"
        if side.explanations
        else ""
        for side, alias, when in ((step.before, "ea", "before"), (step.after, "eb", "after"))
    ]
    yield from _rows(
        comparison,
        f"""SELECT c.kind, c.movement, c.because, c.region_code, c.household_id, c.person_id, c.indicator, ea.{column}, eb.{column}
        FROM finding_changes c {" ".join(texts)} WHERE c.step = {step.number}
        ORDER BY c.movement, c.kind, c.region_code, c.household_id, c.person_id, c.indicator""",
    )


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One finding about a village or facility (see engine.comparison.place_findings), with the name of a facility and both texts."""

    kind: str
    movement: str
    because: tuple[str, ...]
    subject: str
    place_id: str
    region_before: str | None
    region_code: str | None
    indicator: str
    before_code: int | None
    after_code: int | None
    mended: bool
    department: str | None
    deadline_on: date | None
    name: str | None
    before_zh: str | None
    before_en: str | None
    after_zh: str | None
    after_en: str | None


def place_changes(comparison: Comparison, step: Step, movements: Sequence[str] = ()) -> Iterator[PlaceRow]:
    """Findings about places of a step, of some movements alone unless none is named, in order of movement, kind, region and place."""
    chosen = f"AND p.movement IN ({', '.join(map(text, movements))})" if movements else ""
    sides = (("b", step.before, "before_finding"), ("a", step.after, "after_finding"))
    told, joined, names = [], [], []
    for alias, side, finding in sides:
        told += [f"{alias}.zh", f"{alias}.en"] if side.place_findings else ["NULL", "NULL"]
        if side.place_findings:
            joined.append(f"LEFT JOIN {parquet([side.place_findings])} {alias} ON {alias}.finding_id = p.{finding}")
        files = side.facts.files.get("facilities")
        if files and FACILITY_NAME in side.facts.columns["facilities"]:
            named = f"SELECT facility_id, {FACILITY_NAME} AS said FROM {parquet(files)}"
            joined.append(
                f"LEFT JOIN ({named}) n{alias} ON p.subject = 'facility' AND n{alias}.facility_id = p.place_id"
            )
            names.append(f"n{alias}.said")
    name = f"coalesce({', '.join(reversed(names))}, NULL)" if names else "NULL"
    sql = f"""SELECT p.kind, p.movement, p.because, p.subject, p.place_id, p.region_before, p.region_code, p.indicator, p.before_code,
        p.after_code, p.mended, p.department, p.deadline_on, {name}, {", ".join(told)}
        FROM place_changes p {" ".join(joined)} WHERE p.step = {step.number} {chosen} ORDER BY p.change_id"""
    for kind, movement, because, *rest in _rows(comparison, sql):
        yield PlaceRow(kind, movement, tuple(because), *rest)
