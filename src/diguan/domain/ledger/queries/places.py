"""The items of a place that somebody sees, and which of them are late: what lists and figures begin with."""

from datetime import date

from django.db.models import Q, QuerySet

from diguan.domain.accounts.permissions import Act, Viewer, scoped
from diguan.domain.ledger.choices import State
from diguan.domain.ledger.models import Item
from diguan.domain.regions.queries import subtree


def at_place(viewer: Viewer, region_code: str = "") -> QuerySet[Item]:
    """Items where the viewer sees, of a unit and all below it; "" for everywhere."""
    found = scoped(Item.objects.all(), viewer, Act.SEE)
    if region_code:
        low, high = subtree(region_code)
        found = found.filter(region_code__gte=low, region_code__lt=high)
    return found


def late(on: date) -> Q:
    """Open items whose deadline has passed: the day itself is in time, and what is submitted waits for somebody else."""
    return Q(state=State.OPEN.value, sorted_on__lt=on)
