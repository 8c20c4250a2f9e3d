"""`diguan screen`: the main job. Workbooks in; verdicts, findings and a ledger out."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from diguan.cli import console
from diguan.cli.arrow import load_arrow
from diguan.cli.progress import shown_progress
from diguan.engine.documents import Label
from diguan.locale import texts

if TYPE_CHECKING:
    from diguan.engine.standards.confirmations import Confirmation


class UnableToReadOption(ValueError):
    """An option of the command line: what it was, what was expected."""

    def __init__(self, message: Label, expected: Label) -> None:
        self.message = message
        self.expected = expected
        super().__init__(f"{message.zh}；应为：{expected.zh}\n{message.en}; expected: {expected.en}")

    @classmethod
    def of(cls, key: str, **values: object) -> "UnableToReadOption":
        """The error whose texts stand under options.<key>."""
        said = texts("cli")
        return cls(said.both(f"options.{key}.message", **values), said.both(f"options.{key}.expected", **values))


class Speech(StrEnum):
    """Language of ledger and report."""

    ZH = "zh"
    EN = "en"


class JudgedBy(StrEnum):
    """The back ends that give the verdicts."""

    DUCKDB = "duckdb"
    SPARK = "spark"
    CLOSURES = "closures"


Inputs = Annotated[
    list[Path],
    typer.Argument(
        metavar="INPUT...",
        help="导出工作簿（.xlsx、.xls）、CSV，或放普通表格的文件夹 Export workbooks, CSV, or folders of plain tables",
    ),
]
Residents = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="常住人口底册；没有它就不判“漏评” Resident base; without it nobody is called missed"
    ),
]
Rosters = Annotated[
    list[str] | None,
    typer.Option(
        "--roster", metavar="NAME=FILE", help="部门名单，可多次 A department's list by identity number; repeatable"
    ),
]
Standard = Annotated[str, typer.Option(metavar="PACK", help="标准包编号或文件夹 Id or folder of a standard")]
AsOf = Annotated[
    str,
    typer.Option("--as-of", metavar="DATE", help="判定日，之后的事实不用 Day of judgement; later facts are not used"),
]
Out = Annotated[
    Path, typer.Option(metavar="DIR", help="结果文件夹，新建或空；全部完成才出现 Folder of the result, new or empty")
]
Region = Annotated[
    str | None, typer.Option(metavar="CODE", help="只判此区划之内（代码或名称） Within this region only: code or name")
]
Confirm = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME=VALUE@SOURCE", help="确认未核实的参数及出处，可多次 Confirm an unverified value; repeatable"
    ),
]
Retrospective = Annotated[
    bool,
    typer.Option("--retrospective", help="全部事实晚于判定日时仍判定 Judge although all facts are later than the day"),
]
Reveal = Annotated[
    str | None,
    typer.Option(metavar="REASON", help="显示姓名及原因，原因写入结果 Show names, because of this; it is recorded"),
]
Recipient = Annotated[
    str | None, typer.Option(metavar="NAME", help="接收人，写在每张表上 Who the papers are for; on every sheet")
]
Lang = Annotated[Speech, typer.Option("--lang", help="台账和报告的语言 Language of ledger and report")]
EngineChoice = Annotated[
    JudgedBy,
    typer.Option(
        "--engine",
        help="由哪个引擎判定；结果相同。spark 另需附加的 spark 和 Java 17；closures 逐户用纯 Python，供核对 "
        "Which back end judges; the result is the same. spark needs the extra spark and Java 17; closures is plain Python, as a proof",
    ),
]
Master = Annotated[
    str | None,
    typer.Option(
        metavar="URL", help="Spark 集群地址，默认本机全部核 Master of the Spark cluster; this machine unless given"
    ),
]
AtOnce = Annotated[
    bool,
    typer.Option("--all-at-once", help="内存可能不够也一次做完 Insist although the tables may not fit into memory"),
]
AsJson = Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象 Print one JSON object and nothing else")]


def screen(
    inputs: Inputs,
    *,
    standard: Standard,
    as_of: AsOf,
    out: Out,
    residents: Residents = None,
    roster: Rosters = None,
    region: Region = None,
    confirm: Confirm = None,
    retrospective: Retrospective = False,
    reveal: Reveal = None,
    recipient: Recipient = None,
    lang: Lang = Speech.ZH,
    engine: EngineChoice = JudgedBy.DUCKDB,
    master: Master = None,
    all_at_once: AtOnce = False,
    as_json: AsJson = False,
) -> None:
    """筛查：逐户判定，写出台账、报告和可重新计算的一轮。Screen: judge every household; ledger, report and recomputable round out.

    退出码 Exit codes: 0 完成 done · 1 完成但有退回的行 done, with rejected rows · 2 拒绝执行并说明原因 refused, and why.
    """
    if engine is not JudgedBy.SPARK:
        load_arrow()
    import diguan
    from diguan.cli.summary import as_plain_values, print_summary

    day = read_day(as_of)
    confirmations = read_confirmations(confirm or [])
    rosters = read_rosters(roster or [])
    require_inputs([*inputs, *([residents] if residents else []), *rosters.values()])
    if reveal is not None and not reveal.strip():
        raise UnableToReadOption.of("reveal")
    if master is not None and engine is not JudgedBy.SPARK:
        raise UnableToReadOption.of("master", found=master, engine=engine.value)
    require_room([*inputs, *([residents] if residents else [])], insist=all_at_once)
    with shown_progress(quiet=as_json) as progress:
        result = diguan.screen(
            inputs,
            standard=standard,
            as_of=day,
            out=out,
            residents=residents,
            rosters=rosters,
            region=region,
            confirm=confirmations,
            retrospective=retrospective,
            reveal=reveal,
            recipient=recipient,
            language=lang.value,
            engine=engine.value,
            master=master,
            progress=progress,
        )
    if as_json:
        console.print_json(as_plain_values(result))
    else:
        print_summary(console.out(), result)
    raise typer.Exit(console.DONE_WITH_REJECTED if result.figures.rejected_rows else console.DONE)


def read_day(text: str) -> date:
    """A day written year-month-day."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise UnableToReadOption.of("as_of", found=text) from error


def read_confirmations(given: Sequence[str]) -> "list[Confirmation]":
    """Every --confirm."""
    from diguan.engine.standards.confirmations import parse_confirmation

    return [parse_confirmation(text) for text in given]


def read_rosters(given: Sequence[str]) -> dict[str, Path]:
    """Every --roster NAME=FILE by name."""
    rosters: dict[str, Path] = {}
    for text in given:
        name, equals, file = text.partition("=")
        if not equals or not name.strip() or not file.strip():
            raise UnableToReadOption.of("roster", found=text)
        if name.strip() in rosters:
            said = texts("cli")
            raise UnableToReadOption(said.both("options.roster.twice", name=name.strip()), said["options.roster.once"])
        rosters[name.strip()] = Path(file.strip())
    return rosters


def require_room(inputs: Sequence[Path], *, insist: bool) -> None:
    """Say beforehand how much memory millions of households take; refuse what would not fit unless somebody insists."""
    from diguan.exchange.reading.weight import weigh

    weight = weigh(inputs)
    if not insist:
        weight.require_room()
    if weight.heavy:
        told = console.say("screen.heavy", households=weight.households, needed=f"{weight.needed / (1 << 30):.0f}")
        console.err().print(told, soft_wrap=True)


def require_inputs(paths: Sequence[Path]) -> None:
    """Refuse a path that is not there before anything else is done."""
    for path in paths:
        if not path.exists():
            raise UnableToReadOption.of("missing_input", found=path)
