"""`diguan posts`: sheets of posts and helpers into the system, who holds what, what is vacant."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from diguan.cli import console
from diguan.cli.progress import shown_progress
from diguan.cli.screen import require_inputs
from diguan.cli.server import open_registry
from diguan.locale import texts

if TYPE_CHECKING:
    from datetime import date

    from diguan.domain.responsibility.actions.sheets import Outcome

app = typer.Typer(
    help="责任体系：导入岗位表和帮扶责任人表、任职、空岗 Posts: import sheets of posts and helpers, who holds what, vacancies",
    no_args_is_help=True,
)

Sheets = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE",
        help="岗位表、帮扶责任人表（.xlsx、.xls、.csv，可几个） Sheets of posts or helpers, one or several",
    ),
]
Out = Annotated[Path, typer.Argument(metavar="FILE", help="写到这里 Where to write it")]
Region = Annotated[
    str, typer.Option(metavar="CODE", help="区划代码，全部行都在其中 Code of the unit that every row lies in")
]
Within = Annotated[
    str, typer.Option("--region", metavar="CODE", help="只看这个区划及其下级 This unit and all below it")
]
Preview = Annotated[
    bool, typer.Option("--preview", help="只看会有什么变化，不存入 Say what would change, and store nothing")
]
Rejected = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="未导入的行写到这里 Workbook of the rows that were not taken"),
]
On = Annotated[
    datetime | None,
    typer.Option("--on", formats=["%Y-%m-%d"], help="哪一天的情况，默认今天 As of which day; today unless given"),
]
AsJson = Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象 Print one JSON object and nothing else")]


@app.command("import")
def import_(
    sheets: Sheets, *, region: Region, preview: Preview = False, rejected: Rejected = None, as_json: AsJson = False
) -> None:
    """导入岗位表和帮扶责任人表：同一份再导入不会重复。Import sheets of posts and helpers; the same again changes nothing.

    退出码 Exit codes: 0 完成 done · 1 完成但有未导入的行 done, with rows not taken · 2 拒绝执行并说明原因 refused, and why.
    """
    require_inputs(sheets)
    open_registry()
    from diguan.domain.responsibility.actions.sheets import Files, import_posts

    with shown_progress(quiet=as_json) as progress:
        outcome = import_posts(
            files=Files(sheets, region, rejected),
            preview=preview,
            actor=None,
            at=console.now(),
            progress=progress,
        )
    if as_json:
        console.print_json({**outcome.told(), "preview": preview, "unknown_headers": dict(outcome.unknown_headers)})
    else:
        _print_import(outcome, rejected)
    raise typer.Exit(console.DONE_WITH_REJECTED if outcome.refused else console.DONE)


@app.command()
def template(out: Out, *, region: Region) -> None:
    """写出待填的岗位表：每个单位常设的岗位各一行，带下拉选项。Write a sheet of posts to be filled in, row by row."""
    open_registry()
    from diguan.domain.responsibility.queries.template import save_template

    count = save_template(out, region, console.today())
    console.out().print(_said("template_written", file=out, count=f"{count:,}"), soft_wrap=True)


@app.command("list")
def list_(*, region: Within = "", on: On = None, as_json: AsJson = False) -> None:
    """列出岗位和任职的人。List posts and who holds them."""
    open_registry()
    from diguan.domain.responsibility.queries.listing import posts_listed

    day = _day(on)
    rows = posts_listed(region, day)
    if as_json:
        console.print_json({"on": day.isoformat(), "posts": rows})
        return
    table = _table("list", ("unit", "kind", "title", "holder", "since", "vacant"))
    for row in rows:
        held = (row["holder"], row["since_on"], row["vacant_since"])
        table.add_row(row["unit"], _kind(row), row["title"], *("" if value is None else str(value) for value in held))
    console.out().print(table)


@app.command()
def vacancies(*, region: Within = "", on: On = None, as_json: AsJson = False) -> None:
    """列出空缺的岗位、没有设书记岗位的单位、没有帮扶责任人的户数。List what is vacant, and count households without a helper."""
    open_registry()
    from diguan.domain.responsibility.queries.listing import vacancies_listed

    day = _day(on)
    found = vacancies_listed(region, day)
    if as_json:
        console.print_json({"on": day.isoformat(), **found})
        return
    table = _table("vacancies", ("unit", "kind", "vacant"))
    for row in found["vacancies"]:
        since = row["vacant_since"] or _said("vacancies.never")
        table.add_row(row["unit"], _kind(row), str(since))
    console.out().print(table)
    console.out().print(_said("vacancies.unhelped", count=f"{found['unhelped']:,}"), soft_wrap=True)


def _day(on: datetime | None) -> "date":
    return on.date() if on else console.today()


def _print_import(outcome: "Outcome", rejected: Path | None) -> None:
    out = console.out()
    out.print(_said("import.preview" if outcome.preview else "import.done", region=outcome.region_code), soft_wrap=True)
    table = Table(show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for name, count in outcome.told().items():
        if count:
            table.add_row(_said(f"counted.{name}"), f"{count:,}")
    out.print(table)
    for where, headers in outcome.unknown_headers.items():
        out.print(_said("import.unknown", where=where, headers="、".join(headers)), soft_wrap=True)
    if outcome.refused:
        key = "import.rejected" if rejected else "import.rejected_where"
        out.print(_said(key, file=rejected or "FILE"), soft_wrap=True)


def _table(name: str, columns: tuple[str, ...]) -> Table:
    table = Table(title=_said(f"{name}.caption"), title_justify="left", title_style="bold")
    for column in columns:
        table.add_column(_said(f"column.{column}"), overflow="fold")
    return table


def _kind(row: dict[str, object]) -> str:
    kind = texts("posts")[f"kind.{row['kind']}"]
    department = f" {row['department']}" if row["department"] else ""
    return f"{kind.zh}{department}"


def _said(key: str, **values: object) -> str:
    label = texts("posts").both(key, **values)
    return f"{label.zh} {label.en}"
