"""Where there is most to do in the ledger: where somebody who tries it out is best put."""

from collections import Counter

from django.db.models import Count

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
    living = Item.objects.filter(state__in=states).values_list("region_code", "owner_post__region_code").order_by()
    for code, owner, number in living.annotate(number=Count("pk")):
        here[code] += number
        of_village[code] += number if owner == code else 0
        of_township[owner or ""] += number
    tree = region_tree()
    villages = [code for code in here if code in tree and tree.level(code).id == VILLAGE]

    def order(code: str) -> tuple[int, int, int, str]:
        above = next((unit.code for unit in tree.ancestors(code) if tree.level(unit.code).id == TOWNSHIP), "")
        shared = (of_village[code] > 0) + (of_township[above] > 0)
        return -shared, -of_village[code], -here[code], code

    return min(villages, key=order, default=None)
