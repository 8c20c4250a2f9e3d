"""`diguan visits`: what to ask in a village. A finished round in; the fewest questions, as workbook and as page, out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from diguan.cli import console
from diguan.cli.console import say
from diguan.cli.figures_table import stacked
from diguan.cli.screen import AsJson, Lang, Recipient, Reveal, Speech, UnableToReadOption, require_inputs
from diguan.locale import texts

if TYPE_CHECKING:
    from diguan.engine.visiting.model import HouseholdVisit, VisitList
    from diguan.visits import VisitsResult

MOST_HOUSEHOLDS = 20
RoundFolder = Annotated[
    Path,
    typer.Argument(metavar="ROUND", help="diguan screen 写出的文件夹 A folder that diguan screen has written"),
]
Village = Annotated[str, typer.Option(metavar="CODE", help="村的代码或名称 Code or name of the village")]
Limit = Annotated[
    float | None,
    typer.Option(metavar="MINUTES", min=1, help="总共多少分钟，不给则全去 Minutes in all; all unless given"),
]
Out = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="走访表和打印页的文件夹，新建或空 Folder for workbook and page, new or empty"),
]
NamesFrom = Annotated[
    list[Path] | None,
    typer.Option(
        "--names", metavar="FILE", help="姓名所在的导出工作簿，可多次 Export workbook that names come from; repeatable"
    ),
]
Residents = Annotated[
    Path | None, typer.Option(metavar="FILE", help="常住人口底册，也取姓名 Resident base, for names as well")
]
PaceFile = Annotated[
    Path | None,
    typer.Option("--pace", metavar="FILE", help="本县自己的走访分钟数 Minutes of a visit, the county's own file"),
]


def visits(
    round_: RoundFolder,
    *,
    village: Village,
    limit: Limit = None,
    out: Out = None,
    names: NamesFrom = None,
    residents: Residents = None,
    pace: PaceFile = None,
    reveal: Reveal = None,
    recipient: Recipient = None,
    lang: Lang = Speech.ZH,
    as_json: AsJson = False,
) -> None:
    """走访：一个村里最少问哪些事就能定结论，重点户在前。Visits: the fewest questions that decide in a village.

    姓名不在一轮里，用 --names 给出原工作簿才有。A round holds no names: give the workbooks with --names.

    退出码 Exit codes: 0 完成 done · 2 拒绝执行并说明原因 refused, and why.
    """
    from diguan.visits import list_visits

    require_inputs([*(names or []), *([residents] if residents else []), *([pace] if pace else [])])
    if reveal is not None and not reveal.strip():
        raise UnableToReadOption.of("reveal")
    result = list_visits(
        round_,
        village,
        limit=limit,
        out=out,
        names=names or [],
        residents=residents,
        reveal=reveal,
        recipient=recipient,
        language=lang.value,
        pace=pace,
    )
    if as_json:
        console.print_json(as_plain_values(result))
    else:
        print_visits(console.out(), result, reveal)


def print_visits(terminal: Console, result: "VisitsResult", reveal: str | None) -> None:
    """Totals, what was saved, the first households, and where the papers are."""
    plan = result.plan
    numbers = {"households": len(plan.visits), "questions": plan.questions, "minutes": f"{plan.minutes:g}"}
    terminal.print(say("visits.title", region=plan.region, as_of=plan.as_of.isoformat()), style="bold", soft_wrap=True)
    terminal.print(say("visits.total", **numbers), soft_wrap=True)
    if plan.later:
        terminal.print(say("visits.later", later=len(plan.later), limit=f"{plan.limit:g}"), soft_wrap=True)
    terminal.print(say("visits.others", decided=plan.decided, closed=len(plan.closed)), soft_wrap=True)
    terminal.print(_households(plan))
    for line in _savings(plan):
        terminal.print(line, soft_wrap=True)
    if reveal is not None:
        terminal.print(say("summary.revealed", reason=reveal), style="bold red", soft_wrap=True)
    if result.path is not None:
        terminal.print(say("summary.results"), style="bold")
        for name, path in _paths(result.path).items():
            terminal.print(f"  {say(f'visits.{name}')}: {path}", soft_wrap=True)


def _households(plan: "VisitList") -> Table:
    table = Table(title=say("visits.first"), title_justify="left", title_style="bold")
    for place, heading in enumerate(("household", "focus", "unmet", "unknown", "questions", "minutes")):
        said = stacked(texts("cli")[f"visits.column.{heading}"])
        table.add_column(said, justify="left" if place < 2 else "right", no_wrap=place == 0)  # noqa: PLR2004
    for visit in plan.visits[:MOST_HOUSEHOLDS]:
        table.add_row(*_row(plan, visit))
    return table


def _row(plan: "VisitList", visit: "HouseholdVisit") -> tuple[str, ...]:
    focus = stacked(plan.focus_labels[visit.focus]) if visit.focus else ""
    numbers = (str(visit.unmet), str(visit.unknown), str(len(visit.questions)), f"{visit.minutes:g}")
    return (visit.household_id, focus, *numbers)


def _savings(plan: "VisitList") -> list[str]:
    saved, effort = plan.saved, plan.effort
    lines = []
    if saved.full_form:
        shares = {"full_share": f"{saved.asked / saved.full_form:.1%}"}
        if saved.standard_form:
            shares["standard_share"] = f"{saved.asked / saved.standard_form:.1%}"
            lines.append(
                say(
                    "visits.saved",
                    asked=saved.asked,
                    first=saved.first,
                    full=f"{saved.full_form:,}",
                    standard=f"{saved.standard_form:,}",
                    **shares,
                )
            )
    if effort.exact:
        ratio = f"{effort.greedy / effort.exact:.3f}"
        lines.append(
            say(
                "visits.effort",
                parts=effort.parts,
                beyond=effort.beyond,
                greedy=effort.greedy,
                exact=effort.exact,
                ratio=ratio,
            )
        )
    return lines


def _paths(folder: Path) -> dict[str, str]:
    from diguan.exchange.visits import VISITS_PAGE, VISITS_WORKBOOK

    return {"workbook": str(folder / VISITS_WORKBOOK), "page": str(folder / VISITS_PAGE)}


def as_plain_values(result: "VisitsResult") -> dict[str, Any]:
    """The same for a program: every question of every household."""
    plan = result.plan
    ratio = plan.effort.greedy / plan.effort.exact if plan.effort.exact else None
    return {
        "list": plan.id,
        "region": plan.region,
        "as_of": plan.as_of.isoformat(),
        "limit": plan.limit,
        "households": len(plan.visits),
        "questions": plan.questions,
        "minutes": plan.minutes,
        "later": [v.household_id for v in plan.later],
        "decided": plan.decided,
        "closed": [v.household_id for v in plan.closed],
        "saved": {
            "asked": plan.saved.asked,
            "first": plan.saved.first,
            "full_form": plan.saved.full_form,
            "standard_form": plan.saved.standard_form,
        },
        "greedy_against_exact": {
            "parts": plan.effort.parts,
            "beyond": plan.effort.beyond,
            "greedy": plan.effort.greedy,
            "exact": plan.effort.exact,
            "ratio": ratio,
        },
        "visits": [_visit(visit) for visit in plan.visits],
        "paths": {} if result.path is None else _paths(result.path),
    }


def _visit(visit: "HouseholdVisit") -> dict[str, Any]:
    return {
        "household": visit.household_id,
        "focus": visit.focus,
        "unmet": visit.unmet,
        "unknown": visit.unknown,
        "minutes": visit.minutes,
        "questions": [
            {
                "person": q.person_id,
                "field": q.field.name,
                "indicators": list(q.indicators),
                "reason": q.reason,
                "first": q.first,
            }
            for q in visit.questions
        ],
    }
