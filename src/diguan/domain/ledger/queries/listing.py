"""Lists of items that somebody sees, filtered; what is due first comes first, what has no deadline last."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet

from diguan.domain.accounts.permissions import Viewer, scoped
from diguan.domain.ledger.choices import LIVE, State
from diguan.domain.ledger.models import Item
from diguan.domain.regions.queries import subtree

ORDER = ("sorted_on", "id")
EQUAL = (
    "standard",
    "indicator",
    "kind",
    "department",
    "level",
    "source",
    "closing",
    "owner_post",
    "county",
    "household_number",
)


def items(  # noqa: PLR0913  a list has so many filters
    viewer: Viewer,
    *,
    states: Sequence[State] = LIVE,
    region_code: str = "",
    number: str = "",
    late_on: date | None = None,
    rebound: bool = False,
    lost: bool = False,
    **equal: str | int,
) -> QuerySet[Item]:
    """Items in the viewer's regions. `number`: of the item or of a household; `late_on`: their deadline has passed on the day.

    `rebound`: came back at least once; `lost`: the newest round did not find them. `equal`: any of standard, indicator, kind, department,
    level, source, closing, owner_post, county, household_number; an empty value filters nothing.
    """
    found = scoped(Item.objects.filter(state__in=[str(state) for state in states]), viewer)
    if region_code:
        low, high = subtree(region_code)
        found = found.filter(region_code__gte=low, region_code__lt=high)
    if number:
        found = found.filter(Q(number=number) | Q(household_number=number))
    if late_on is not None:
        found = found.filter(late(late_on))
    if rebound:
        found = found.filter(rebounds__gt=0)
    if lost:
        found = found.filter(lost_round__isnull=False)
    unknown = sorted(set(equal) - set(EQUAL))
    if unknown:
        raise TypeError(", ".join(unknown))
    return found.filter(**{name: value for name, value in equal.items() if value not in ("", None)}).order_by(*ORDER)


def late(on: date) -> Q:
    """Living items whose deadline has passed: the day itself is still in time."""
    return Q(state__in=[str(state) for state in LIVE], sorted_on__lt=on)
