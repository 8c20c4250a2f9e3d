"""`diguan synth`: a whole real county with invented people, planted errors, and the truth about them."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from diguan.synth.county import Made

DEFAULT_COUNTY = "152221"
DEFAULT_HOUSEHOLDS = 55_000
DEFAULT_AS_OF = "2019-06-30"
REFUSED = 2


def synth(
    out: Annotated[Path, typer.Option(help="写入的文件夹（新建或空） / folder to write, new or empty")],
    county: Annotated[str, typer.Option(help="旗县代码或名称 / county, code or name")] = DEFAULT_COUNTY,
    households: Annotated[int, typer.Option(help="户数 / households")] = DEFAULT_HOUSEHOLDS,
    seed: Annotated[int, typer.Option(help="随机种子，同一种子同样结果 / the same seed gives the same county")] = 1,
    as_of: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="基准日 / day the data are of")] = DEFAULT_AS_OF,  # type: ignore[assignment]  # typer parses the text
    *,
    quiet: Annotated[bool, typer.Option("--quiet", help="只打印命令 / print the command only")] = False,
) -> None:
    """生成合成县：真实旗县、苏木乡镇、嘎查村，虚构人口，植入问题与反例，并写出真值。 Make a synthetic county and its truth."""
    from diguan.engine.regions import load_regions
    from diguan.synth.county import Order, make_county

    console = Console()
    order = Order(county, households, seed, as_of.date(), out)
    try:
        made = make_county(order, load_regions(), lambda zh, en: None if quiet else console.print(f"{zh} / {en} ..."))
    except (ValueError, LookupError, OSError) as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(REFUSED) from problem
    if not quiet:
        show(console, made)
    console.print(screen_command(made, order.as_of), soft_wrap=True, highlight=False)


def show(console: Console, made: "Made") -> None:
    """Print targets with their tolerances, what was planted, and the files."""
    targets = Table("目标 / target", "应为 / value", "容差 / allowed ±", "实际 / achieved", title="标定 / calibration")
    for each in made.targets:
        label = f"{each.target.zh} / {each.target.en}"
        targets.add_row(label, f"{each.target.value:g}", f"{each.allowed:.4f}", f"{each.achieved:.4f}")
    console.print(targets)
    planted = Table("应报出 / must be found", "条 / rows", title="真值 / truth")
    findings: dict[str, int] = {}
    for expected in made.truth.expected:
        findings[expected.finding] = findings.get(expected.finding, 0) + 1
    for finding, count in sorted(findings.items()):
        planted.add_row(finding, str(count))
    truth = made.truth
    planted.add_row("反例（不得报出） / decoys", str(len(truth.decoys)))
    planted.add_row("坏单元格 / bad cells", str(len(truth.bad_cells)))
    planted.add_row("拒收行 / rejected rows", str(len(truth.rejected)))
    console.print(planted)
    for path, rows in made.rows.items():
        console.print(f"{made.folder / path}: {rows} 行 / rows", highlight=False)


def screen_command(made: "Made", as_of: date) -> str:
    """The command that screens the county as it is meant to be screened."""
    exports = " ".join(str(made.folder / path) for path in made.files["exports"])
    rosters = " ".join(
        f"--roster {name}={made.folder / made.files[name][0]}" for name in ("health_insurance", "education")
    )
    return (
        f"diguan screen {exports} --residents {made.folder / made.files['residents'][0]} {rosters}"
        f" --standard cn-two-assurances --as-of {as_of} --confirm poverty_line=3218@SOURCE"
        f" --confirm relocation_area_per_head=25@SOURCE --confirm microloan_ceiling=50000@SOURCE --out DIR"
    )
