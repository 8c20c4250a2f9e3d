"""`diguan standards`: check a pack, list packs, read one."""

import json
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from diguan.cli import console
from diguan.cli.screen import Confirm, Recipient, Reveal

if TYPE_CHECKING:
    from diguan.engine.standards import Pack, Problem

BACK_ENDS = ["closures", "duckdb"]

app = typer.Typer(help="标准包：检查、列出、阅读 Standard packs: check, list, read", no_args_is_help=True)


class Language(StrEnum):
    """Language of a text."""

    ZH = "zh"
    EN = "en"


PackName = Annotated[
    str, typer.Argument(metavar="PACK|FOLDER", help="编号、编号@版本或文件夹 Id, id@version or folder of a pack")
]
Packs = Annotated[
    list[Path] | None, typer.Option("--packs", help="另在这些文件夹里找标准包 Folders that hold further packs")
]
AsJson = Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象 Print one JSON object and nothing else")]


@app.command()
def check(pack: PackName, packs: Packs = None, as_json: AsJson = False) -> None:
    """检查标准包：格式、引用、权限、案例。Check a pack: shape, names, authority, cases on every back end."""
    from diguan.engine.rehearsal import admit_standard
    from diguan.engine.standards import UnableToLoadStandard
    from diguan.engine.standards.remarks import remarks_on

    found: Pack | None = None
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()
    try:
        found = admit_standard(pack, search=packs or ())
        remarks = remarks_on(found)
    except UnableToLoadStandard as error:
        problems = error.problems
    if as_json:
        typer.echo(json.dumps(_report(pack, found, problems, remarks), ensure_ascii=False, indent=2))
    elif found:
        typer.echo("\n".join([*map(_remarked, remarks), _passed(found)]))
    else:
        _print_problems(pack, problems)
    raise typer.Exit(console.REFUSED if problems else 0)


@app.command("list")
def list_packs(packs: Packs = None, as_json: AsJson = False) -> None:
    """列出标准包。List the packs that can be named."""
    from diguan.engine.standards import list_standards

    headers = list_standards(packs or ())
    if as_json:
        listed = [
            {"id": h.id, "version": h.version, "label": {"zh": h.label.zh, "en": h.label.en}, "folder": str(h.folder)}
            for h in headers
        ]
        typer.echo(json.dumps({"standards": listed}, ensure_ascii=False, indent=2))
        return
    table = _table("编号 Id", "版本 Version", "名称 Label")
    for header in headers:
        table.add_row(header.id, header.version, f"{header.label.zh} {header.label.en}")
    console.out().print(table)


@app.command()
def show(
    pack: PackName,
    lang: Annotated[Language, typer.Option("--lang", help="文字语言 Language of the text")] = Language.ZH,
    packs: Packs = None,
) -> None:
    """把标准包写成可读的文字，附出处。Print a pack as readable text with its citations."""
    from diguan.engine.standards import UnableToLoadStandard, load_standard
    from diguan.exchange.standards.text import text_of_pack

    try:
        found = load_standard(pack, search=packs or ())
    except UnableToLoadStandard as error:
        _print_problems(pack, error.problems)
        raise typer.Exit(console.REFUSED) from error
    typer.echo(text_of_pack(found, lang.value))


First = Annotated[str, typer.Argument(metavar="A", help="原标准：编号、编号@版本或文件夹 The standard before")]
Second = Annotated[str, typer.Argument(metavar="B", help="新标准：编号、编号@版本或文件夹 The standard after")]


@app.command()
def diff(
    a: First,
    b: Second,
    as_of: Annotated[
        str | None,
        typer.Option(
            metavar="DATE", help="参数只比较这一天有效的值 Of parameters only the values in force on this day"
        ),
    ] = None,
    lang: Annotated[Language, typer.Option("--lang", help="文字语言 Language of the text")] = Language.ZH,
    packs: Packs = None,
    as_json: AsJson = False,
) -> None:
    """两个标准包（或两个版本）的不同：参数、规则、案例、问题类型、措施。How two packs or versions differ, as text to read."""
    from diguan.cli.screen import read_day
    from diguan.engine.standards import load_standard
    from diguan.engine.standards.difference import differences
    from diguan.exchange.standards.difference import as_plain_values, text_of_differences

    day = None if as_of is None else read_day(as_of)
    before, after = (load_standard(pack, search=packs or ()) for pack in (a, b))
    found = differences(before, after, day)
    if as_json:
        console.print_json(as_plain_values(before, after, found))
    else:
        typer.echo(text_of_differences(before, after, found, lang.value), nl=False)


