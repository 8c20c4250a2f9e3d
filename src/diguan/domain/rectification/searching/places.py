"""Which round speaks for which unit: of every county of a place the newest round of a standard that covers it whole."""

from collections.abc import Mapping, Sequence

from diguan.domain.regions.queries import region_tree
from diguan.domain.screening.models import Round

COUNTY = "county"


def units_of(region_code: str) -> list[str]:
    """The counties of a unit; a unit at or below a county is one by itself."""
    tree = region_tree()
    if region_code not in tree:
        return []
    levels = [level.id for level in tree.levels]
    own = levels.index(tree.level(region_code).id)
    wanted = levels.index(COUNTY) if COUNTY in levels else own
    found = [region_code]
    for _ in range(own, wanted):
        found = [child.code for code in found for child in tree.children(code)]
    return found


def rounds_for(region_code: str, standard: str) -> tuple[Mapping[Round, Sequence[str]], list[str]]:
    """Rounds with the units for which each speaks; and the units for which none does."""
    tree, by_round, without = region_tree(), dict[Round, list[str]](), list[str]()
    units = units_of(region_code)
    above = {unit: [unit, *(each.code for each in tree.ancestors(unit))] for unit in units}
    codes = {code for codes in above.values() for code in codes}
    known = Round.objects.filter(standard=standard, region_code__in=codes).order_by("-as_of", "-id")
    newest = list(known.defer("counts"))
    for unit in units:
        round_ = next((each for each in newest if each.region_code in above[unit]), None)
        if round_ is None:
            without.append(unit)
        else:
            by_round.setdefault(round_, []).append(unit)
    return by_round, without
