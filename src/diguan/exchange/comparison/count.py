"""A comparison counted for its papers: labels of the standards, names of the places."""

from collections import defaultdict
from dataclasses import replace
from datetime import date

from diguan.engine.comparison import Comparison, Side
from diguan.engine.comparison.compare import Step
from diguan.engine.comparison.shared import Shared, Value
from diguan.engine.documents import Label
from diguan.engine.snapshot.coverage import CoverageLine
from diguan.engine.snapshot.database import run
from diguan.engine.snapshot.wording import code_label, day_text, number_text, unit_label
from diguan.engine.standards import Pack
from diguan.engine.verdicts import Subject
from diguan.exchange.comparison.model import (
    LEVELS,
    AreaLine,
    ComparisonFigures,
    FindingLine,
    IndicatorLine,
    Progress,
    RoundLine,
    StandardLine,
    StepFigures,
)
from diguan.exchange.comparison.places import PlaceWords
from diguan.exchange.figures.areas import SHOWN_LEVELS, Places
from diguan.exchange.figures.model import Cover
from diguan.locale import texts

Numbers = dict[tuple[str, str | None], dict[str, int]]  # (indicator, region) -> measure -> number


def count_comparison(
    comparison: Comparison, places: Places, recipient: str | None = None, reveal_reason: str | None = None
) -> ComparisonFigures:
    """Figures of every step. `recipient`, `reveal_reason`: what stands on the papers."""
    cover = _cover(comparison, places, recipient, reveal_reason)
    lines = tuple(_round_line(side) for side in comparison.sides)
    steps = []
    for step in comparison.steps:
        figures = _step(comparison, step, places)
        words = PlaceWords(comparison, step, figures, places, cover.masked)
        steps.append(replace(figures, places=words.lines()))
    return ComparisonFigures(cover, lines, tuple(steps))


def _cover(comparison: Comparison, places: Places, recipient: str | None, reveal_reason: str | None) -> Cover:
    last, (record, ruling) = comparison.sides[-1], comparison.sides[-1].judged
    codes = [code for (code,) in run(comparison.connection, "SELECT DISTINCT region_code FROM progress")]
    return Cover(
        pack=ruling.pack.label,
        pack_id=ruling.pack.id,
        pack_version=ruling.pack.version,
        as_of=last.as_of,
        region=" ".join(places.whole(codes)),
        recipient=recipient,
        reveal_reason=reveal_reason,
        synthetic=any(side.judged[0].synthetic for side in comparison.sides),
        retrospective=record.retrospective,
        engine_version=record.engine.version,
    )


def _round_line(side: Side) -> RoundLine:
    record, ruling = side.judged
    pack = ruling.pack
    masked = record.masking is None or record.masking.masked
    return RoundLine(side.name, pack.label, pack.id, pack.version, side.as_of, side.region, masked)


def _step(comparison: Comparison, step: Step, places: Places) -> StepFigures:
    numbers = _numbers(comparison, step)
    matrix = comparison.matrix(step)
    before, after = (side.judged[1].pack for side in (step.before, step.after))
    by_indicator: dict[str, list[Progress]] = defaultdict(list)
    for (indicator, _), measures in numbers.items():
        by_indicator[indicator].append(Progress(measures))
    together = f"SELECT count(*), count(*) FILTER (together) FROM changes WHERE step = {step.number}"
    differences, joint = run(comparison.connection, together)[0]
    return StepFigures(
        before=_round_line(step.before),
        after=_round_line(step.after),
        indicators=tuple(
            IndicatorLine(
                i.id,
                after.indicators[i.id].label,
                after.indicators[i.id].guarantee,
                i.subject,
                Progress.total(by_indicator[i.id]),
                matrix[i.id],
            )
            for i in step.rules.shared
        ),
        areas={level: _areas(numbers, places, level) for level in LEVELS},
        attendance=step.attendance,
        differences=differences,
        reasons=step.reasons,
        together=joint,
        unexplained=step.unexplained,
        standards=tuple(_standard(i, before, after) for i in step.rules.shared if i.parameters or i.text_changed),
        only_before=tuple(before.indicators[i].label for i in step.rules.only_before),
        only_after=tuple(after.indicators[i].label for i in step.rules.only_after),
        statuses=_statuses(comparison, step, after),
        findings=_findings(step, before, after),
        coverage_before=_lacking(step.before, step.after),
        coverage_after=_lacking(step.after, step.before),
    )


