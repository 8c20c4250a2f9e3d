"""Units by code, their names, and what stands below them within a scope."""

from collections.abc import Iterable, Sequence
from functools import cache

from django.conf import settings

from diguan.domain.refusals import UnableToAct
from diguan.engine.documents import Label
from diguan.engine.regions import Region, RegionTree, UnableToFindRegion, UnableToReadCode, load_regions

Scopes = Sequence[tuple[str, str]]


class UnableToKnowRegion(UnableToAct):
    """A text that is no code of a unit."""

    def __init__(self, code: str, field: str = "region_code") -> None:
        super().__init__(
            Label(f"没有代码为“{code}”的区划", f"no region has the code '{code}'"),
            Label(
                "请写 2、4、6、9 或 12 位代码，或从列表中选",
                "give a code of 2, 4, 6, 9 or 12 digits, or choose from the list",
            ),
            field,
        )


@cache
def region_tree() -> RegionTree:
    """The tree, read once a process: DIGUAN_REGIONS, or Inner Mongolia."""
    return load_regions(settings.REGIONS)


def region_of(code: str, field: str = "region_code") -> Region:
    """The unit of a full or short code; UnableToKnowRegion."""
    try:
        return region_tree().get(code)
    except (UnableToFindRegion, UnableToReadCode) as error:
        raise UnableToKnowRegion(code, field) from error


def subtree(code: str) -> tuple[str, str]:
    """Half-open range of the codes of a unit and all below it, from the code alone."""
    return region_tree().form.scheme.subtree_range(code)


def region_name(code: str) -> str:
    """Name of a unit; the code itself where no unit has it, so that an old row can still be shown."""
    tree = region_tree()
    return tree.get(code).name if code in tree else code


def region_path(code: str) -> str:
    """Names from the top down to a unit, joined."""
    tree = region_tree()
    return " ".join(tree.path(code)) if code in tree else code


def within(code: str, scopes: Scopes) -> bool:
    """Whether a full code lies in one of some half-open ranges."""
    return any(low <= code < high for low, high in scopes)


def tops(scopes: Scopes) -> list[Region]:
    """The highest units that lie wholly inside some ranges, in the order of codes: where a list of choices begins."""
    return list(_tops(region_tree().units(region_tree().levels[0].id), scopes))


def children_within(code: str, scopes: Scopes) -> list[Region]:
    """Units one level below that lie in the ranges or lead to something that does, in the order of codes."""
    return [unit for unit in region_tree().children(code) if _touches(unit.code, scopes)]


def _tops(units: Iterable[Region], scopes: Scopes) -> Iterable[Region]:
    for unit in units:
        if within(unit.code, scopes) and _holds(unit.code, scopes):
            yield unit
        elif _touches(unit.code, scopes):
            yield from _tops(region_tree().children(unit.code), scopes)


def _holds(code: str, scopes: Scopes) -> bool:
    low, high = subtree(code)
    return any(start <= low and high <= end for start, end in scopes)


def _touches(code: str, scopes: Scopes) -> bool:
    low, high = subtree(code)
    return any(start < high and low < end for start, end in scopes)
