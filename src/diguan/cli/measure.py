"""`diguan measure`: poverty of a population, with subgroups and standard errors."""

from pathlib import Path
from typing import Annotated

import typer

from diguan.cli import console
from diguan.cli.progress import shown_progress
from diguan.cli.screen import AsJson, Confirm, Inputs, Region, Standard, read_confirmations, read_day, require_inputs

By = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FIELD",
        help="分组字段，或 prefecture、county、township、village，可多次 A field to break down by, or a level of regions; repeatable",
    ),
]
Weight = Annotated[
    str | None, typer.Option(metavar="FIELD", help="抽样权数字段；不写则用标准包的 Sampling weight; else the pack's")
]
People = Annotated[
    str | None,
    typer.Option(
        metavar="FIELD", help="每户代表多少人（如户人数）；不写则按户计 How many people a household stands for"
    ),
]
LineGiven = Annotated[
    str | None,
    typer.Option(
        "--line",
        metavar="LINE",
        help="贫困线：数值、median:0.6、mean:1.0 或参数名 Poverty line: a value, a share of median or mean, or a parameter",
    ),
]
Income = Annotated[str | None, typer.Option(metavar="FIELD", help="收入字段，与 --line 同用 Income field, with --line")]
Strata = Annotated[str | None, typer.Option(metavar="FIELD", help="抽样的层 Strata of the survey")]
Clusters = Annotated[str | None, typer.Option("--psu", metavar="FIELD", help="初级抽样单元 Primary sampling units")]
Day = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        help="判定日；不写则今天或标准的最后一天 Day of judgement; else today, or the standard's last",
    ),
]
Out = Annotated[
    Path | None, typer.Option(metavar="FILE", help="全部数字写入 .csv 或 .json Every figure into a .csv or .json file")
]


def measure(
    inputs: Inputs,
    *,
    standard: Standard,
    by: By = None,
    weight: Weight = None,
    people: People = None,
    line: LineGiven = None,
    income: Income = None,
    strata: Strata = None,
    psu: Clusters = None,
    as_of: Day = None,
    region: Region = None,
    confirm: Confirm = None,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """测算贫困：多维（H、A、MPI、各项贡献）与收入（FGT、瓦茨、五分位比），分组可加，带标准误。Measure poverty, with standard errors.

    退出码 Exit codes: 0 完成 done · 2 拒绝执行并说明原因 refused, and why.
    """
    import diguan
    from diguan.cli.measure_tables import print_measurement
    from diguan.exchange.measures import require_target, write_measures

    require_inputs(inputs)
    if out is not None:
        require_target(out)
    with shown_progress(quiet=as_json) as progress:
        found = diguan.measure(
            inputs,
            standard=standard,
            as_of=None if as_of is None else read_day(as_of),
            today=console.today(),
            by=by or (),
            weight=weight,
            people=people,
            line=line,
            income=income,
            strata=strata,
            clusters=psu,
            region=region,
            confirm=read_confirmations(confirm or []),
            progress=progress,
        )
    if out is not None:
        write_measures(out, found)
    if as_json:
        console.print_json(found.model_dump(mode="json"))
    else:
        print_measurement(console.out(), found, out)