def _numbers(comparison: Comparison, step: Step) -> Numbers:
    rows = run(
        comparison.connection,
        f"SELECT indicator, region_code, measure, number FROM progress WHERE step = {step.number} ORDER BY ALL",
    )
    numbers: Numbers = defaultdict(dict)
    for indicator, region, measure, number in rows:
        numbers[indicator, region][measure] = number
    return numbers


def _areas(numbers: Numbers, places: Places, level: str) -> tuple[AreaLine, ...]:
    """Progress by county, township or village, in the order of the codes; an unknown code stands for itself."""
    found: dict[tuple[str, ...], dict[str, list[Progress]]] = {}
    codes: dict[tuple[str, ...], str] = {}
    shown = SHOWN_LEVELS.index(level) + 1
    for (indicator, region), measures in sorted(numbers.items(), key=lambda item: item[0][1] or ""):
        names = places.names(region)
        unknown = not any(names[:-1])
        path = names if unknown or level == "village" else (*names[:shown], *("",) * (len(names) - shown))
        codes.setdefault(path, region or "")
        found.setdefault(path, {}).setdefault(indicator, []).append(Progress(measures))
    return tuple(
        AreaLine(codes[path], path, {i: Progress.total(parts) for i, parts in indicators.items()})
        for path, indicators in found.items()
    )


def _standard(indicator: Shared, before: Pack, after: Pack) -> StandardLine:
    lines = []
    for name, (old, new) in indicator.parameters.items():
        known = after.parameters.get(name) or before.parameters[name]
        lines.append((known.label, parameter_text(old, known.unit), parameter_text(new, known.unit)))
    label = after.indicators[indicator.id].label
    return StandardLine(indicator.id, label, tuple(lines), indicator.text_changed)


def parameter_text(value: Value | None, unit: str | None) -> Label:
    """A value of a parameter with its unit in both languages."""
    if value is None:
        return texts("words")["none"]
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, str):
        return Label(value, value)
    said = unit_label(unit)
    return Label(f"{number_text(value)} {said.zh}".strip(), f"{number_text(value)} {said.en}".strip())


def _statuses(comparison: Comparison, step: Step, pack: Pack) -> tuple[tuple[Label, Label, int], ...]:
    rows = run(
        comparison.connection,
        f"""SELECT before, after, count(*) AS n FROM status_changes WHERE step = {step.number}
        GROUP BY ALL ORDER BY n DESC, before, after""",
    )
    field = pack.catalogue.fields(Subject.HOUSEHOLD).get("status")
    nothing = texts("words")["not_stated"]

    def said(status: str | None) -> Label:
        return nothing if status is None else code_label(field, status)

    return tuple((said(old), said(new), number) for old, new, number in rows)


def _findings(step: Step, before: Pack, after: Pack) -> tuple[FindingLine, ...]:
    labels = {rule.kind: rule.label for pack in (before, after) for rule in reversed(pack.findings)}
    return tuple(FindingLine(kind, labels[kind], totals) for kind, totals in step.findings.items())


def _lacking(side: Side, other: Side) -> tuple[Label, ...]:
    """What a round says it has no data for, while the other says nothing of the kind."""
    known = {_about(line) for line in other.judged[0].coverage}
    lines = (line for line in side.judged[0].coverage if line.kind == "not_covered" and _about(line) not in known)
    return tuple(Label(line.text.zh, line.text.en) for line in lines)


def _about(line: CoverageLine) -> tuple[str | None, ...]:
    return (line.kind, line.subject, line.field, line.cohort)
