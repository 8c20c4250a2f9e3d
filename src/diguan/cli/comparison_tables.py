"""What `diguan compare` and `diguan standards effect` print: progress, areas, reasons, findings, standards, paths."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table

from diguan.cli.console import say
from diguan.cli.figures_table import both, stacked
from diguan.comparing import ComparisonResult
from diguan.engine.documents import Label
from diguan.exchange.comparison import PAGE, WORKBOOK, StepFigures
from diguan.exchange.comparison.model import (
    PLACE_MEASURES,
    AreaLine,
    IndicatorLine,
    PlaceChange,
    PlaceLines,
    Progress,
    RoundLine,
)
from diguan.exchange.comparison.places import foremost, movement_of_place, place_name
from diguan.locale import texts

MOST_AREAS = 15
MOST_LINES = 20
NUMBERS = ("before", "facts", "declared", "nothing", "open", "came", "back", "after")
PLACES = ("was", "went", "mended", "off_list", "unseen_later", "stayed", "came", "on_list", "unseen_before", "is")
FINDINGS = ("was", "went", "outside", "stayed", "came", "is", "households_in", "households_out")


def print_comparison(console: Console, result: ComparisonResult) -> None:
    """Tables and paths for a person."""
    figures = result.figures
    console.print(say("comparison.rounds"), style="bold")
    for line in figures.rounds:
        pack = {"pack": line.pack.zh, "version": line.version, "as_of": line.as_of.isoformat()}
        console.print(f"  {line.name}  {texts('cli').say('summary.title', 'zh', **pack)}", soft_wrap=True)
    if figures.cover.synthetic:
        console.print(both(texts("words")["synthetic"]), style="bold red", soft_wrap=True)
    for step in figures.steps:
        _print_step(console, step)
    if result.path is None:
        console.print(say("comparison.no_papers"), soft_wrap=True)
        return
    console.print(say("summary.results"), style="bold")
    for name, path in _paths(result).items():
        console.print(f"  {say(f'comparison.{name}')}: {path}", soft_wrap=True)


def _print_step(console: Console, step: StepFigures) -> None:
    console.rule(f"{_called(step.before)} → {_called(step.after)}")
    words = texts("words")
    for subject, attended in step.attendance.items():
        once = attended.outside_before + attended.outside_after
        numbers = {name: f"{getattr(attended, name):,}" for name in ("both", "left", "entered", "moved")}
        label = words[f"subject.{subject}"]
        said = texts("cli")["comparison.attendance"]
        zh = said.zh.format(subject=label.zh, once=f"{once:,}", **numbers)
        en = said.en.format(subject=label.en, once=f"{once:,}", **numbers)
        console.print(f"  {zh}\n  {en}", soft_wrap=True)
    console.print(_progress(step))
    if step.apart:
        console.print(f"  {both(texts('report')['comparison.apart'])}", soft_wrap=True)
    if areas := step.areas["township"]:
        console.print(_areas(step, areas))
        if (left := len(areas) - MOST_AREAS) > 0:
            console.print(f"  {say('comparison.more_areas', left=left)}", soft_wrap=True)
    console.print(_reasons(step))
    if step.unexplained:
        console.print(say("comparison.unexplained", count=step.unexplained), style="bold red", soft_wrap=True)
    if any(line.totals.before or line.totals.after for line in step.findings):
        console.print(_findings(step))
    _print_places(console, step)
    for old, new, count in step.statuses:
        console.print(_line("statuses", before=old, after=new, count=f"{count:,}"), soft_wrap=True)
    _print_standards(console, step)


def _called(line: RoundLine) -> str:
    return f"{line.pack_id} {line.version} {line.as_of.isoformat()}"


def _line(key: str, **values: Label | str) -> str:
    """A text in both languages, its labels in each."""
    said = texts("cli")[f"comparison.{key}"]
    each = {x: {n: v[x] if isinstance(v, Label) else v for n, v in values.items()} for x in ("zh", "en")}
    return f"  {said.zh.format(**each['zh'])}\n  {said.en.format(**each['en'])}"


def _table(title: str, *headings: str) -> Table:
    table = Table(title=say(f"comparison.{title}"), title_justify="left", title_style="bold")
    for place, heading in enumerate(headings):
        said = stacked(texts("cli")[f"comparison.{heading}"])
        table.add_column(said, justify="right" if place else "left", overflow="fold")
    return table


def _numbers(progress: Progress) -> list[str]:
    values = (
        progress["unmet_before"],
        progress.closed_by_facts,
        progress["closed_declared"],
        progress.closes_nothing,
        progress["still_open"],
        progress.came,
        progress["came_back"],
        progress["unmet_after"],
    )
    return [f"{value:,}" for value in values]


def _progress(step: StepFigures) -> Table:
    table = _table("progress", "indicator", *NUMBERS)
    for line in _foremost(step.indicators):
        table.add_row(stacked(line.label), *_numbers(line.progress))
    table.add_section()
    total = both(texts("report")["comparison.whole_of_homes"]) if step.apart else say("summary.total")
    table.add_row(total, *_numbers(step.whole))
    return table


def _foremost(lines: Iterable[IndicatorLine]) -> list[IndicatorLine]:
    """In their order; of very many those with anything unmet, most first."""
    every = list(lines)
    if len(every) <= MOST_LINES:
        return every
    return sorted(every, key=lambda x: -(x.progress["unmet_before"] + x.progress["unmet_after"]))[:MOST_LINES]


def _areas(step: StepFigures, areas: tuple[AreaLine, ...]) -> Table:
    table = _table("areas", "area", *NUMBERS)
    totals = [(area, step.whole_of(area)) for area in areas]
    for area, progress in sorted(totals, key=lambda item: -item[1]["unmet_after"])[:MOST_AREAS]:
        name = " ".join(part for part in area.path[2:] if part) or " ".join(part for part in area.path if part)
        table.add_row(name or say("comparison.no_region"), *_numbers(progress))
    return table


def _reasons(step: StepFigures) -> Table | str:
    once = sum(a.outside_before + a.outside_after for a in step.attendance.values())
    if not step.differences and not once:
        return say("comparison.equal")
    table = _table("reasons", "reason", "differences")
    for name, count in step.reasons.items():
        table.add_row(both(texts("comparison")[f"reason.{name}"]), f"{count:,}")
    if once:
        table.add_row(both(texts("comparison")["reason.once"]), f"{once:,}")
    table.add_section()
    table.add_row(say("comparison.total"), f"{step.differences:,}")
    if step.together:
        table.add_row(say("comparison.together", count=f"{step.together:,}"), "")
    return table


def _findings(step: StepFigures) -> Table:
    table = _table("findings", "kind", *FINDINGS)
    for line in step.findings:
        t = line.totals
        numbers = (t.before, t.went, t.outside, t.stayed, t.came, t.after, t.households_in, t.households_out)
        if t.before or t.after:
            alone = "" if t.shared else f"\n{stacked(texts('comparison')['one_standard_only'])}"
            table.add_row(stacked(line.label) + alone, *(f"{n:,}" for n in numbers))
    return table


def _print_places(console: Console, step: StepFigures) -> None:
    """Findings about villages and facilities, which are no part of those of households; then which came and went."""
    places = step.places
    if not places.asked:
        return
    table = _table("places", "kind", *PLACES)
    for line in places.kinds:
        for _, label, totals in line.indicators:
            numbers = (f"{getattr(totals, name):,}" for name in PLACE_MEASURES[:10])
            named = Label(f"{line.label.zh} · {label.zh}", f"{line.label.en} · {label.en}")
            table.add_row(stacked(named), *numbers)
    if table.row_count:
        console.print(table)
    else:
        console.print(both(texts("report")["comparison.places.empty"]), soft_wrap=True)
    for said in _not_asked(places):
        console.print(f"  {said}", soft_wrap=True)
    changes = foremost(places.changes)
    for change in changes[:MOST_LINES]:
        movement = texts("comparison")[f"place.{movement_of_place(change)}"]
        place = " ".join((*(name for name in change.path if name), place_name(change)))
        labels = {
            "kind": change.kind_label,
            "indicator": change.indicator_label,
            "movement": movement,
            "why": change.why,
        }
        console.print(_line("place", place=place, **labels), soft_wrap=True)
    if (left := len(changes) - MOST_LINES) > 0:
        console.print(f"  {say('comparison.more_places', left=f'{left:,}')}", soft_wrap=True)


def _not_asked(places: PlaceLines) -> Iterable[str]:
    if not (places.asked_before and places.asked_after):
        yield both(texts("report")[f"comparison.places.{'only_after' if places.asked_after else 'only_before'}"])
        return
    for line in places.kinds:
        if not (line.asked_before and line.asked_after):
            said = texts("comparison")["place_only_after" if line.asked_after else "place_only_before"]
            yield both(Label(f"{line.label.zh}：{said.zh}", f"{line.label.en}: {said.en}"))


def _print_standards(console: Console, step: StepFigures) -> None:
    said = [
        _line("parameter", indicator=line.label, name=name, before=old, after=new)
        for line in step.standards
        for name, old, new in line.parameters
    ]
    said += [_line("rule", indicator=line.label) for line in step.standards if line.text_changed]
    said += [_line("only_before", indicator=label) for label in step.only_before]
    said += [_line("only_after", indicator=label) for label in step.only_after]
    if said:
        console.print(say("comparison.standards"), style="bold")
        for line in said[:MOST_LINES]:
            console.print(line, soft_wrap=True)
        if (left := len(said) - MOST_LINES) > 0:
            console.print(f"  {say('more_problems', count=left)}")
    for key, labels in (("lacks_before", step.coverage_before), ("lacks_after", step.coverage_after)):
        if labels:
            console.print(say(f"comparison.{key}"), style="bold")
            for label in labels:
                console.print(f"  · {both(label)}", soft_wrap=True)


def _paths(result: ComparisonResult) -> dict[str, str]:
    if result.path is None:
        return {}
    return {"workbook": str(result.path / WORKBOOK), "page": str(result.path / PAGE)}


def as_plain_values(result: ComparisonResult) -> dict[str, Any]:
    """The same for a program."""
    figures = result.figures
    return {
        "out": None if result.path is None else str(result.path),
        "paths": _paths(result),
        "rounds": [_round(line) for line in figures.rounds],
        "steps": [_step(step) for step in figures.steps],
    }


def _round(line: RoundLine) -> dict[str, Any]:
    return {
        "round": line.name,
        "pack": {"id": line.pack_id, "version": line.version, "label": _label(line.pack)},
        "as_of": line.as_of.isoformat(),
        "region": line.region,
        "masked": line.masked,
    }


def _step(step: StepFigures) -> dict[str, Any]:
    return {
        "before": step.before.name,
        "after": step.after.name,
        "attendance": {str(s): {n: getattr(a, n) for n in a.__slots__} for s, a in step.attendance.items()},
        "progress": {"all": dict(step.whole.numbers), **{i.id: dict(i.progress.numbers) for i in step.indicators}},
        "verdicts": {i.id: [_cell(cell, number) for cell, number in i.matrix.items()] for i in step.indicators},
        "areas": {level: [_area(area) for area in areas] for level, areas in step.areas.items()},
        "differences": step.differences,
        "reasons": dict(step.reasons),
        "together": step.together,
        "unexplained": step.unexplained,
        "findings": {f.kind: {name: getattr(f.totals, name) for name in f.totals.__slots__} for f in step.findings},
        "places": _places(step.places),
        "statuses": [{"before": _label(a), "after": _label(b), "households": n} for a, b, n in step.statuses],
        "standards": [
            {
                "indicator": line.id,
                "parameters": [
                    {"name": _label(n), "before": _label(a), "after": _label(b)} for n, a, b in line.parameters
                ],
                "text_changed": line.text_changed,
            }
            for line in step.standards
        ],
        "only_before": [_label(x) for x in step.only_before],
        "only_after": [_label(x) for x in step.only_after],
        "coverage_before": [_label(x) for x in step.coverage_before],
        "coverage_after": [_label(x) for x in step.coverage_after],
    }


def _places(places: PlaceLines) -> dict[str, Any]:
    """Findings about villages and facilities: totals by kind and indicator, and those that came or went."""
    return {
        "asked_before": places.asked_before,
        "asked_after": places.asked_after,
        "kinds": {
            line.kind: {
                "label": _label(line.label),
                "asked_before": line.asked_before,
                "asked_after": line.asked_after,
                **asdict(line.totals),
                "indicators": {id: {"label": _label(label), **asdict(t)} for id, label, t in line.indicators},
            }
            for line in places.kinds
        },
        "changes": [_place(change) for change in places.changes],
    }


def _place(change: PlaceChange) -> dict[str, Any]:
    labels = ("kind_label", "indicator_label", "department", "why", "before_text", "after_text")
    said = {name: getattr(change, name) for name in labels}
    verdicts = {name: getattr(change, name) for name in ("before", "after")}
    plain = ("id", "name", "region_code", "moved_from", "kind", "indicator", "movement", "mended")
    return {
        "subject": str(change.subject),
        **{name: getattr(change, name) for name in plain},
        "path": list(change.path),
        "because": list(change.because),
        **{name: None if verdict is None else verdict.name.lower() for name, verdict in verdicts.items()},
        **{name: None if label is None else _label(label) for name, label in said.items()},
        "deadline_on": change.deadline_on.isoformat() if change.deadline_on else None,
    }


def _cell(cell: tuple[int | None, ...], number: int) -> dict[str, int | None]:
    names = ("before", "before_grade", "after", "after_grade")
    return {**dict(zip(names, cell, strict=True)), "number": number}


def _area(area: AreaLine) -> dict[str, Any]:
    progress: Mapping[str, Progress] = area.indicators
    return {"code": area.code, "path": list(area.path), "progress": {i: dict(p.numbers) for i, p in progress.items()}}


def _label(label: Label) -> dict[str, str]:
    return {"zh": label.zh, "en": label.en}
