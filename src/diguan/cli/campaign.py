"""`diguan campaign`: which households were seen in a campaign of visits, when, by whom, and which were not."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from diguan.cli import console
from diguan.cli.console import say
from diguan.cli.progress import shown_progress
from diguan.cli.screen import AsJson, Lang, Out, Recipient, Speech, UnableToReadOption, read_day, require_inputs

if TYPE_CHECKING:
    from diguan.exchange.campaign import Campaign

MOST_ROWS = 20
COUNTS = ("households", "open", "seen", "open_seen", "not_met", "not_visited", "unclear", "unrecorded", "to_see")


def campaign(
    folder: Annotated[Path, typer.Argument(metavar="ROUND", help="所对照的一轮 The round it is compared with")],
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="填好的走访表 Visit workbooks that were filled in")
    ],
    *,
    out: Out,
    first: Annotated[str | None, typer.Option("--from", metavar="DATE", help="大排查第一天 First day")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DATE", help="大排查最后一天 Last day")] = None,
    most_visits: Annotated[
        int,
        typer.Option(
            min=1,
            metavar="NUMBER",
            help="一人一天跨村走访多于此数即列出（工作取值） Told when one visits more in two villages a day",
        ),
    ] = 12,
    recipient: Recipient = None,
    lang: Lang = Speech.ZH,
    as_json: AsJson = False,
) -> None:
    """大排查：哪些户见到了，哪天、谁去的，哪些没有见到。Campaign: which households were seen, when, by whom, and which not.

    退出码 Exit codes: 0 完成 done · 1 有矛盾或不能用的文件 something contradicts or was not read · 2 拒绝执行 refused, and why.
    """
    from diguan.exchange.campaign import Days, cover_campaign
    from diguan.exchange.papers import Audience

    require_inputs([folder, *files])
    since, until = (None if text is None else read_day(text) for text in (first, last))
    if since and until and until < since:
        raise UnableToReadOption.of("days", first=since, last=until)
    days = Days(since, until, date.today(), most_visits)  # noqa: DTZ011  the day where the command is given
    with shown_progress(quiet=as_json) as progress:
        found = cover_campaign(
            folder, files, out, days=days, audience=Audience(lang.value, recipient, None), progress=progress
        )
    if as_json:
        console.print_json(as_plain_values(found))
    else:
        print_campaign(console.out(), found)
    raise typer.Exit(console.DONE if found.sound else console.DONE_WITH_REJECTED)


def print_campaign(terminal: Console, found: "Campaign") -> None:
    """Totals, the villages with most still to be seen, what cannot be, and where everything is."""
    if found.unseen:
        terminal.print(say("campaign.round_unseen", text=found.unseen), style="bold yellow", soft_wrap=True)
    if found.uncovered:
        named = "；".join(f"{label.zh} {label.en}" for label in found.uncovered)
        terminal.print(say("campaign.uncovered", indicators=named), soft_wrap=True)
    for name in COUNTS:
        terminal.print(f"{say(f'campaign.{name}')}: {getattr(found.whole, name):,}", soft_wrap=True)
    _print_villages(terminal, found)
    for file in found.files:
        if file.refused:
            said = f"{file.label}: {file.refused.zh} {file.refused.en}"
            terminal.print(said, style="bold yellow", soft_wrap=True)
    for odd in found.odd[:MOST_ROWS]:
        terminal.print(
            f"  {odd.household_id} {odd.detail.zh} {odd.detail.en}（{'；'.join(odd.places)}）", soft_wrap=True
        )
    if len(found.odd) > MOST_ROWS:
        terminal.print(say("campaign.more", left=len(found.odd) - MOST_ROWS), soft_wrap=True)
    for name, path in _paths(found).items():
        terminal.print(f"  {say(f'campaign.{name}_file')}: {path}", soft_wrap=True)


def _print_villages(terminal: Console, found: "Campaign") -> None:
    columns = ("village", "households", "seen", "open", "open_seen", "to_see")
    table = Table(title=say("campaign.villages"), title_justify="left", title_style="bold")
    for column in columns:
        table.add_column(say(f"campaign.{column}"), justify="left" if column == "village" else "right")
    ordered = sorted(found.villages.items(), key=lambda each: (-each[1].to_see, each[0]))
    for area, tally in ordered[:MOST_ROWS]:
        table.add_row(" ".join(area[1:]), *(f"{getattr(tally, name):,}" for name in columns[1:]))
    terminal.print(table)
    if len(ordered) > MOST_ROWS:
        terminal.print(say("campaign.more", left=len(ordered) - MOST_ROWS), soft_wrap=True)


def _paths(found: "Campaign") -> dict[str, str]:
    from diguan.exchange.campaign.covering import CAMPAIGN, TO_SEE

    return {"campaign": str(found.path / CAMPAIGN), "to_see": str(found.path / TO_SEE)}


def as_plain_values(found: "Campaign") -> dict[str, Any]:
    """The same for a program."""
    whole = found.whole
    return {
        "out": str(found.path),
        "paths": _paths(found),
        "uncovered": [{"zh": label.zh, "en": label.en} for label in found.uncovered],
        "counts": {name: getattr(whole, name) for name in COUNTS},
        "reasons": {reason.value: number for reason, number in sorted(whole.reasons.items())},
        "odd": [
            {
                "kind": odd.oddity.value,
                "household": odd.household_id,
                "on": odd.on,
                "visitors": list(odd.visitors),
                "places": list(odd.places),
            }
            for odd in found.odd
        ],
        "visitors": [{"name": v.name, "seen": len(v.seen), "days": len(v.days)} for v in found.visitors],
        "refused_files": [
            {"file": file.label, "zh": file.refused.zh, "en": file.refused.en} for file in found.files if file.refused
        ],
        "refused_cells": len(found.refused_cells),
        "round_unseen": {"zh": found.unseen.zh, "en": found.unseen.en} if found.unseen else None,
    }
