"""What `diguan screen` says when it is done: totals, findings, coverage, paths."""

from typing import Any

from rich.console import Console
from rich.table import Table

from diguan.api import RoundResult
from diguan.cli.console import say
from diguan.cli.figures_table import both, figures_table, stacked
from diguan.engine.verdicts import Subject
from diguan.exchange.figures.model import Figures
from diguan.exchange.papers import LEDGER, REJECTED, REPORT
from diguan.exchange.places import PLACES
from diguan.locale import texts

MOST_COVERAGE_LINES = 30
MOST_INDICATORS = 30


def print_summary(console: Console, result: RoundResult) -> None:
    """Tables and paths for a person."""
    cover, figures = result.cover, result.figures
    place = f"{cover.region} · " if cover.region else ""
    pack = {"pack": cover.pack, "version": cover.pack_version, "as_of": cover.as_of.isoformat()}
    console.print(place + say("summary.title", **pack), style="bold", soft_wrap=True)
    if cover.synthetic:
        console.print(both(texts("words")["synthetic"]), style="bold red", soft_wrap=True)
    console.print(_judged(figures))
    if figures.unseen:
        console.print(both(figures.unseen), style="bold yellow", soft_wrap=True)
    console.print(_verdicts(figures))
    if (left := len(figures.indicators) - MOST_INDICATORS) > 0:
        console.print(say("summary.more_indicators", shown=MOST_INDICATORS, left=left), soft_wrap=True)
    if figures.kinds or not result.places:
        console.print(_findings(figures))
    if result.places:
        console.print(say("summary.places", count=f"{result.places:,}", path=result.path / PLACES), soft_wrap=True)
    _print_coverage(console, figures)
    _print_rejected(console, result)
    if cover.reveal_reason is not None:
        console.print(say("summary.revealed", reason=cover.reveal_reason), style="bold red", soft_wrap=True)
    _print_paths(console, result)


def _judged(figures: Figures) -> str:
    words = texts("words")
    counts = [f"{both(words[f'subject.{s}'])} {figures.subjects[s]:,}" for s in Subject if figures.subjects.get(s)]
    return f"{say('summary.judged')}: {' · '.join(counts)}"


def _verdicts(figures: Figures) -> Table:
    table = figures_table("verdicts", "indicator", "judged_of", "met", "declared", "unmet", "unknown", "not_applicable")
    for each in figures.foremost(MOST_INDICATORS):
        own = each.own
        numbers = (own.met, own.met_declared, own.unmet, own.unknown, own.not_applicable)
        subject = texts("words")[f"subject.{each.subject}"]
        judged = f"{own.total:,} {subject.zh}\n{subject.en}"
        table.add_row(stacked(each.label), judged, *(f"{number:,}" for number in numbers))
    return table


def _findings(figures: Figures) -> Table | str:
    if not figures.kinds:
        return say("summary.no_findings")
    table = figures_table("findings", "kind", "rows", "households")
    for kind in figures.kinds:
        table.add_row(both(kind.label), f"{kind.findings:,}", f"{kind.households:,}")
    table.add_section()
    table.add_row(say("summary.total"), f"{figures.findings:,}", f"{figures.households_with_findings:,}")
    return table


def _print_coverage(console: Console, figures: Figures) -> None:
    if not figures.coverage:
        return
    console.print(say("summary.coverage"), style="bold")
    shown = (*figures.coverage_of("standard"), *figures.coverage_of("missing")[:MOST_COVERAGE_LINES])
    for line in shown:
        console.print(f"  · {both(line)}", soft_wrap=True)
    if more := len(figures.coverage) - len(shown):
        console.print(f"  {say('summary.more_coverage', count=more)}", soft_wrap=True)


def _print_rejected(console: Console, result: RoundResult) -> None:
    rows, cells = result.figures.rejected_rows, result.figures.bad_cells
    if rows is None:
        console.print(say("summary.nothing_read"))
    elif rows or cells:
        path = result.path / REJECTED
        console.print(say("summary.rejected", rows=rows, cells=cells, path=path), style="bold yellow", soft_wrap=True)
    else:
        console.print(say("summary.nothing_rejected"))


def _print_paths(console: Console, result: RoundResult) -> None:
    console.print(say("summary.results"), style="bold")
    for name, path in _paths(result).items():
        console.print(f"  {say(f'summary.{name}')}: {path}", soft_wrap=True)
    console.print(say("summary.verify", path=result.path), soft_wrap=True)


def _paths(result: RoundResult) -> dict[str, str]:
    found = {"ledger": result.path / LEDGER, "report": result.path / REPORT}
    rejected = {"rejected_file": result.path / REJECTED} if (result.path / REJECTED).is_file() else {}
    places = {"places_file": result.path / PLACES} if (result.path / PLACES).is_file() else {}
    return {name: str(path) for name, path in (found | places | rejected | {"round": result.path}).items()}


def as_plain_values(result: RoundResult) -> dict[str, Any]:
    """The same for a program."""
    record = result.record.model_dump(mode="json")
    kept = (
        "pack",
        "as_of",
        "region",
        "retrospective",
        "parameters",
        "confirmed",
        "snapshot",
        "coverage",
        "masking",
        "synthetic",
    )
    return {
        "out": str(result.path),
        "paths": _paths(result),
        "counts": result.counts,
        **{name: record[name] for name in kept if name in record},
    }
