"""`diguan audit`: verify the record of acts, write down a checkpoint of it."""

from pathlib import Path
from typing import Annotated

import typer

from diguan.cli import console
from diguan.cli.server import open_registry
from diguan.cli.server_words import tell

app = typer.Typer(
    help="审计记录：核验、导出检查点 The record of acts: verify, export a checkpoint", no_args_is_help=True
)

AsJson = Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象 Print one JSON object and nothing else")]


@app.command()
def verify(
    checkpoint: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="事先导出的检查点，查出末尾被截去 A checkpoint exported before; finds a cut-off end"
        ),
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """从数据库中的记录重算每个封条。Recompute every seal from what the database holds.

    退出码 Exit codes: 0 全部相符 everything fits · 2 有不符之处 something does not.
    """
    open_registry()
    from diguan.domain.audit.checkpoints import read_checkpoint
    from diguan.domain.audit.verification import verify_audit

    held = read_checkpoint(checkpoint) if checkpoint else None
    found = verify_audit(held)
    if as_json:
        problems = [{"zh": p.zh, "en": p.en} for p in found.problems]
        console.print_json(
            {
                "ok": found.ok,
                "entries": found.entries,
                "seals": found.seals,
                "pending": found.pending,
                "problems": problems,
            }
        )
        raise typer.Exit(console.DONE if found.ok else console.REFUSED)
    out = console.out()
    if found.ok:
        tell(out, "audit.fits", entries=found.entries, seals=found.seals)
    else:
        tell(out, "audit.wrong", count=len(found.problems))
    for problem in found.problems:
        out.print(f"  {problem.zh}", soft_wrap=True)
        out.print(f"  {problem.en}", soft_wrap=True)
    if found.pending:
        tell(out, "audit.pending", count=found.pending)
    if held is None:
        tell(out, "audit.no_checkpoint")
    else:  # an older one in the place of the newest would tell less: whoever reads this sees which it was
        tell(out, "audit.checkpoint", number=held.number, made=held.made_at[:16])
    raise typer.Exit(console.DONE if found.ok else console.REFUSED)


@app.command()
def checkpoint(
    out: Annotated[Path, typer.Option(metavar="FILE", help="写到哪个文件 File to write")],
) -> None:
    """封存等待的记录，写出最新封条的检查点，请保存到别处。Seal what waits and write down the newest seal, to be kept elsewhere."""
    open_registry()
    from diguan.domain.audit.actions import seal_pending
    from diguan.domain.audit.checkpoints import checkpoint_of, write_checkpoint
    from diguan.domain.audit.queries import head

    now = console.now()
    seal_pending(at=now)
    made = checkpoint_of(head(), now)
    write_checkpoint(made, out)
    tell(console.out(), "audit.written", path=out, number=made.number)