@app.command()
def effect(
    a: First,
    b: Second,
    on: Annotated[
        Path,
        typer.Argument(
            metavar="ROUND|SNAPSHOT", help="一轮，或其中的 snapshot 文件夹 A round, or the snapshot folder in it"
        ),
    ],
    *,
    as_of: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="两者的判定日；不写就是快照的日子 Day of both; else the snapshot's"),
    ] = None,
    as_of_a: Annotated[str | None, typer.Option(metavar="DATE", help="只给 A 的判定日 Day of A alone")] = None,
    as_of_b: Annotated[str | None, typer.Option(metavar="DATE", help="只给 B 的判定日 Day of B alone")] = None,
    confirm: Confirm = None,
    confirm_a: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE@SOURCE", help="只为 A 确认，可多次 Confirm for A alone; repeatable"),
    ] = None,
    confirm_b: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE@SOURCE", help="只为 B 确认，可多次 Confirm for B alone; repeatable"),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="写出工作簿和网页的文件夹，新建或空 Folder for workbook and page, new or empty"
        ),
    ] = None,
    reveal: Reveal = None,
    recipient: Recipient = None,
    lang: Annotated[Language, typer.Option("--lang", help="文字语言 Language of the papers")] = Language.ZH,
    packs: Packs = None,
    as_json: AsJson = False,
) -> None:
    """用一份冻结的快照看换标准的影响：谁进谁出，逐户。The effect of B in place of A on a frozen snapshot: who comes in, who goes out.

    退出码 Exit codes: 0 完成 done · 2 拒绝执行并说明原因 refused, and why.
    """
    import diguan
    from diguan.cli.comparison_tables import as_plain_values, print_comparison
    from diguan.cli.progress import shown_progress
    from diguan.cli.screen import UnableToReadOption, read_confirmations, read_day

    if reveal is not None and not reveal.strip():
        raise UnableToReadOption.of("reveal")
    days = [None if day is None else read_day(day) for day in (as_of_a or as_of, as_of_b or as_of)]
    shared = confirm or []
    given = [read_confirmations([*shared, *(own or [])]) for own in (confirm_a, confirm_b)]
    with shown_progress(quiet=as_json) as progress:
        result = diguan.weigh(
            a,
            b,
            on,
            as_of=(days[0], days[1]),
            confirm=(given[0], given[1]),
            packs=packs or (),
            out=out,
            reveal=reveal,
            recipient=recipient,
            language=lang.value,
            progress=progress,
        )
    if as_json:
        console.print_json(as_plain_values(result))
    else:
        print_comparison(console.out(), result)


def _remarked(remark: "Problem") -> str:
    return f"注意 {remark.text('zh')}\nNote {remark.text('en')}"


def _report(
    asked: str, pack: "Pack | None", problems: "Sequence[Problem]", remarks: "Sequence[Problem]"
) -> dict[str, object]:
    report: dict[str, object] = {
        "standard": pack.reference if pack else asked,
        "ok": pack is not None,
        "problems": [problem.as_json() for problem in problems],
        "remarks": [remark.as_json() for remark in remarks],
    }
    if pack:
        cases = sum(len(i.cases) for i in pack.indicators.values())
        report |= {"sha256": pack.sha256, "indicators": len(pack.indicators), "cases": cases, "back_ends": BACK_ENDS}
    return report


def _passed(pack: "Pack") -> str:
    cases = sum(len(i.cases) for i in pack.indicators.values())
    counts = (len(pack.indicators), cases, len(pack.findings), " + ".join(BACK_ENDS))
    zh = "{}：检查通过。指标 {}，案例 {}，问题类型 {}；案例在 {} 上全部相符。"
    en = "{}: passed. Indicators: {}, cases: {}, findings: {}; every case comes out as expected on {}."
    return f"{zh.format(f'{pack.reference} {pack.label.zh}', *counts)}\n{en.format(f'{pack.reference} {pack.label.en}', *counts)}"


def _print_problems(asked: str, problems: "Sequence[Problem]") -> None:
    """A table on a terminal; into a file or a pipe whole lines, which editors and grep understand."""
    screen = console.out()
    if screen.is_terminal:
        screen.print(_problem_table(problems))
    else:
        typer.echo("\n".join(str(problem) for problem in problems))
    count = len(problems)
    word = "problem" if count == 1 else "problems"
    typer.echo(f"{asked}：拒绝，{count} 个问题。 {asked}: refused, {count} {word}.")


def _problem_table(problems: "Sequence[Problem]") -> Table:
    table = _table("文件:行 File:line", "写的是 Found", "应为 Expected", "怎么办 What to do")
    for problem in problems:
        parts = (problem.message, problem.expected, problem.hint)
        table.add_row(f"{problem.file}:{problem.line}", *(f"{p.zh}\n{p.en}" if p else "" for p in parts))
    return table


def _table(*header: str) -> Table:
    table = Table(show_lines=True)
    for title in header:
        table.add_column(title, overflow="fold")
    return table
