"""`diguan ledger`: workbooks out to villages and departments, filled in, merged by cell, carried over to a new round."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from diguan.cli import console
from diguan.cli.progress import shown_progress
from diguan.cli.screen import require_inputs

if TYPE_CHECKING:
    from diguan.exchange.roundtrip import Carried, Merged

app = typer.Typer(
    help="台账往返：拆分下发、收回合并、带入新一轮 The ledger out and back: split, merge, carry over",
    no_args_is_help=True,
)


class By(StrEnum):
    """Whom the workbooks go to."""

    VILLAGE = "village"
    TOWNSHIP = "township"
    DEPARTMENT = "department"


Ledger = Annotated[
    Path,
    typer.Argument(
        metavar="LEDGER",
        help="台账 ledger.xlsx、更正清单 corrections.xlsx 或一轮的文件夹 A ledger, corrections, or the folder of a round",
    ),
]
Out = Annotated[Path, typer.Option(metavar="DIR", help="结果文件夹，新建或空 Folder of the result, new or empty")]
AsJson = Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象 Print one JSON object and nothing else")]


@app.command()
def split(
    ledger: Ledger,
    *,
    by: Annotated[By, typer.Option(help="按村、乡镇或部门拆分 One workbook for each of these")],
    out: Out,
    as_json: AsJson = False,
) -> None:
    """拆分：每村（乡镇、部门）一个工作簿，写明接收人。Split: one workbook for each village, township or department.

    退出码 Exit codes: 0 完成 done · 2 拒绝执行并说明原因 refused, and why.
    """
    from diguan.cli.ledger_text import print_parts
    from diguan.exchange.roundtrip import split_ledger

    require_inputs([ledger])
    with shown_progress(quiet=as_json) as progress:
        parts = split_ledger(ledger, by.value, out, progress)
    if as_json:
        listed = [{"file": p.file, "group": p.group, "rows": p.rows, "filled": p.filled} for p in parts]
        console.print_json({"out": str(out), "parts": listed})
    else:
        print_parts(console.out(), out, parts)


@app.command()
def merge(
    ledger: Ledger,
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="填好交回的工作簿，次序不限 Workbooks that came back, in any order"),
    ],
    *,
    out: Out,
    apply: Annotated[
        bool,
        typer.Option(
            "--apply", help="写出合并后的台账；不给时只出差异报告 Write the merged ledger, not only the report"
        ),
    ] = False,
    write_back: Annotated[
        bool,
        typer.Option(
            "--write-back",
            help="更正清单：写出国家系统回填清单 Of a list of corrections: write the list for the national system",
        ),
    ] = False,
    decisions: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="填了取舍的差异报告 differences.xlsx with its choices filled in"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """合并：逐格比较交回的工作簿，先出差异报告；矛盾不覆盖。Merge: compare what came back cell by cell, report first.

    退出码 Exit codes: 0 完成 done · 1 有矛盾、退回的格或不能用的文件 conflicts, rejected cells or files · 2 拒绝执行 refused, and why.
    """
    from diguan.cli.ledger_text import merged_values, print_merged
    from diguan.exchange.roundtrip import merge_ledger

    require_inputs([ledger, *files, *([decisions] if decisions else [])])
    with shown_progress(quiet=as_json) as progress:
        merged = merge_ledger(
            ledger, files, out, apply=apply, decisions=decisions, progress=progress, write_back=write_back
        )
    _tell(merged, print_merged, merged_values, as_json=as_json)
    raise typer.Exit(console.DONE if merged.whole else console.DONE_WITH_REJECTED)


@app.command()
def carry(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="填过的旧台账 The ledger that was filled in")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="新一轮的文件夹 Folder of the new round")],
    *,
    out: Out,
    as_json: AsJson = False,
) -> None:
    """带入：责任人、进展、证据随同一问题带入新一轮的台账。Carry: owner, progress, evidence follow the same problem into a new round.

    纸面上填为已办的，新一轮仍判为问题的照样留在台账。What is called done on paper stays as long as the new round says so.
    """
    from diguan.cli.ledger_text import carried_values, print_carried
    from diguan.exchange.roundtrip import carry_ledger

    require_inputs([old, new])
    with shown_progress(quiet=as_json) as progress:
        carried = carry_ledger(old, new, out, progress)
    _tell(carried, print_carried, carried_values, as_json=as_json)


def _tell(result: "Merged | Carried", show: Any, values: Any, *, as_json: bool) -> None:  # noqa: ANN401  two pairs alike
    if as_json:
        console.print_json(values(result))
    else:
        show(console.out(), result)
