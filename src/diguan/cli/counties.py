"""`diguan counties`: a whole country, one round a county."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from diguan.cli import console
from diguan.cli.progress import shown_progress
from diguan.cli.screen import (
    AsJson,
    AsOf,
    Confirm,
    Lang,
    Recipient,
    Speech,
    Standard,
    read_confirmations,
    read_day,
    require_inputs,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diguan.exchange.counties import PartResult

Tables = Annotated[
    Path,
    typer.Argument(
        metavar="FOLDER", help="放 Parquet 普通表格的文件夹：households、persons 等 Folder of plain tables as Parquet"
    ),
]
Out = Annotated[
    Path,
    typer.Option(
        metavar="DIR", help="每县一轮，写在这里；中断后再运行即接着做 A round a county; run again to go on after an end"
    ),
]
Jobs = Annotated[int, typer.Option(min=1, max=64, help="同时判几个县 Counties judged side by side")]
Digits = Annotated[
    int,
    typer.Option(
        min=1, max=12, help="按村编码的前几位分 Leading letters and digits of a village's code that name a part"
    ),
]


def counties(
    tables: Tables,
    *,
    standard: Standard,
    as_of: AsOf,
    out: Out,
    confirm: Confirm = None,
    jobs: Jobs = 1,
    digits: Digits = 6,
    recipient: Recipient = None,
    lang: Lang = Speech.ZH,
    as_json: AsJson = False,
) -> None:
    """逐县筛查：全国、全区的表格按县拆开，每县一轮，内存只需一个县的。Screen a country county by county, in the memory of one.

    退出码 Exit codes: 0 完成 done · 1 有退回的行或被拒绝的县 with rejected rows or refused counties · 2 拒绝执行 refused, and why.
    """
    from diguan.national import screen_counties

    day, confirmations = read_day(as_of), read_confirmations(confirm or [])
    require_inputs([tables])
    with shown_progress(quiet=as_json) as progress:
        found = screen_counties(
            tables,
            standard=standard,
            as_of=day,
            out=out,
            confirm=confirmations,
            jobs=jobs,
            digits=digits,
            language=lang.value,
            recipient=recipient,
            progress=progress,
        )
    if as_json:
        console.print_json(as_values(found, out))
    else:
        show(found, out)
    flawed = any(result.refused or result.counted["rejected_rows"] for result in found)
    raise typer.Exit(console.DONE_WITH_REJECTED if flawed else console.DONE)


def as_values(found: "Sequence[PartResult]", out: Path) -> dict[str, object]:
    """Everything as plain values."""
    from diguan.exchange.counties.results import whole

    return {
        "folder": str(out),
        "parts": [{"part": r.part, "name": r.name, **r.counted, "refused": r.refused} for r in found],
        "indicators": {indicator: tally.parts() for indicator, tally in whole(found).items()},
    }


def show(found: "Sequence[PartResult]", out: Path) -> None:
    """Print the sums, the verdicts of all parts together, and what was refused."""
    from diguan.exchange.counties.results import COUNTED, whole

    page = console.out()
    table = Table(title=console.say("counties.title"), title_justify="left")
    table.add_column(console.say("counties.what"), overflow="fold")
    table.add_column(console.say("counties.count"), justify="right", no_wrap=True)
    table.add_row(console.say("counties.parts"), f"{len(found):,}")
    for name in COUNTED:
        table.add_row(console.say(f"counties.{name}"), f"{sum(r.counted.get(name, 0) for r in found):,}")
    page.print(table)
    verdicts = Table(title=console.say("counties.verdicts"), title_justify="left")
    verdicts.add_column(console.say("counties.indicator"), overflow="fold")
    for name in ("met", "unmet", "unknown", "not_applicable"):
        verdicts.add_column(console.say(f"counties.{name}"), justify="right", no_wrap=True)
    for indicator, tally in whole(found).items():
        counts = (tally.met, tally.unmet, tally.unknown, tally.not_applicable)
        verdicts.add_row(indicator, *(f"{count:,}" for count in counts))
    page.print(verdicts)
    for result in found:
        if result.refused:
            page.print(f"{result.part} {result.name}: {result.refused[0]}\n  {result.refused[1]}", soft_wrap=True)
    page.print(console.say("counties.written", folder=out), soft_wrap=True)
