"""`diguan check`: consistency checks. Workbooks in; what contradicts itself, and the cells to correct, out."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from diguan.cli import console
from diguan.cli.arrow import load_arrow
from diguan.cli.console import say
from diguan.cli.figures_table import both, stacked
from diguan.cli.progress import shown_progress
from diguan.cli.screen import (
    AsJson,
    Confirm,
    Inputs,
    Lang,
    Out,
    Recipient,
    Region,
    Reveal,
    Rosters,
    Speech,
    UnableToReadOption,
    read_confirmations,
    read_day,
    read_rosters,
    require_inputs,
)
from diguan.locale import texts

if TYPE_CHECKING:
    from diguan.api import CheckResult

MOST_CHECKS = 25
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="核查日，默认今天 Day of the check, today unless given"),
]
Standard = Annotated[
    str,
    typer.Option(
        metavar="PACK", help="校验包编号或文件夹，可以是覆盖包 Id or folder of the checks, or an overlay of them"
    ),
]
Residents = Annotated[
    Path | None, typer.Option(metavar="FILE", help="常住人口底册，一并核对 Resident base, checked as well")
]


def check(
    inputs: Inputs,
    *,
    out: Out,
    standard: Standard = "cn-consistency",
    as_of: AsOf = None,
    residents: Residents = None,
    roster: Rosters = None,
    region: Region = None,
    confirm: Confirm = None,
    reveal: Reveal = None,
    recipient: Recipient = None,
    lang: Lang = Speech.ZH,
    as_json: AsJson = False,
) -> None:
    """校验：各列、各人、名单、上年、全区互相核对，写出更正清单。Check: compare columns, persons, lists, years.

    名单 helpers 为帮扶干部（核对电话），jobs 为务工时段。The roster helpers: cadres, whose phones are compared; jobs: spells of work.

    退出码 Exit codes: 0 完成 done · 1 完成但有退回的行 done, with rejected rows · 2 拒绝执行并说明原因 refused, and why.
    """
    load_arrow()
    import diguan

    day = date.today() if as_of is None else read_day(as_of)  # noqa: DTZ011  the day where the command is given
    confirmations, rosters = read_confirmations(confirm or []), read_rosters(roster or [])
    require_inputs([*inputs, *([residents] if residents else []), *rosters.values()])
    if reveal is not None and not reveal.strip():
        raise UnableToReadOption.of("reveal")
    with shown_progress(quiet=as_json) as progress:
        result = diguan.check(
            inputs,
            standard=standard,
            as_of=day,
            out=out,
            residents=residents,
            rosters=rosters,
            region=region,
            confirm=confirmations,
            reveal=reveal,
            recipient=recipient,
            language=lang.value,
            progress=progress,
        )
    if as_json:
        console.print_json(as_plain_values(result))
    else:
        print_checks(console.out(), result)
    raise typer.Exit(console.DONE_WITH_REJECTED if result.figures.rejected_rows else console.DONE)


def print_checks(terminal: Console, result: "CheckResult") -> None:
    """Totals, the checks that found most, and where everything is."""
    cover, figures, papers = result.cover, result.figures, result.papers
    pack = {"pack": cover.pack, "version": cover.pack_version, "as_of": cover.as_of.isoformat()}
    terminal.print(
        (f"{cover.region} · " if cover.region else "") + say("summary.title", **pack), style="bold", soft_wrap=True
    )
    if cover.synthetic:
        terminal.print(both(texts("words")["synthetic"]), style="bold red", soft_wrap=True)
    compared = sum(check.judged > 0 for check in papers.checks)
    terminal.print(say("check.compared", compared=compared, checks=len(papers.checks)), soft_wrap=True)
    terminal.print(_groups(result))
    terminal.print(_foremost(result))
    if papers.twice:
        terminal.print(say("check.twice", groups=papers.twice), soft_wrap=True)
    if figures.rejected_rows or figures.bad_cells:
        numbers = {"rows": figures.rejected_rows, "cells": figures.bad_cells, "path": result.path / "rejected.xlsx"}
        terminal.print(say("summary.rejected", **numbers), style="bold yellow", soft_wrap=True)
    if cover.reveal_reason is not None:
        terminal.print(say("summary.revealed", reason=cover.reveal_reason), style="bold red", soft_wrap=True)
    terminal.print(say("summary.results"), style="bold")
    for name, path in _paths(result).items():
        terminal.print(f"  {say(f'check.{name}')}: {path}", soft_wrap=True)


def _groups(result: "CheckResult") -> Table:
    table = Table(title=say("check.groups"), title_justify="left", title_style="bold")
    for place, heading in enumerate(("kind", "rows", "households")):
        said = stacked(texts("cli")[f"summary.{heading}"])
        table.add_column(said, justify="right" if place else "left", no_wrap=bool(place))
    for kind in result.figures.kinds:
        table.add_row(both(kind.label), f"{kind.findings:,}", f"{kind.households:,}")
    table.add_section()
    total = (f"{result.figures.findings:,}", f"{result.figures.households_with_findings:,}")
    table.add_row(say("summary.total"), *total)
    return table


def _foremost(result: "CheckResult") -> Table:
    table = Table(title=say("check.foremost"), title_justify="left", title_style="bold")
    for place, heading in enumerate(("check", "findings", "compared_of")):
        said = stacked(texts("cli")[f"check.column.{heading}"])
        table.add_column(said, justify="right" if place else "left", no_wrap=bool(place))
    found = sorted((c for c in result.papers.checks if c.findings), key=lambda c: -c.findings)
    for check_ in found[:MOST_CHECKS]:
        table.add_row(stacked(check_.indicator.label), f"{check_.findings:,}", f"{check_.judged:,}")
    return table


def _paths(result: "CheckResult") -> dict[str, str]:
    from diguan.exchange.checks import CHECKS, CORRECTIONS

    return {
        "checks": str(result.path / CHECKS),
        "corrections": f"{result.path / CORRECTIONS}",
        "round": str(result.path),
    }


def as_plain_values(result: "CheckResult") -> dict[str, Any]:
    """The same for a program."""
    record = result.record.model_dump(mode="json")
    kept = ("pack", "as_of", "region", "parameters", "confirmed", "coverage", "masking", "synthetic")
    checks = {
        c.indicator.id: {
            "findings": c.findings,
            "empty": c.empty,
            "households": c.households,
            "compared": c.judged,
            "unknown": c.unknown,
        }
        for c in result.papers.checks
    }
    return {
        "out": str(result.path),
        "paths": _paths(result),
        "findings": result.figures.findings,
        "cells": result.papers.cells,
        "perhaps_twice": result.papers.twice,
        "villages": len(result.papers.villages),
        "checks": checks,
        "counts": result.counts,
        **{name: record[name] for name in kept if name in record},
    }
