"""`diguan evidence`: files of evidence that no row knows, shown and cleared away."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from diguan.cli import console
from diguan.cli.server import open_registry
from diguan.cli.server_words import said, tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diguan.domain.evidence.actions import Unknown

app = typer.Typer(
    help="证据材料的文件：清理无主文件 Files of evidence: clear away what belongs to nothing", no_args_is_help=True
)
SHOWN = 20
By = Annotated[
    str, typer.Option("--by", metavar="USERNAME", help="谁清理：登录名，记入审计 Who clears: sign-in name, on record")
]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="为什么清理，记入审计 Why, on record")]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="只列出会清理什么，不动文件 Say what would go, and touch nothing")
]
AsJson = Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象 Print one JSON object and nothing else")]


@app.command()
def forget(*, by: By, reason: Reason, dry_run: DryRun = False, as_json: AsJson = False) -> None:
    """清理无主文件：交来一天以后仍不属于任何材料的文件。Clear away files that belong to no evidence a day after they came.

    退出码 Exit codes: 0 完成 done · 2 拒绝执行并说明原因 refused, and why.
    """
    open_registry()
    from diguan.domain.accounts.queries import account_named
    from diguan.domain.evidence.actions import forget_unknown_files, unknown_files

    actor, at = account_named(by).pk, console.now()
    found = unknown_files(at=at) if dry_run else forget_unknown_files(reason=reason, actor=actor, at=at)
    size = sum(file.size for file in found)
    if as_json:
        files = [{"path": file.path, "size": file.size, "since": file.since.isoformat()} for file in found]
        console.print_json({"removed": not dry_run, "bytes": size, "files": files})
        return
    if found:
        console.out().print(_table(found[:SHOWN]))
    key = "none" if not found else "would_go" if dry_run else "gone"
    tell(console.out(), f"evidence.{key}", count=f"{len(found):,}", size=f"{size:,}")


def _table(found: "Sequence[Unknown]") -> Table:
    table = Table()
    for name in ("path", "size", "since"):
        table.add_column(said(f"evidence.{name}"), justify="right" if name == "size" else "left")
    for file in found:
        table.add_row(file.path, f"{file.size:,}", f"{file.since:%Y-%m-%d %H:%M} UTC")
    return table
