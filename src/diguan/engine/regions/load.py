"""Loads a region folder into a tree, with an operator's tables beside it."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from diguan.engine.regions.format import read_format
from diguan.engine.regions.index import NameIndex
from diguan.engine.regions.matching import NameSearch
from diguan.engine.regions.model import Mark
from diguan.engine.regions.store import UnitStore
from diguan.engine.regions.tables import Row, UnableToLoadRegions, columns, rows
from diguan.engine.regions.tree import RegionTree

_DATA = Path(__file__).resolve().parents[2] / "data" / "regions"
INNER_MONGOLIA = _DATA / "inner-mongolia"
DEMONSTRATION_MARKS = _DATA / "demonstration" / "deeply_poor.csv"  # stand-ins; every row of the file says so


def load_regions(path: Path | None = None, *, overlays: Sequence[Path] = ()) -> RegionTree:
    """Loads a region folder (None: Inner Mongolia as of 2023).

    `overlays` are an operator's own tables of units, marks or aliases, or folders of such; what a table holds is told by its columns.
    A table of units replaces whatever is said elsewhere about the codes it names; marks and aliases are added to those of the folder.
    Raises UnableToLoadRegions with file and line.
    """
    folder = INNER_MONGOLIA if path is None else path
    form = read_format(folder / "regions.yaml")
    parts = sorted((folder / "parts").glob("*.csv")) if form.parts_from else []
    store = UnitStore(form, {file.stem: file for file in parts})
    own, added = _tables(folder), [table for overlay in overlays for table in _tables(overlay)]
    for table in own:
        if _holds(table) == "units":
            store.add(table)
    for table in added:
        if _holds(table) == "units":
            store.add(table, replaces=True)
    store.check()
    tables = [*own, *added]
    marks = _marks(store, [table for table in tables if _holds(table) == "marks"])
    aliases = _aliases(store, [table for table in tables if _holds(table) == "aliases"])
    return RegionTree(store, marks, NameSearch(store, NameIndex(store, aliases)))


def _tables(place: Path) -> list[Path]:
    tables = sorted(place.glob("*.csv")) if place.is_dir() else [place]
    missing = next((table for table in tables if not table.is_file()), None)
    if not tables or missing:
        raise UnableToLoadRegions(
            missing or place,
            None,
            "没有这个文件，或文件夹内没有 .csv 表；须是区划、标记或别名表，或存放它们的文件夹",
            "no such file, or no .csv table in the folder; expected a table of units, marks or aliases, or a folder of such",
        )
    return tables


def _holds(table: Path) -> str:
    header = columns(table)
    if "mark" in header:
        return "marks"
    return "aliases" if "alias" in header else "units"


def _marks(store: UnitStore, tables: Iterable[Path]) -> dict[str, tuple[Mark, ...]]:
    found: dict[str, tuple[Mark, ...]] = {}
    optional = ("valid_from", "valid_to", "exit_year", "announced", "detail", "evidence")
    for table in tables:
        for row in rows(table, required=("code", "mark"), optional=optional):
            mark = _mark(store, row)
            found[mark.code] = (*found.get(mark.code, ()), mark)
    return found


def _mark(store: UnitStore, row: Row) -> Mark:
    kinds = store.form.marks
    kind = row.required("mark")
    if kind not in kinds:
        raise row.refused(
            f"没有名为“{kind}”的标记；应为 {sorted(kinds)} 之一",
            f"there is no mark '{kind}'; expected one of {sorted(kinds)}",
        )
    year = row.text("exit_year")
    if year and not (len(year) == len("2020") and year.isdecimal()):
        raise row.refused(
            f"“{year}”不是年份；应为四位数字或留空", f"'{year}' is not a year; expected four digits or an empty cell"
        )
    start, end = row.interval()
    return Mark(
        code=_known_code(store, row),
        kind=kinds[kind],
        valid_from=start,
        valid_to=end,
        exit_year=int(year) if year else None,
        announced=row.text("announced"),
        detail=row.text("detail"),
        evidence=row.text("evidence"),
    )


def _aliases(store: UnitStore, tables: Iterable[Path]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for table in tables:
        for row in rows(table, required=("code", "alias"), optional=("basis",)):
            code = _known_code(store, row)
            found[code] = (*found.get(code, ()), row.required("alias"))
    return found


def _known_code(store: UnitStore, row: Row) -> str:
    code = row.required("code")
    try:
        known = store.history(code)
    except ValueError as error:
        raise row.refused(*str(error).split("\n")) from error
    if not known:
        raise row.refused(f"没有代码为 {code} 的区划", f"no region has the code {code}")
    return code
