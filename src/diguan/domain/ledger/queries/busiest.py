"""Where there is most to do in the ledger: where somebody who tries it out is best put."""

from collections import Counter

from diguan.domain.ledger.choices import LIVE
from diguan.domain.ledger.models import Item
from diguan.domain.regions.queries import region_tree

VILLAGE, TOWNSHIP = "village", "township"


def busiest_village() -> str | None:
    """The village whose own posts and whose township's have open problems; of several the one with most of its own, then with most at all.

    None where no problem of a village is open.
    """
    here, of_village, of_township = (Counter[str]() for _ in range(3))
    states = [str(state) for state in LIVE]
    for code, owner in Item.objects.filter(state__in=states).values_list("region_code", "owner_post__region_code"):
        here[code] += 1
        of_village[code] += owner == code
        of_township[owner or ""] += 1
    tree = region_tree()
    villages = [code for code in here if code in tree and tree.level(code).id == VILLAGE]

    def order(code: str) -> tuple[int, int, int, str]:
        above = next((unit.code for unit in tree.ancestors(code) if tree.level(unit.code).id == TOWNSHIP), "")
        shared = (of_village[code] > 0) + (of_township[above] > 0)
        return -shared, -of_village[code], -here[code], code

    return min(villages, key=order, default=None)
