"""`diguan regions`: look at the region tree, find a name, count the levels."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from diguan.engine.regions import Mark, Region, RegionTree

REFUSED = 2
CHINA = timezone(timedelta(hours=8))
CLOSENESS = ("同名 same name", "写法不同 other spelling", "简写 short form")

app = typer.Typer(help="区划：查看、查找、统计 Regions: show, find, count", no_args_is_help=True)

Folder = Annotated[
    Path | None, typer.Option("--regions", help="区划文件夹，不写则为内蒙古 Region folder; Inner Mongolia if left out")
]
Overlays = Annotated[
    list[Path] | None,
    typer.Option("--overlay", help="自备的区划、标记或别名表 Own tables of units, marks or aliases"),
]


@app.command()
def show(
    unit: Annotated[
        str, typer.Argument(metavar="CODE|NAME", help="代码或名称，可写全路径 Code or name, or a whole path")
    ],
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="日期，不写则为今天 Day; today if left out")
    ] = None,
    regions: Folder = None,
    overlay: Overlays = None,
) -> None:
    """显示一个区划：路径、代码范围、下级数量、标记。Show a region: path, range of codes, units below, marks."""
    day = on.date() if on else datetime.now(UTC).astimezone(CHINA).date()
    with _refusing():
        tree = _tree(regions, overlay)
        region = tree.resolve([unit])
        _console().print(_card(tree, region, day))


@app.command()
def find(
    name: Annotated[str, typer.Argument(metavar="NAME", help="名称、简称或路径 Name, short name or path")],
    within: Annotated[
        str | None, typer.Option(help="只在这个代码或名称的区划内查找 Only within the region of this code or name")
    ] = None,
    regions: Folder = None,
    overlay: Overlays = None,
) -> None:
    """列出一个名称可以指的全部区划。List every region that a name can mean."""
    from diguan.engine.regions import UnableToResolveRegion

    with _refusing():
        tree = _tree(regions, overlay)
        inside = tree.resolve([within]).code if within else None
        hits = tree.find(name, inside)
        if not hits:
            near = {region.code: "/".join(tree.path(region.code)) for region in tree.suggest(name, inside)}
            where = "/".join(tree.path(inside)) if inside else ""
            raise UnableToResolveRegion([name], "unknown", name=name, inside=where, suggestions=near)
        table = _table("代码 Code", "级别 Level", "路径 Path", "匹配 Match")
        for region, closeness in hits:
            table.add_row(region.code, _kind(tree, region), "/".join(tree.path(region.code)), CLOSENESS[closeness])
        _console().print(table)


@app.command()
def counts(regions: Folder = None, overlay: Overlays = None) -> None:
    """统计各级区划数量，开发区单列。Count the units of every level, development zones apart."""
    with _refusing():
        tree = _tree(regions, overlay)
        console = _console()
        console.print(_totals(tree))
        console.print(f"来源 Source: {tree.source.publisher}; {tree.source.by_way_of}; {tree.source.as_of}")


def _totals(tree: "RegionTree") -> Table:
    """One row a level; units of a kind of their own, and everything below them, are counted beside the rest."""
    special = [unit for level in tree.levels for unit in tree.units(level.id) if unit.kind != level.id]
    ranges = [tree.subtree_range(unit.code) for unit in special]
    kinds = " / ".join(str(tree.kinds[kind].label) for kind in dict.fromkeys(unit.kind for unit in special))
    table = _table(
        "级别 Level", "合计 Total", *((f"以外 Outside: {kinds}", f"之内 Inside: {kinds}") if special else ())
    )
    for level in tree.levels:
        units = tree.units(level.id)
        apart = sum(any(low <= unit.code < high for low, high in ranges) for unit in units)
        figures = (len(units), len(units) - apart, apart) if special else (len(units),)
        table.add_row(str(level.label), *(f"{figure:,}" for figure in figures))
    return table


def _card(tree: "RegionTree", region: "Region", day: date) -> Table:
    table = _table("项目 Item", "内容 Content")
    low, high = tree.subtree_range(region.code)
    rows = [
        ("代码 Code", region.code),
        ("名称 Name", region.name),
        ("级别 Level", _kind(tree, region)),
        ("路径 Path", " / ".join(tree.path(region.code))),
        ("代码范围 Range of codes", f"[{low}, {high})"),
        *((f"下辖 Below: {label}", f"{count:,}") for label, count in _below(tree, region)),
        *(("沿革 History", _state(state)) for state in tree.history(region.code) if state.valid_from or state.valid_to),
        *(("标记 Mark", _mark(mark, day)) for mark in tree.mark_history(region.code)),
    ]
    for row in rows:
        table.add_row(*row)
    return table


def _below(tree: "RegionTree", region: "Region") -> list[tuple[str, int]]:
    return [(str(level.label), len(tree.units(level.id, region.code))) for level in tree.levels[region.level :]]


def _state(state: "Region") -> str:
    successors = f" → {' '.join(state.succeeded_by)}" if state.succeeded_by else ""
    return f"{state.name} {_interval(state.valid_from, state.valid_to)}{successors}"


def _mark(mark: "Mark", day: date) -> str:
    holds = f"{day} 有效 in force" if mark.in_force(day) else f"{day} 已无 not in force"
    year = f"退出年度 exit year {mark.exit_year}" if mark.exit_year else ""
    parts = (str(mark.kind.label), _interval(mark.valid_from, mark.valid_to), holds, year, mark.detail, mark.evidence)
    return "; ".join(part for part in parts if part)


def _interval(start: date | None, end: date | None) -> str:
    return f"[{start or '起始未载 start not recorded'}, {end or '…'})"


def _kind(tree: "RegionTree", region: "Region") -> str:
    return str(tree.kinds[region.kind].label)


def _tree(folder: Path | None, overlays: list[Path] | None) -> "RegionTree":
    from diguan.engine.regions import load_regions

    return load_regions(folder, overlays=overlays or ())


def _table(*header: str) -> Table:
    table = Table(show_lines=False)
    for title in header:
        table.add_column(title, overflow="fold")
    return table


def _console() -> Console:
    return Console(highlight=False, markup=False)


@contextmanager
def _refusing() -> Iterator[None]:
    """Says in both languages why the command was refused, without a traceback."""
    from diguan.engine.regions import (
        UnableToFindRegion,
        UnableToFollowSuccession,
        UnableToLoadRegions,
        UnableToReadCode,
        UnableToResolveRegion,
    )

    known = (UnableToFindRegion, UnableToFollowSuccession, UnableToLoadRegions, UnableToReadCode, UnableToResolveRegion)
    try:
        yield
    except known as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(REFUSED) from error
