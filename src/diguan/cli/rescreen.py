"""`diguan rescreen`: only the villages that have changed since a round."""

from pathlib import Path
from typing import Annotated

import typer

from diguan.cli import console
from diguan.cli.arrow import load_arrow
from diguan.cli.progress import shown_progress
from diguan.cli.screen import AsJson, JudgedBy, Lang, Recipient, Speech, require_inputs

Tables = Annotated[
    Path,
    typer.Argument(
        metavar="FOLDER",
        help="放 Parquet 普通表格的文件夹，是现在的样子 Folder of plain tables as Parquet, as they are now",
    ),
]
Earlier = Annotated[
    Path,
    typer.Option(
        metavar="ROUND",
        help="接着哪一轮（文件夹）；标准、判定日、确认值同它 Folder of the round to go on from; its standard, day, values",
    ),
]
Changed = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="变化清单：CSV，列 village_code 或 household_id；没写的视为未变 What has changed: CSV with village_code or household_id",
    ),
]
Was = Annotated[
    Path | None,
    typer.Option(
        metavar="FOLDER",
        help="变化之前的表（上一轮的原文件）：逐行比较，不给清单就由它找出变化 Tables as they were: rows are compared, changes found",
    ),
]
Out = Annotated[
    Path,
    typer.Option(
        metavar="DIR", help="结果文件夹，只含变化的村 Folder of the result; it holds the changed villages alone"
    ),
]
EngineChoice = Annotated[
    JudgedBy, typer.Option("--engine", help="由哪个引擎判定；结果相同 Which back end judges; the result is the same")
]


def rescreen(
    tables: Tables,
    *,
    since: Earlier,
    out: Out,
    changed: Changed = None,
    was: Was = None,
    recipient: Recipient = None,
    lang: Lang = Speech.ZH,
    engine: EngineChoice = JudgedBy.DUCKDB,
    as_json: AsJson = False,
) -> None:
    """只重判变化的村：接着上一轮，没变的不读不写。Judge anew only the villages that have changed since a round.

    与上一轮合成完整的一轮：diguan round join。One whole round of both: diguan round join.

    退出码 Exit codes: 0 完成 done · 1 完成但有退回的行 done, with rejected rows · 2 拒绝执行并说明原因 refused, and why.
    """
    if engine is not JudgedBy.SPARK:
        load_arrow()
    import diguan
    from diguan.cli.summary import as_plain_values, print_summary

    require_inputs([tables, since, *(path for path in (changed, was) if path is not None)])
    with shown_progress(quiet=as_json) as progress:
        result = diguan.rescreen(
            tables,
            since=since,
            changed=changed,
            was=was,
            out=out,
            recipient=recipient,
            language=lang.value,
            engine=engine.value,
            progress=progress,
        )
    if as_json:
        console.print_json(as_plain_values(result))
    else:
        print_summary(console.out(), result)
        console.out().print(console.say("rescreen.part", since=since, out=out), soft_wrap=True)
    raise typer.Exit(console.DONE_WITH_REJECTED if result.figures.rejected_rows else console.DONE)
