"""`diguan load`: workbooks, rosters and the resident base into the registry."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from diguan.cli import console
from diguan.cli.console import say
from diguan.cli.progress import shown_progress
from diguan.cli.screen import AsJson, Inputs, Residents, Rosters, read_day, read_rosters, require_inputs
from diguan.cli.server import open_registry

if TYPE_CHECKING:
    from diguan.domain.registry.actions.loading import LoadOutcome

AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="列表按哪一天显示，默认今天 Day that lists show; today unless given"),
]
Region = Annotated[
    str | None,
    typer.Option(metavar="CODE", help="全部数据所在的区划（代码或名称） Region that holds every row: code or name"),
]
Preview = Annotated[
    bool, typer.Option("--preview", help="只看会有什么变化，不存入 Say what would change, and store nothing")
]
Rejected = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="读不出的行和单元格写到这里 Workbook of the rows and cells that could not be read"
    ),
]


Purpose = Annotated[
    str,
    typer.Option(
        metavar="TEXT",
        help="部门交来名单和底册的用途，记录在案 For what rosters and base were handed over; goes on record",
    ),
]


def load(
    inputs: Inputs,
    *,
    residents: Residents = None,
    roster: Rosters = None,
    as_of: AsOf = None,
    region: Region = None,
    preview: Preview = False,
    rejected: Rejected = None,
    purpose: Purpose = "",
    as_json: AsJson = False,
) -> None:
    """导入：把工作簿、名单和底册存入登记册，同一份只存一次。Load: store workbooks, rosters, the resident base in the registry, once.

    填好的走访表也这样交，自动识别。Filled-in visit workbooks are given in the same way and known by themselves.

    退出码 Exit codes: 0 完成 done · 1 完成但有退回的行 done, with rejected rows · 2 拒绝执行并说明原因 refused, and why.
    """
    now = datetime.now(UTC)
    day = read_day(as_of) if as_of else now.astimezone().date()
    rosters = read_rosters(roster or [])
    require_inputs([*inputs, *([residents] if residents else []), *rosters.values()])
    open_registry()
    from diguan.domain.registry.actions.loading import Files, load_files

    files = Files(inputs, day, residents, rosters, region, rejected, purpose=purpose)
    with shown_progress(quiet=as_json) as progress:
        outcome = load_files(files=files, preview=preview, actor=None, at=now, progress=progress)
    if as_json:
        console.print_json(outcome.counts)
    else:
        _print(outcome)
    raise typer.Exit(console.DONE_WITH_REJECTED if outcome.left_out else console.DONE)


def _print(outcome: "LoadOutcome") -> None:
    out = console.out()
    if outcome.answers or outcome.unanswered or outcome.refused_answers:
        counts = {name: getattr(outcome, name) for name in ("answers", "unanswered", "refused_answers")}
        out.print(say("load.visits", **counts), soft_wrap=True)
    if not outcome.stored:
        out.print(
            say("load.nothing" if outcome.known else "load.no_answers", files="、".join(outcome.known)), soft_wrap=True
        )
        return
    out.print(say("load.preview" if outcome.preview else "load.stored", region=outcome.region_code), soft_wrap=True)
    table = Table()
    for key in ("what", "added", "changed", "gone"):
        table.add_column(say(f"load.{key}"), justify="left" if key == "what" else "right")
    for key, found in (("households", outcome.households), ("persons", outcome.persons)):
        table.add_row(say(f"load.{key}"), *(f"{n:,}" for n in (found.added, found.changed, found.gone)))
    out.print(table)
    for name in ("known", "replaced"):
        if files := getattr(outcome, name):
            out.print(say(f"load.{name}", files="、".join(files)), soft_wrap=True)
    for receipt in outcome.receipts:
        counts = {"label": receipt.label, "rows": f"{receipt.rows:,}", "hits": f"{receipt.hits:,}"}
        key = "load.receipt" if outcome.purpose else "load.receipt_unstated"
        out.print(say(key, purpose=outcome.purpose, **counts), soft_wrap=True)
    for name in ("observations", "conflicts", "contradictions", "rejected_rows", "damaged_cells"):
        if count := getattr(outcome, name):
            out.print(say(f"load.{name}", count=f"{count:,}"), soft_wrap=True)
