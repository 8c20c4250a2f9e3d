"""The real villages of one county, from the project's region tree."""

from diguan.engine.regions import RegionTree
from diguan.synth.people import Village

PASTORAL_ENDINGS = ("苏木", "牧场")
TOWN_WORDS = ("社区", "居委会", "街道", "园区", "生活区")


class UnableToFindVillages(LookupError):
    """The county has no village where rural households could live."""


def rural_villages(tree: RegionTree, county: str) -> list[Village]:
    """Villages (嘎查, 村) of a county given by code or name, in the order of codes; residents' committees of towns are left out.

    Raises UnableToFindRegion or UnableToResolveRegion for an unknown county, UnableToFindVillages when nothing rural is left.
    """
    region = tree.get(county) if county.isdigit() else tree.resolve([county], levels=["county"])
    villages = [
        Village(unit.code, region.name, township.name, unit.name, township.name.endswith(PASTORAL_ENDINGS))
        for township in tree.units("township", region.code)
        for unit in tree.units("village", township.code)
        if not any(word in unit.name or word in township.name for word in TOWN_WORDS)
    ]
    if not villages:
        msg = (
            f"{region.name}（{region.code}）没有嘎查村，只有社区，无法生成农户；请换一个旗县\n"
            f"{region.name} ({region.code}) has no villages, only town communities: expected a rural county; choose another."
        )
        raise UnableToFindVillages(msg)
    return villages
