"""What `diguan measure` prints: what was counted, everybody, the indicators, the groups."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from diguan.cli.figures_table import both, stacked
from diguan.engine.documents import Label
from diguan.engine.measuring import Figure, Measurement
from diguan.engine.measuring.model import Measure
from diguan.exchange.measures import design_line
from diguan.locale import texts

MOST_GROUPS = 40
MOST_COLUMNS = 12
IN_GROUPS: dict[str, tuple[Measure, ...]] = {
    "deprivation": ("headcount_ratio", "intensity", "mpi"),
    "poverty": ("fgt0", "fgt1", "fgt2", "watts"),
    "spread": ("median", "quintile_share_ratio", "gini", "relative_median_gap"),
}
SYMBOLS: dict[Measure, str] = {
    "headcount_ratio": "H",
    "intensity": "A",
    "mpi": "MPI",
    "fgt0": "FGT0",
    "fgt1": "FGT1",
    "fgt2": "FGT2",
    "quintile_share_ratio": "S80/S20",
}
BY_INDICATOR: tuple[Measure, ...] = ("uncensored_headcount", "censored_headcount", "contribution")


def print_measurement(console: Console, found: Measurement, out: Path | None) -> None:
    """Tables for a person; figures to four digits after the point, all of them in the file and in --json."""
    words = texts("measures")
    console.print(both(words.both("heading", pack=found.standard, as_of=found.as_of.isoformat())), style="bold")
    for line in _statements(found):
        console.print(f"  {line.zh}\n  {line.en}", soft_wrap=True)
    if found.figures:
        console.print(_whole(found))
    else:
        console.print(both(words["no_figures"]), soft_wrap=True)
    if any(figure.indicator is not None for figure in found.figures):
        console.print(_indicators(found))
        if table := _dimensions(found):
            console.print(table)
    for by in dict.fromkeys(f.by for f in found.figures if f.by):
        for kind in IN_GROUPS:
            if table := _groups(found, by, kind):
                console.print(table)
    if out is not None:
        console.print(f"{both(words['written'])}: {out}", soft_wrap=True)


def _statements(found: Measurement) -> Iterator[Label]:
    words, population = texts("measures"), f"{found.population:,.10g}"
    key = "counted.people" if found.people else "counted.households"
    yield words.both(key, rows=f"{found.households:,}", population=population, people=found.people or "")
    if found.unweighted:
        yield words.both("unweighted", count=f"{found.unweighted:,}")
    yield from _unread(found)
    yield from (Label(text.zh, text.en) for text in found.presumed)
    yield from _deprivation(found)
    if line := found.line:
        said = words.both("line", given=line.given, value=f"{line.value:,.10g}", income=line.income)
        error = Label("", "") if line.se is None else words.both("line_se", se=f"{line.se:,.4g}")
        yield Label(said.zh + error.zh, said.en + error.en)
        for key, count in (("without_income", line.without_income), ("not_positive", line.not_positive)):
            if count:
                yield words.both(key, count=f"{count:,}")
    yield design_line(found)
    if found.design.number_of_clusters == 1:
        yield words["one_cluster"]
    elif found.design.lonely:
        yield words.both("lonely", count=found.design.lonely)


def _unread(found: Measurement) -> Iterator[Label]:
    """What the inputs hold and no figure rests on."""
    words, unread = texts("measures"), found.unread
    for key in ("rejected", "repeated", "bad_cells", "conflicts"):
        if count := getattr(unread, key):
            yield words.both(f"unread.{key}", count=f"{count:,}")
    for flaw in unread.first:
        place = " ".join(part for part in (flaw.file, flaw.sheet, flaw.cell) if part)
        key = "unread.flaw_of" if flaw.value else "unread.flaw"
        said = {"place": place, "field": flaw.field, "value": flaw.value}
        yield Label(words.both(key, why=flaw.zh, **said).zh, words.both(key, why=flaw.en, **said).en)
    if told := unread.rejected + unread.bad_cells - len(unread.first):
        yield words.both("unread.more", count=f"{told:,}")
    if unread.columns:
        listed, more = unread.columns[:MOST_COLUMNS], len(unread.columns) - MOST_COLUMNS
        shown = ", ".join(listed) + (f" … +{more}" if more > 0 else "")
        yield words.both("unread.columns", list=shown)


def _deprivation(found: Measurement) -> Iterator[Label]:
    words, rests = texts("measures"), found.deprivation
    if rests is None or not rests.incomplete:
        return
    yield words.both("incomplete", count=f"{rests.incomplete:,}", share=_number(rests.known_share))
    listed = [f"{name} {count:,}" for name, count in rests.missing.items()]
    yield words.both("missing", list=", ".join(listed))
    low, high = rests.lower, rests.upper
    numbers = {"h0": low.headcount_ratio, "m0": low.mpi, "h1": high.headcount_ratio, "m1": high.mpi}
    yield words.both("bounds", **{name: _number(value) for name, value in numbers.items()})


def _number(value: float | None) -> str:
    if value is None:
        return "—"
    return f"{value:#,.4g}" if abs(value) < 1000 else f"{value:,.2f}"  # noqa: PLR2004  shares and ratios, else money


def _table(title: Label, columns: Sequence[Label]) -> Table:
    table = Table(title=both(title), title_justify="left", title_style="bold")
    for place, label in enumerate(columns):
        table.add_column(stacked(label), justify="right" if place else "left", overflow="fold", no_wrap=bool(place))
    return table


def _whole(found: Measurement) -> Table:
    words = texts("measures")
    columns = [words[f"columns.{name}"] for name in ("measure", "value", "se", "interval", "rows")]
    table = _table(words["tables.whole"], columns)
    for figure in found.figures:
        if figure.by is None and figure.indicator is None:
            each = figure.estimate
            interval = "—" if each.low is None or each.high is None else f"{_number(each.low)} – {_number(each.high)}"
            label = words[f"measure.{figure.measure}"]
            table.add_row(both(label), _number(each.value), _number(each.se), interval, f"{figure.rows:,}")
    return table


def _indicators(found: Measurement) -> Table:
    words, rests = texts("measures"), found.deprivation
    if rests is None:
        raise ValueError("a measurement without weights has no indicators to show")
    total = sum(each.weight for each in rests.indicators.values())
    title = words.both("tables.indicators", total=f"{total:g}", cutoff=f"{rests.cutoff:g}")
    headings = [words["columns.indicator"], words["columns.weight"]]
    for column in BY_INDICATOR:
        headings += [words[f"measure.{column}"], words["columns.se"]]
    table = _table(title, headings)
    found_by = {(f.measure, f.indicator): f for f in found.figures if f.by is None}
    for name, each in rests.indicators.items():
        cells = []
        for measure in BY_INDICATOR:
            estimate = found_by[measure, name].estimate
            cells += [_number(estimate.value), _number(estimate.se)]
        table.add_row(stacked(Label(each.zh, each.en)), f"{each.weight:g}", *cells)
    return table


def _dimensions(found: Measurement) -> Table | None:
    """What each dimension contributes; None where every indicator is one of its own, or all are of one."""
    words, rests = texts("measures"), found.deprivation
    weights: dict[str, float] = {}
    for each in rests.indicators.values() if rests else ():
        weights[each.dimension] = weights.get(each.dimension, 0.0) + each.weight
    if rests is None or len(weights) in (1, len(rests.indicators)):
        return None
    table = _table(
        words["tables.dimensions"], [words[f"columns.{name}"] for name in ("dimension", "weight", "part", "se")]
    )
    for name, weight in weights.items():
        figures = (f for f in found.figures if (f.measure, f.by, f.indicator) == ("dimension_contribution", None, name))
        for figure in figures:
            table.add_row(name, f"{weight:g}", _number(figure.estimate.value), _number(figure.estimate.se))
    return table


def _groups(found: Measurement, by: str, kind: str) -> Table | None:
    """One breakdown of the measures of a kind; None where none of them was measured."""
    measures = IN_GROUPS[kind]
    words, groups = texts("measures"), _by_group(found, by, measures)
    if not groups:
        return None
    headings = [words[f"columns.{name}"] for name in ("group", "rows", "share")]
    headings += [Label(SYMBOLS[m], SYMBOLS[m]) if m in SYMBOLS else words[f"measure.{m}"] for m in measures]
    table = _table(words.both(f"tables.groups.{kind}", by=by), headings)
    for group, each in list(groups.items())[:MOST_GROUPS]:
        name = both(words["unknown_group"]) if group is None else found.places.get(group, group)
        first = next(iter(each.values()))
        cells = [_with_error(each[m]) if m in each else "—" for m in measures]
        table.add_row(name, f"{first.rows:,}", _number(first.share), *cells)
    if len(groups) > MOST_GROUPS:
        table.add_row(both(words.both("more_groups", count=len(groups) - MOST_GROUPS)))
    return table


def _by_group(found: Measurement, by: str, measures: Sequence[Measure]) -> dict[str | None, dict[Measure, Figure]]:
    groups: dict[str | None, dict[Measure, Figure]] = {}
    for figure in found.figures:
        if figure.by == by and figure.indicator is None and figure.measure in measures:
            groups.setdefault(figure.group, {})[figure.measure] = figure
    return groups


def _with_error(figure: Figure) -> str:
    """Value, its error below it."""
    each = figure.estimate
    return _number(each.value) if each.se is None else f"{_number(each.value)}\n±{_number(each.se)}"
