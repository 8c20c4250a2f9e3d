"""`diguan lookback`: samples of closed problems. Draw one from a seed, list what was drawn, draw one anew and compare."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from diguan.cli import console
from diguan.cli.console import say
from diguan.cli.figures_table import stacked
from diguan.cli.screen import AsJson, read_day
from diguan.cli.server import open_registry
from diguan.locale import texts

if TYPE_CHECKING:
    from diguan.domain.lookback.models import Plan

app = typer.Typer(
    help="回头看：抽取已销号的问题，列出、重抽核对 Looking back: draw closed problems, list samples, draw one anew",
    no_args_is_help=True,
)
PERCENT = 100


class Method(StrEnum):
    """How a sample is drawn."""

    RANDOM = "random"
    RISK = "risk"
    CONFIRMERS = "confirmers"


class Closing(StrEnum):
    """How a problem was closed."""

    MENDED = "mended"
    CORRECTED = "corrected"
    VERIFIED = "verified"
    ACCEPTED = "accepted"


Region = Annotated[str, typer.Option(metavar="CODE", help="区划代码 Code of the region")]
Since = Annotated[str, typer.Option("--from", metavar="DATE", help="销号的第一天 First day of the closings")]
Until = Annotated[str, typer.Option(metavar="DATE", help="销号截止日，当天不算 The day before which they were closed")]
Seed = Annotated[
    str, typer.Option(metavar="TEXT", help="种子：同一种子抽出同一样本 The same seed draws the same sample")
]
How = Annotated[Method, typer.Option(help="随机、按风险、按确认人 At random, by risk, by who confirmed")]
Size = Annotated[int | None, typer.Option(metavar="N", help="抽多少个 How many to draw")]
Margin = Annotated[
    int | None,
    typer.Option(metavar="PERCENT", help="误差不超过百分之几，代替 --size Margin in percent, instead of --size"),
]
Ways = Annotated[Closing | None, typer.Option(help="只抽这种销号方式 Closed in this way alone")]
Department = Annotated[str, typer.Option(metavar="ID", help="只抽这个部门的 Of this department alone")]
Days = Annotated[int, typer.Option(metavar="N", help="复查期限，工作日 Working days for an inspection")]
Preview = Annotated[bool, typer.Option("--preview", help="只看会抽出什么，不存 Say what would be drawn, store nothing")]


@app.command()
def draw(
    *,
    region: Region,
    since: Since,
    until: Until,
    seed: Seed,
    method: How = Method.RANDOM,
    size: Size = None,
    margin: Margin = None,
    closing: Ways = None,
    department: Department = "",
    days: Days = 20,
    preview: Preview = False,
    as_json: AsJson = False,
) -> None:
    """抽取一个样本，总体和它的指纹一起存下。Draw a sample; its population is kept with its hash.

    退出码 Exit codes: 0 完成 done · 2 拒绝执行并说明原因 refused, and why.
    """
    first, end = read_day(since), read_day(until)
    open_registry()
    from diguan.domain.lookback.actions import Wanted, draw_plan
    from diguan.domain.lookback.choices import Method as Drawn
    from diguan.domain.lookback.queries.frames import Extent
    from diguan.domain.regions.queries import region_of

    extent = Extent(region_of(region).code, first, end, department, closing or "")
    wanted = Wanted(extent, Drawn(method), seed, days, size, None if margin is None else margin / PERCENT)
    plan = draw_plan(wanted=wanted, actor=None, at=console.now(), preview=preview)
    if as_json:
        console.print_json({**_plain(plan), "preview": preview})
        return
    key = "lookback.preview" if preview else "lookback.drawn"
    console.out().print(say(key, size=f"{plan.size:,}", population=f"{plan.population:,}"), soft_wrap=True)
    console.out().print(say("lookback.hash", sha256=plan.population_sha256), soft_wrap=True)
    if plan.lapsed:
        console.out().print(say("lookback.lapsed", lapsed=f"{plan.lapsed:,}"), soft_wrap=True)


@app.command("list")
def list_(*, as_json: AsJson = False) -> None:
    """列出样本和进度，新的在前。List samples and how far they are, newest first."""
    open_registry()
    from django.utils.timezone import localdate

    from diguan.domain.lookback.queries.plans import newest_plans

    found = newest_plans(localdate(console.now()))
    if as_json:
        far = ("persisted", "rebounded", "unseen", "waiting", "late")
        rows = [{**_plain(plan), **{name: getattr(progress, name) for name in far}} for plan, progress in found]
        console.print_json({"samples": rows})
        return
    if not found:
        console.out().print(say("lookback.none"), soft_wrap=True)
        return
    table = Table(title=say("lookback.title"), title_justify="left", title_style="bold")
    for column in ("number", "region", "closed", "method", "size", "persisted", "rebounded", "unseen", "waiting"):
        table.add_column(stacked(texts("cli")[f"lookback.column.{column}"]), overflow="fold")
    for plan, progress in found:
        numbers = (progress.persisted, progress.rebounded, progress.unseen, progress.waiting)
        table.add_row(*_said(plan), *(f"{number:,}" for number in numbers))
    console.out().print(table)


@app.command()
def check(number: Annotated[int, typer.Argument(metavar="NUMBER", help="样本号 Number of the sample")]) -> None:
    """从存下的总体重抽一遍核对，再和现在的总体比。Draw a sample anew from its kept population, and compare with that of now.

    退出码 Exit codes: 0 抽得一样 the same sample · 1 抽得不一样 another one · 2 拒绝执行并说明原因 refused, and why.
    """
    open_registry()
    from diguan.domain.lookback.queries.plans import check_of, drawn_plan

    found = check_of(drawn_plan(number))
    console.out().print(say("lookback.same" if found.same_sample else "lookback.other"), soft_wrap=True)
    if not found.same_population:
        told = {"came": "、".join(found.came) or "–", "went": "、".join(found.went) or "–"}
        console.out().print(say("lookback.moved", **told), soft_wrap=True)
    raise typer.Exit(console.DONE if found.same_sample else console.DONE_WITH_REJECTED)


def _plain(plan: "Plan") -> dict[str, Any]:
    days = {name: getattr(plan, name).isoformat() for name in ("closed_from", "closed_until")}
    same = (
        "region_code",
        "department",
        "closing",
        "method",
        "seed",
        "size",
        "population",
        "population_sha256",
        "lapsed",
    )
    return {"id": plan.pk, **{name: getattr(plan, name) for name in same}, **days, "days": plan.days}


def _said(plan: "Plan") -> tuple[str, ...]:
    from diguan.domain.regions.queries import region_path

    closed = f"{plan.closed_from:%Y-%m-%d} – {plan.closed_until:%Y-%m-%d}"
    method = stacked(texts("lookback")[f"method.{plan.method}"])
    return str(plan.pk), region_path(plan.region_code), closed, method, f"{plan.size:,} / {plan.population:,}"
