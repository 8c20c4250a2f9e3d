"""`diguan round`: recompute a finished round, or look at what it says of itself."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from diguan.cli import console
from diguan.cli.arrow import load_arrow
from diguan.cli.figures_table import both, figures_table, stacked
from diguan.cli.progress import shown_progress
from diguan.cli.screen import Lang, Out, Recipient, Speech
from diguan.locale import texts

if TYPE_CHECKING:
    from diguan.engine.screening import RoundRecord, Verification
    from diguan.engine.standards import Pack

MOST_DEVIATIONS = 50
app = typer.Typer(help="一轮筛查：重算核对、查看 A finished round: recompute it, look at it", no_args_is_help=True)

Folder = Annotated[
    Path, typer.Argument(metavar="DIR", help="diguan screen 写出的文件夹 A folder that diguan screen has written")
]
AsJson = Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象 Print one JSON object and nothing else")]
Since = Annotated[
    Path | None,
    typer.Option(
        metavar="ROUND", help="所接的一轮，默认在旁边 The round it goes on from; unless given, the one beside it"
    ),
]
Earlier = Annotated[Path, typer.Argument(metavar="ROUND", help="所接的一轮 The round that was gone on from")]
Later = Annotated[
    Path, typer.Argument(metavar="LATER", help="diguan rescreen 写出的文件夹 What diguan rescreen has written")
]


@app.command()
def verify(folder: Folder, *, since: Since = None, as_json: AsJson = False) -> None:
    """用文件夹里的标准和快照重算，逐项比较。Recompute from the pack and the snapshot inside, compare everything.

    只含变化的村的一轮：连同所接的一轮，并与整体重算逐项比较。Of a round of changes also the one it goes on from, and both together.

    退出码 Exit codes: 0 一致 all equal · 2 有不符之处，或不是一轮 something differs, or this is no round.
    """
    load_arrow()
    import diguan

    found = diguan.verify(folder, since)
    if as_json:
        console.print_json(_as_plain_values(folder, found))
    else:
        _print(folder, found)
    raise typer.Exit(console.DONE if found.ok else console.REFUSED)


def _as_plain_values(folder: Path, found: "Verification") -> dict[str, object]:
    return {
        "round": str(folder),
        "ok": found.ok,
        "problems": [{"file": p.file, "message": {"zh": p.message.zh, "en": p.message.en}} for p in found.problems],
        "notes": [{"zh": n.zh, "en": n.en} for n in found.notes],
    }


def _print(folder: Path, found: "Verification") -> None:
    out = console.out()
    for note in found.notes:
        out.print(f"{note.zh} {note.en}", soft_wrap=True)
    if found.ok:
        out.print(
            f"一致：{folder} 的全部文件与重算结果相同 Equal: every file is what the recomputation gives", soft_wrap=True
        )
        return
    number = len(found.problems)
    out.print(f"不符：{number} 处 Different in {number} places", style="bold red")
    for problem in found.problems[:MOST_DEVIATIONS]:
        out.print(f"  {problem.file}：{problem.message.zh} {problem.message.en}", soft_wrap=True)
    if number > MOST_DEVIATIONS:
        out.print(f"  ……还有 {number - MOST_DEVIATIONS} 处 ... and {number - MOST_DEVIATIONS} more")


@app.command()
def join(
    earlier: Earlier,
    later: Later,
    *,
    out: Out,
    recipient: Recipient = None,
    lang: Lang = Speech.ZH,
    as_json: AsJson = False,
) -> None:
    """把一轮和其后只重判变化的一轮合成完整的一轮。Make one whole round of a round and what was judged anew since.

    退出码 Exit codes: 0 完成 done · 2 拒绝执行并说明原因 refused, and why.
    """
    load_arrow()
    import diguan
    from diguan.cli.summary import as_plain_values, print_summary

    with shown_progress(quiet=as_json) as progress:
        result = diguan.join_rounds(
            earlier, later, out=out, recipient=recipient, language=lang.value, progress=progress
        )
    if as_json:
        console.print_json(as_plain_values(result))
    else:
        print_summary(console.out(), result)


@app.command()
def show(folder: Folder, *, as_json: AsJson = False) -> None:
    """显示一轮的标准、判定日、结论和问题计数。Show the standard, the day, the verdicts and findings counted."""
    from diguan.engine.screening import read_round
    from diguan.engine.screening.since import read_since
    from diguan.engine.standards import load_standard

    record = read_round(folder)
    if as_json:
        console.print_json(record.model_dump(mode="json"))
        return
    pack = load_standard((folder / "pack").resolve())
    out = console.out()
    out.print(
        f"{record.pack.label.zh} {record.pack.label.en} · {record.pack.id} {record.pack.version} · {record.as_of}",
        style="bold",
        soft_wrap=True,
    )
    since = read_since(folder)
    if since is not None:
        out.print(console.say("rescreen.only", villages=f"{len(since.villages):,}", since=since.round), soft_wrap=True)
    out.print(_verdicts(record, pack))
    out.print(_findings(record, pack))
    if any(rule.place is not None for rule in pack.findings):
        out.print(_place_findings(folder, record, pack))
    for line in record.coverage:
        out.print(f"  · {line.text.zh} {line.text.en}", soft_wrap=True)


def _verdicts(record: "RoundRecord", pack: "Pack") -> Table:
    """Indicators by subject; those on persons stand again by household, as the round counted them."""
    table = figures_table("verdicts", "indicator", "judged_of", "met", "declared", "unmet", "unknown", "not_applicable")
    words = texts("words")
    for subject, indicators in record.counts.verdicts.items():
        of = words[f"subject.{subject}"]
        for indicator, count in indicators.items():
            label = pack.indicators[indicator].label
            figures = (count.met, count.met_declared_only, count.unmet, count.unknown, count.not_applicable)
            table.add_row(stacked(label), f"{of.zh}\n{of.en}", *(f"{n:,}" for n in figures))
    return table


def _findings(record: "RoundRecord", pack: "Pack") -> Table:
    labels = {finding.kind: finding.label for finding in pack.findings if finding.place is None}
    table = figures_table("findings", "kind", "rows", "households")
    for kind, label in labels.items():
        number, households = record.counts.findings[kind], record.counts.finding_households[kind]
        table.add_row(both(label), f"{number:,}", f"{households:,}")
    return table


def _place_findings(folder: Path, record: "RoundRecord", pack: "Pack") -> Table:
    """Findings about villages and facilities, which are counted apart."""
    counts = record.counts.place_findings
    found = _counted_in(folder) if counts is None else counts
    table = figures_table("places_found", "kind", "rows")
    for kind, label in {rule.kind: rule.label for rule in pack.findings if rule.place is not None}.items():
        table.add_row(both(label), f"{found.get(kind, 0):,}")
    return table


def _counted_in(folder: Path) -> dict[str, int]:
    """Of a round whose record is from an earlier version and does not count them: by the table itself, where there is one."""
    from pyarrow import parquet

    from diguan.engine.screening.place_findings import PLACE_FINDINGS

    path = folder / f"{PLACE_FINDINGS}.parquet"
    if not path.is_file():
        return {}
    counted = parquet.read_table(path, columns=["kind"]).column(0).value_counts().to_pylist()
    return {each["values"]: each["counts"] for each in counted}
