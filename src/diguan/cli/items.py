"""`diguan items`: problems into the server's ledger from outside."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from diguan.cli import console
from diguan.cli.console import say
from diguan.cli.server import open_registry

app = typer.Typer(
    help="台账：把逻辑校验的结果收入 The server's ledger: take in what a consistency check found", no_args_is_help=True
)
Folder = Annotated[
    Path, typer.Argument(metavar="FOLDER", help="diguan check 写出的文件夹 The folder that diguan check has written")
]
Region = Annotated[str, typer.Option(metavar="CODE", help="校验的区划代码 Code of the region that was checked")]
Preview = Annotated[
    bool, typer.Option("--preview", help="只看会有什么变化，不存入 Say what would change, and store nothing")
]
AsJson = Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象 Print one JSON object and nothing else")]


@app.command("from-check")
def from_check(folder: Folder, *, region: Region, preview: Preview = False, as_json: AsJson = False) -> None:
    """收入逻辑校验的结果：重算核实后逐条立项，再收一次不会重复。Open an item for each thing a check found; the same again does nothing.

    退出码 Exit codes: 0 完成 done · 2 拒绝执行并说明原因 refused, and why.
    """
    open_registry()
    from diguan.domain.ledger.actions.opening import open_from_check

    found = open_from_check(folder=folder, region_code=region, preview=preview, actor=None, at=console.now())
    opened = {name: count for name, count in asdict(found).items() if name != "older"}
    if as_json:
        console.print_json({**opened, "older": found.older, "preview": preview})
        return
    table = Table(title=say("items.preview" if preview else "items.taken"), title_justify="left", title_style="bold")
    table.add_column(say("items.what"))
    table.add_column(say("items.count"), justify="right")
    for name, count in opened.items():
        table.add_row(say(f"items.{name}"), f"{count:,}")
    console.out().print(table)
    if found.older:
        console.out().print(say("items.older"), soft_wrap=True)
