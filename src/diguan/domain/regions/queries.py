"""Units by code, their names, and what stands below them within a scope."""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import islice

from django.conf import settings

from diguan.domain.refusals import UnableToAct
from diguan.engine.documents import Label
from diguan.engine.regions import Region, RegionTree, UnableToFindRegion, UnableToReadCode, load_regions

Scopes = Sequence[tuple[str, str]]
MOST_OFFERED = 12


class UnableToKnowRegion(UnableToAct):
    """A text that is no code of a unit, or a name of none or of several."""

    def __init__(self, text: str, field: str = "region_code", several: Sequence[Region] = ()) -> None:
        if several:
            named_zh = "、".join(f"{region_path(unit.code)}（{unit.code}）" for unit in several[:MOST_OFFERED])
            named_en = ", ".join(f"{region_path(unit.code)} ({unit.code})" for unit in several[:MOST_OFFERED])
            message = Label(f"“{text}”可以指多个区划", f"'{text}' can mean several regions")
            super().__init__(message, Label(f"请写代码：{named_zh}", f"give a code: {named_en}"), field)
            return
        super().__init__(
            Label(f"没有代码或名称为“{text}”的区划", f"no region has the code or the name '{text}'"),
            Label(
                "请写 2、4、6、9 或 12 位代码，或写名称后从列表中选",
                "give a code of 2, 4, 6, 9 or 12 digits, or a name and choose from the list",
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


@lru_cache(maxsize=4096)
def region_path_below(code: str, scopes: tuple[tuple[str, str], ...]) -> str:
    """Names down to a unit without those of the units in which all of some ranges lie: what everybody with these ranges knows anyway."""
    tree = region_tree()
    if code not in tree or not scopes:
        return region_path(code)
    low, high = scopes[0][0], scopes[-1][1]
    above = [tree.subtree_range(unit.code) for unit in tree.ancestors(code)]
    kept = 1 + sum(1 for start, end in above if not (start <= low and high <= end))
    return " ".join(tree.path(code)[-kept:])


def within(code: str, scopes: Scopes) -> bool:
    """Whether a full code lies in one of some half-open ranges."""
    return any(low <= code < high for low, high in scopes)


def tops(scopes: Scopes) -> list[Region]:
    """The highest units that lie wholly inside some ranges, in the order of codes: where a list of choices begins."""
    return list(_tops(region_tree().units(region_tree().levels[0].id), scopes))


def covers_whole_tree(scopes: Scopes) -> bool:
    """Whether the ranges hold every unit there is."""
    return all(_holds(unit.code, scopes) for unit in region_tree().units(region_tree().levels[0].id))


def children_within(code: str, scopes: Scopes) -> list[Region]:
    """Units one level below that lie in the ranges or lead to something that does, in the order of codes."""
    return [unit for unit in region_tree().children(code) if _touches(unit.code, scopes)]


def resolve_region(text: str, scopes: Scopes) -> str:
    """The full code that a code, a name or a path means within some ranges; UnableToKnowRegion where that is none or several.

    Outside the ranges there is nothing: what lies there is answered like what does not exist.
    """
    said = text.split("（", maxsplit=1)[0].split("(", maxsplit=1)[0].strip()
    if said in region_tree():
        code = region_tree().get(said).code
        if within(code, scopes):
            return code
        raise UnableToKnowRegion(text)
    found = [unit for unit in _named(said) if within(unit.code, scopes)]
    if len(found) == 1:
        return found[0].code
    raise UnableToKnowRegion(text, several=found)


def offered(text: str, scopes: Scopes) -> list[Region]:
    """Units within some ranges whose name begins with or contains a text, the highest first: suggestions while somebody types."""
    said = text.strip()
    if not said:
        return []
    units = (unit for level in region_tree().levels for unit in _all_units(level.id))
    found = (u for u in units if (said in u.name or u.code.startswith(said)) and within(u.code, scopes))
    return list(islice(found, MOST_OFFERED))


def _named(text: str) -> list[Region]:
    """Units of a name, or of a path of names from upper to lower."""
    *above, name = text.replace("/", " ").split() or [""]
    if not name:
        return []
    closest = [(closeness, unit) for unit, closeness in region_tree().find(name)]
    best = min((closeness for closeness, _ in closest), default=None)
    found = [unit for closeness, unit in closest if closeness == best]
    return [unit for unit in found if set(above) <= set(region_tree().path(unit.code))]


@cache
def _all_units(level: str) -> tuple[Region, ...]:
    return tuple(region_tree().units(level))


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
