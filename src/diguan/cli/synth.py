"""`diguan synth`: a whole real county with invented people, planted errors, and the truth about them."""

import shlex
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from diguan.cli import console

if TYPE_CHECKING:
    from diguan.synth.county import Made

DEFAULT_COUNTY = "152221"
DEFAULT_HOUSEHOLDS = 55_000
DEFAULT_DAY = datetime(2019, 6, 30)  # noqa: DTZ001  a day, of no zone
STANDARD = "cn-two-assurances"
# Unverified figures of the pack by year; the county is made so that every verdict is the same for each of them.
LINES = {2017: 2952, 2018: 2995, 2019: 3218, 2020: 4000}
CEILINGS = ("relocation_area_per_head=25", "microloan_ceiling=50000")
LATER_STANDARD = "cn-monitoring"  # from 2021
PLACES_STANDARD, PLACES_SINCE = "cn-facilities", 2019  # in force since
PLACES_FIGURES = ("village_clinic_area=60", "large_county=100000")
LATER_FIGURE = "monitoring_line=AMOUNT@SOURCE"  # each region's own: to be filled in


def synth(
    out: Annotated[Path, typer.Option(help="写入的文件夹（新建或空） Folder to write, new or empty")],
    county: Annotated[str, typer.Option(help="旗县代码或名称 County, code or name")] = DEFAULT_COUNTY,
    households: Annotated[int, typer.Option(help="户数 Households")] = DEFAULT_HOUSEHOLDS,
    seed: Annotated[int, typer.Option(help="随机种子，同一种子同样结果 The same seed gives the same county")] = 1,
    as_of: Annotated[
        datetime, typer.Option(formats=["%Y-%m-%d"], help="基准日 Day that the data are of")
    ] = DEFAULT_DAY,
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="只输出一个 JSON 对象 Print one JSON object and nothing else")
    ] = False,
) -> None:
    """生成合成县：真实旗县和嘎查村，虚构人口，植入问题与反例，附真值。Make a synthetic county with planted errors and their truth."""
    from diguan.engine.regions import load_regions
    from diguan.synth.county import Order, make_county

    steps = console.err()
    made = make_county(
        Order(county, households, seed, as_of.date(), out),
        load_regions(),
        lambda zh, en: None if as_json else steps.print(f"{zh} {en} ..."),
    )
    if as_json:
        console.print_json(summary(made, as_of.date()))
    else:
        show(made, as_of.date())


def summary(made: "Made", as_of: date) -> dict[str, object]:
    """What was made, as plain values."""
    return {
        "folder": str(made.folder),
        "files": made.files,
        "rows": made.rows,
        "targets": [measured.row() for measured in made.targets],
        "findings": dict(sorted(Counter(e.finding for e in made.truth.expected).items())),
        "decoys": len(made.truth.decoys),
        "contradictions": len(made.truth.contradictions),
        "bad_cells": len(made.truth.bad_cells),
        "rejected_rows": len(made.truth.rejected),
        "screen": screen_command(made, as_of),
        "screen_places": places_command(made, as_of) if as_of.year >= PLACES_SINCE else None,
    }


def show(made: "Made", as_of: date) -> None:
    """Print targets with their tolerances, what was planted, the files, and the command that screens them."""
    page = console.out()
    targets = Table(title="标定 Calibration", title_justify="left", title_style="bold")
    targets.add_column("目标 Target", overflow="fold")
    for heading in ("应为\nValue", "容差 ±\nAllowed ±", "实际\nAchieved"):
        targets.add_column(heading, justify="right", no_wrap=True)
    for each in made.targets:
        label = f"{each.target.zh} {each.target.en}"
        targets.add_row(label, f"{each.target.value:g}", f"{each.allowed:.4f}", f"{each.achieved:.4f}")
    page.print(targets)
    page.print(_planted(made))
    for path, rows in made.rows.items():
        page.print(f"{made.folder / path}  {rows:,} 行 rows")
    page.print("筛查 To screen it:")
    page.print(screen_command(made, as_of), soft_wrap=True)
    if as_of.year >= PLACES_SINCE:
        page.print("村和机构 Villages and facilities (truth/places.csv):")
        page.print(places_command(made, as_of), soft_wrap=True)


def _planted(made: "Made") -> Table:
    from diguan.engine.standards import load_standard, locate_standard

    labels = {finding.kind: finding.label for finding in load_standard(locate_standard(STANDARD)).findings}
    truth = made.truth
    planted = Table(title="真值 Truth (truth/truth.csv)", title_justify="left", title_style="bold")
    planted.add_column("植入 Planted", overflow="fold")
    planted.add_column("数 Count", justify="right", no_wrap=True)
    for finding, count in sorted(Counter(expected.finding for expected in truth.expected).items()):
        label = labels[finding]
        planted.add_row(f"应报出：{label.zh} To be found: {label.en} ({finding})", f"{count:,}")
    for said, rows in (
        ("反例，不得报出 Decoys, not to be found", truth.decoys),
        ("来源不一致，以优先的来源为准 Contradictions, decided by rank", truth.contradictions),
        ("坏单元格 Bad cells", truth.bad_cells),
        ("应退回的行 Rows to be rejected", truth.rejected),
    ):
        planted.add_row(said, f"{len(rows):,}")
    return planted


def screen_command(made: "Made", as_of: date) -> str:
    """The command that screens the county, with the figures that it was made for; after 2020 by the standard of monitoring."""
    words = ["diguan", "screen", *(str(made.folder / path) for path in made.files["exports"])]
    words += ["--residents", str(made.folder / made.files["residents"][0])]
    for name in ("health_insurance", "education"):
        words += ["--roster", f"{name}={made.folder / made.files[name][0]}"]
    line = LINES.get(as_of.year)
    words += ["--standard", LATER_STANDARD if line is None else STANDARD, "--as-of", as_of.isoformat()]
    figures = [f"{figure}@demonstration" for figure in (f"poverty_line={line}", *CEILINGS)]
    for figure in [LATER_FIGURE] if line is None else figures:
        words += ["--confirm", figure]
    return shlex.join([*words, "--out", str(made.folder.with_name(f"{made.folder.name}-result"))])


def places_command(made: "Made", as_of: date) -> str:
    """The command that judges villages and facilities."""
    words = ["diguan", "screen", str(made.folder / Path(made.files["places"][0]).parent)]
    words += ["--standard", PLACES_STANDARD, "--as-of", as_of.isoformat()]
    for figure in PLACES_FIGURES:
        words += ["--confirm", f"{figure}@demonstration"]
    return shlex.join([*words, "--out", str(made.folder.with_name(f"{made.folder.name}-places"))])
