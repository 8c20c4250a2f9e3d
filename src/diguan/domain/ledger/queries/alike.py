"""What the ledger has already of a household or a place: asked before somebody opens another item."""

from collections.abc import Sequence
from dataclasses import dataclass

from diguan.domain.accounts.permissions import Act, Viewer, scoped
from diguan.domain.ledger.choices import LIVE
from diguan.domain.ledger.models import Item
from diguan.domain.registry.models import Household


@dataclass(frozen=True, slots=True)
class Alike:
    """A living item of the same subject. `same`: of the very indicator, so that no second one will be opened."""

    item: Item
    same: bool


def alike(
    viewer: Viewer, household: Household | None, region_code: str, *, rule: tuple[str, str] = ("", ""), person: str = ""
) -> Sequence[Alike]:
    """Living items of a household, or of a place itself, the newest first. `rule`: standard and indicator that are asked about."""
    found = scoped(Item.objects.filter(state__in=[str(state) for state in LIVE]), viewer, Act.SEE)
    if household is None:
        found = found.filter(region_code=region_code, household_number="")
    else:
        found = found.filter(county=household.county, household_number=household.number)
    rows = found.select_related("owner_post").order_by("-opened_at", "-id")[:50]
    same = [bool(rule[1]) and (*rule, person) == (i.standard, i.indicator, i.person_number) for i in rows]
    return sorted((Alike(item, known) for item, known in zip(rows, same, strict=True)), key=lambda each: not each.same)
