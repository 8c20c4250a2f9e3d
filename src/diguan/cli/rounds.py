"""`diguan rounds`: rounds over the registry. Run one, watch it, list what there was."""

import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from diguan.cli import console
from diguan.cli.console import say
from diguan.cli.figures_table import both, stacked
from diguan.cli.progress import Report, shown_progress
from diguan.cli.screen import AsJson, Confirm, read_day
from diguan.cli.server import open_registry
from diguan.engine.documents import Label
from diguan.locale import texts

if TYPE_CHECKING:
    from diguan.domain.jobs.models import Job
    from diguan.domain.screening.models import Round

app = typer.Typer(help="对登记册筛查。Rounds over the registry.", no_args_is_help=True)
LOOK_AGAIN_SECONDS = 0.5
MOST_LISTED = 50
Standard = Annotated[str, typer.Option(metavar="PACK", help="标准编号 Id of the standard")]
AsOf = Annotated[str, typer.Option("--as-of", metavar="DATE", help="判定日 Day of judgement")]
Region = Annotated[str, typer.Option(metavar="CODE", help="区划代码 Code of the region")]


class UnableToFinishRound(Exception):
    """The job of a round failed or was cancelled; `problems` says why."""

    def __init__(self, problems: list[Label]) -> None:
        self.problems = problems
        super().__init__("\n".join(f"{p.zh}\n{p.en}" for p in problems))


@app.command()
def run(
    *,
    standard: Standard,
    as_of: AsOf,
    region: Region,
    confirm: Confirm = None,
    retrospective: Annotated[
        bool, typer.Option("--retrospective", help="允许使用晚于判定日的事实 Use facts later than the as-of date")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """对登记册的一个区划筛查一轮，直到结束。Run a round over a region of the registry, to its end.

    退出码 Exit codes: 0 完成 done · 2 拒绝执行并说明原因 refused, and why.
    """
    day = read_day(as_of)
    open_registry()
    from django.utils import timezone

    from diguan.domain.regions.queries import region_of
    from diguan.domain.screening.actions import request_round
    from diguan.domain.screening.choices import Wanted

    wanted = Wanted(standard, day, region_of(region).code, tuple(confirm or ()), retrospective)
    job = request_round(wanted=wanted, viewer=None, at=timezone.now())
    with shown_progress(quiet=as_json) as progress:
        _bring_to_its_end(job, progress)
    _tell(job, as_json=as_json)


def _bring_to_its_end(job: "Job", progress: Report) -> None:
    """Work on the queue until this job has ended, here or in another worker, telling how far it is."""
    from diguan.domain.jobs.choices import ENDED
    from diguan.tasks.handlers import handlers
    from diguan.tasks.worker import Worker

    worker = Worker(handlers())
    thread = threading.Thread(target=_work, args=(worker,), daemon=True)
    thread.start()
    try:
        while job.state not in ENDED:
            worker.stop.wait(LOOK_AGAIN_SECONDS)
            job.refresh_from_db()
            if job.stage:
                progress(job.stage, job.done, job.total)
    except KeyboardInterrupt:
        _cancel(job)
        raise
    finally:
        worker.stop.set()
        thread.join()


def _cancel(job: "Job") -> None:
    """Whoever interrupts the command means the round; one that has just ended stays as it is."""
    from django.utils import timezone

    from diguan.domain.jobs.actions import UnableToCancelJob, ask_to_cancel

    with suppress(UnableToCancelJob):
        ask_to_cancel(job_id=job.pk, actor=None, at=timezone.now())


def _work(worker: Any) -> None:  # noqa: ANN401  the worker is imported when a command runs
    from django.db import connection

    try:
        worker.run()
    finally:
        connection.close()


def _tell(job: "Job", *, as_json: bool) -> None:
    from diguan.domain.jobs.choices import State
    from diguan.domain.screening.models import Round
    from diguan.domain.screening.queries import folder_of

    if job.state != State.DONE:
        problems = job.outcome.get("problems", [{"zh": "已取消", "en": "cancelled"}])
        raise UnableToFinishRound([Label(p["zh"], p["en"]) for p in problems])
    round_ = Round.objects.get(pk=job.outcome["round"])
    if as_json:
        console.print_json({**job.outcome, "folder": str(folder_of(round_))})
        return
    console.out().print(_table([round_]))
    console.out().print(say("rounds.folder", path=folder_of(round_)), soft_wrap=True)


@app.command("list")
def list_(*, as_json: AsJson = False) -> None:
    """列出登记册的各轮，新的在前。List the rounds over the registry, newest first."""
    open_registry()
    from diguan.domain.screening.models import Round
    from diguan.domain.screening.queries import folder_of

    found = list(Round.objects.order_by("-id")[:MOST_LISTED])
    if as_json:
        console.print_json({"rounds": [{**_plain(r), "folder": str(folder_of(r))} for r in found]})
    elif not found:
        console.out().print(say("rounds.none"), soft_wrap=True)
    else:
        console.out().print(_table(found))


def _plain(round_: "Round") -> dict[str, Any]:
    return {
        "id": round_.pk,
        "standard": round_.standard,
        "version": round_.version,
        "as_of": round_.as_of.isoformat(),
        "region_code": round_.region_code,
        "households": round_.counts["households"],
        "findings": sum(round_.counts["findings"].values()),
    }


def _table(found: "list[Round]") -> Table:
    from diguan.domain.regions.queries import region_path

    table = Table(title=say("rounds.title"), title_justify="left", title_style="bold")
    for column in ("number", "standard", "as_of", "region", "households", "findings"):
        table.add_column(stacked(texts("cli")[f"rounds.column.{column}"]), no_wrap=column == "as_of")
    for round_ in found:
        plain = _plain(round_)
        standard = both(Label(round_.label["zh"], round_.label["en"]))
        numbers = (f"{plain['households']:,}", f"{plain['findings']:,}")
        table.add_row(str(round_.pk), standard, plain["as_of"], region_path(round_.region_code), *numbers)
    return table
