"""Which area a household's region code is counted under, and what its levels are called."""

from collections.abc import Iterable
from dataclasses import dataclass

from diguan.engine.regions import Region, RegionTree

AREA_LEVEL = "township"
SHOWN_LEVELS = ("prefecture", "county", "township", "village")


@dataclass(frozen=True, slots=True)
class Area:
    """A township, or where the code is not known or stands above townships, the unit of the code itself."""

    code: str
    path: tuple[str, ...] = ()


class Places:
    """Region codes of a round, looked up once each. Without a tree, or for a code it does not have, a code stands for itself."""

    def __init__(self, regions: RegionTree | None) -> None:
        self._regions = regions
        self._lines: dict[str, tuple[Region, ...]] = {}

    def area(self, code: str | None) -> Area:
        """The area that a code is counted under; the empty area for no code."""
        line = self._line(code)
        if not line or self._regions is None:
            return Area(code or "")
        for region in line:
            if self._level(region) == AREA_LEVEL:
                return Area(region.code, self._regions.path(region.code))
        return Area(line[-1].code, self._regions.path(line[-1].code))

    def names(self, code: str | None) -> tuple[str, str, str, str]:
        """Names of prefecture, county, township and village; an unknown code stands where the village stands."""
        line = self._line(code)
        if not line:
            return ("", "", "", code or "")
        by_level = {self._level(region): region.name for region in line}
        return (
            by_level.get("prefecture", ""),
            by_level.get("county", ""),
            by_level.get("township", ""),
            by_level.get("village", ""),
        )

    def whole(self, codes: Iterable[str | None]) -> tuple[str, ...]:
        """Path of the smallest unit, county or above, that holds every code; empty when there is none or a code is not known."""
        lines = [self._line(code) for code in set(codes) if code]
        if not lines or not all(lines) or self._regions is None:
            return ()
        shared: tuple[str, ...] = ()
        for units in zip(*lines, strict=False):
            if len({unit.code for unit in units}) > 1 or self._level(units[0]) in {"township", "village"}:
                break
            shared = self._regions.path(units[0].code)
        return shared

    def _line(self, code: str | None) -> tuple[Region, ...]:
        """The unit and those above it, top first; nothing for a code that the tree does not have."""
        if code is None or self._regions is None or code not in self._regions:
            return ()
        if code not in self._lines:
            self._lines[code] = (*self._regions.ancestors(code), self._regions.get(code))
        return self._lines[code]

    def _level(self, region: Region) -> str:
        return self._regions.level(region.code).id if self._regions else ""
