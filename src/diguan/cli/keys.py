"""`diguan keys`: the keys that identifiers are sealed under; a new one, and everything sealed anew under it."""

from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.table import Table

from diguan.cli import console
from diguan.cli.progress import shown_progress
from diguan.cli.server import open_registry
from diguan.cli.server_words import said, tell

app = typer.Typer(
    help="证件号码的密钥：查看、更换、重新加密 Keys of identifiers: list, add, seal anew", no_args_is_help=True
)
AsJson = Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象 Print one JSON object and nothing else")]


@app.command("list")
def list_(*, as_json: AsJson = False) -> None:
    """有哪些密钥，各有多少行。Which keys there are, and how many rows lie under each.

    退出码 Exit codes: 0 完成 done · 2 有行的密钥不在文件里 a key that rows need is not in the file.
    """
    open_registry()
    from diguan.domain.registry.actions.resealing import keys_in_use

    found = keys_in_use()
    missing = any(use.missing for use in found)
    if as_json:
        console.print_json({"keys": [{"number": u.number, "current": u.current, "rows": u.rows} for u in found]})
    else:
        table = Table()
        for name in ("number", "state", "rows"):
            table.add_column(said(f"keys.{name}"), justify="right" if name == "rows" else "left")
        for use in found:
            state = "missing" if use.missing else "current" if use.current else "older"
            table.add_row(str(use.number), said(f"keys.{state}"), f"{use.rows:,}")
        console.out().print(table)
    raise typer.Exit(console.REFUSED if missing else console.DONE)


@app.command()
def add() -> None:
    """增加一把密钥，从此用它加密；请立即另存密钥文件。Add a key that seals from now on; back the file of keys up at once."""
    open_registry()
    from diguan.domain.registry.actions.resealing import begin_new_key

    number = begin_new_key(actor=None, at=datetime.now(UTC))
    tell(console.out(), "keys.added", number=number)


@app.command()
def reseal(*, as_json: AsJson = False) -> None:
    """把旧密钥下的全部重新加密；中断后再运行即接着做。Seal anew what lies under older keys; interrupted, run it again.

    退出码 Exit codes: 0 完成 done · 2 密钥缺失或密文被改动 a key is missing, or bytes were changed.
    """
    open_registry()
    from diguan.domain.registry.actions.resealing import reseal_identifiers

    with shown_progress(quiet=as_json) as progress:
        count = reseal_identifiers(actor=None, at=datetime.now(UTC), progress=progress)
    if as_json:
        console.print_json({"rows": count})
    else:
        tell(console.out(), "keys.resealed", count=count)
