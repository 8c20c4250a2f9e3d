"""What persisted when it was looked at again, by place; places stand in the order of it, never of how fast problems were closed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from diguan.domain.accounts.permissions import Viewer
from diguan.domain.insight.queries import Choice
from diguan.domain.insight.rolling import parent_of, units_above
from diguan.domain.lookback.queries import persistence
from diguan.web.board.showing import Line, Persisted


def persistence_of(viewer: Viewer, choice: Choice) -> dict[str, Persisted]:
    """The place and the units below it that have results; nothing for whoever sees no rows, for they are few."""
    place = choice.region_code
    if viewer.is_outside(place):
        return {}
    found: dict[str, Persisted] = {}
    for row in persistence(viewer, region_code=place, level="village"):
        if choice.indicator in ("", row.indicator) and choice.department in ("", row.department):
            for unit in (each for each in units_above(row.region_code) if place in (each, parent_of(each))):
                found[unit] = found.get(unit, Persisted()).and_also(row.looked_back, row.persisted)
    return found


def ranked(lines: Sequence[Line], persisted: Mapping[str, Persisted]) -> list[Line]:
    """Lines with what persisted: the most first, of equals the one that was looked at more; then those without results as they were."""
    found = [line if line.direct else replace(line, persisted=persisted.get(line.id)) for line in lines]
    return sorted(found, key=_place)


def _place(line: Line) -> tuple[bool, float, int]:
    one = line.persisted
    if one is None or not one.looked_back:
        return True, 0.0, 0
    return False, -one.persisted / one.looked_back, -one.looked_back
