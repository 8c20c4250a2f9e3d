"""`diguan answers`: filled-in visit workbooks in; the facts they complete, judged anew, out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from diguan.cli import console
from diguan.cli.console import say
from diguan.cli.progress import shown_progress
from diguan.cli.screen import (
    AsJson,
    Confirm,
    Lang,
    Out,
    Recipient,
    Speech,
    read_confirmations,
    read_day,
    require_inputs,
)
from diguan.cli.visits import RoundFolder

if TYPE_CHECKING:
    from diguan.visits import AnswersResult

MOST_REFUSED = 10
Files = Annotated[
    list[Path],
    typer.Argument(metavar="FILE...", help="填好的走访工作簿，可多个 Filled-in visit workbooks, one or several"),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        help="新的判定日，不给则同原来一轮 New day of judgement; that of the round unless given",
    ),
]

WriteBack = Annotated[
    bool,
    typer.Option(
        "--write-back",
        help="写出国家系统回填清单：看到的、导出表不同或没写的 Write the list for the national system: what was seen and it says otherwise",
    ),
]


def answers(
    round_: RoundFolder,
    files: Files,
    *,
    out: Out,
    as_of: AsOf = None,
    confirm: Confirm = None,
    recipient: Recipient = None,
    lang: Lang = Speech.ZH,
    write_back: WriteBack = False,
    as_json: AsJson = False,
) -> None:
    """答复：读回填好的走访表，补全事实，按同一标准重新判定。Answers: fold filled-in visits into a round, judge it anew.

    原来一轮不变；矛盾的答复不采用，列在 rejected.xlsx。The old round stays as it is; contradictory answers are listed, not used.

    退出码 Exit codes: 0 完成 done · 1 有未收或矛盾的答复 some answers not taken · 2 拒绝执行并说明原因 refused, and why.
    """
    from diguan.visits import take_answers

    day = None if as_of is None else read_day(as_of)
    require_inputs(files)
    with shown_progress(quiet=as_json) as progress:
        result = take_answers(
            round_,
            files,
            out=out,
            as_of=day,
            confirm=read_confirmations(confirm or []),
            recipient=recipient,
            language=lang.value,
            write_back=write_back,
            progress=progress,
        )
    if as_json:
        console.print_json(as_plain_values(result))
    else:
        print_answers(console.out(), result)
    unsettled = result.not_taken.refused or result.not_taken.conflicts
    raise typer.Exit(console.DONE_WITH_REJECTED if unsettled else console.DONE)


def print_answers(terminal: Console, result: "AnswersResult") -> None:
    """What was read and what became of it, then the new round as a screening prints it."""
    for note in result.reading.notes:
        terminal.print(f"{note.zh} {note.en}", soft_wrap=True)
    terminal.print(say("answers.read", **_counts(result)), style="bold", soft_wrap=True)
    terminal.print(say("answers.became", **_counts(result)), soft_wrap=True)
    if result.reading.ungraded:
        terminal.print(say("answers.ungraded", count=result.reading.ungraded), soft_wrap=True)
    for refused in result.not_taken.refused[:MOST_REFUSED]:
        place = "!".join(part for part in (refused.place.file, refused.place.sheet, refused.place.cell) if part)
        terminal.print(
            f"  {place}：{refused.reason.zh} {refused.reason.en}；{refused.expected.zh} {refused.expected.en}",
            style="yellow",
            soft_wrap=True,
        )
    if result.not_taken:
        from diguan.exchange.papers import REJECTED

        terminal.print(say("answers.rejected", path=result.path / REJECTED), style="bold yellow", soft_wrap=True)
    if result.write_back is not None:
        from diguan.exchange.visits.write_back import NAME

        terminal.print(say("answers.write_back", **_going(result), path=result.path / NAME), soft_wrap=True)
    from diguan.cli.summary import print_summary

    print_summary(terminal, result)


def _going(result: "AnswersResult") -> dict[str, int]:
    back = result.write_back
    return {"cells": len(back.going) if back else 0, "left": len(back.staying) if back else 0}


def _counts(result: "AnswersResult") -> dict[str, int]:
    folded, reading = result.folded, result.reading
    return {
        "files": len(reading.files),
        "answers": len(reading.answers),
        "unanswered": reading.unanswered,
        "used": folded.used,
        "agrees": folded.agrees,
        "again": folded.again,
        "conflicts": len(result.not_taken.conflicts),
        "overruled": len(result.not_taken.overruled),
        "refused": len(result.not_taken.refused),
    }


def as_plain_values(result: "AnswersResult") -> dict[str, Any]:
    """The same for a program."""
    from diguan.cli.summary import as_plain_values as round_values

    refused = [
        {
            "file": r.place.file,
            "sheet": r.place.sheet,
            "cell": r.place.cell,
            "household": r.household_id,
            "person": r.person_id,
            "value": r.value,
            "reason": {"zh": r.reason.zh, "en": r.reason.en},
            "expected": {"zh": r.expected.zh, "en": r.expected.en},
        }
        for r in result.not_taken.refused
    ]
    conflicts = [
        {"household": d.key[1], "person": d.key[2], "field": d.key[3], "places": [_place(a.place) for a in d.answers]}
        for d in result.not_taken.conflicts
    ]
    own = {"answers": _counts(result), "refused": refused, "conflicts": conflicts}
    if result.write_back is not None:
        own["write_back"] = _going(result)
    return {**round_values(result), **own}


def _place(place: Any) -> str:  # noqa: ANN401  a CellPlace, whose module the command line need not load
    return "!".join(part for part in (place.file, place.sheet, place.cell) if part)
