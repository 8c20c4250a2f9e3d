"""What waits for somebody: their own items, closings for a second person, suspicions to be determined, more time to be granted."""

from collections.abc import Iterable
from datetime import date
from functools import reduce

from django.db.models import Q, QuerySet

from diguan.domain.accounts.choices import Act, Role
from diguan.domain.accounts.permissions import ACTS, Right, Viewer, scoped
from diguan.domain.ledger.choices import LIVE, State
from diguan.domain.ledger.models import Item
from diguan.domain.ledger.permissions import RANK, stands_above
from diguan.domain.ledger.queries.listing import ORDER
from diguan.domain.regions.queries import subtree
from diguan.domain.responsibility.queries import posts_of


def my_items(viewer: Viewer, on: date) -> QuerySet[Item]:
    """Living items of the posts that the viewer holds on a day; of somebody without a post those that lie on the level of their roles."""
    living = scoped(Item.objects.filter(state__in=[str(state) for state in LIVE]), viewer)
    posts = [post.pk for post in posts_of(viewer.account_id, on)]
    own = Q(owner_post__in=posts) if posts else _any(_on_level(right) for right in _rights(viewer, Act.HANDLE))
    return living.filter(own).order_by(*ORDER)


def to_confirm(viewer: Viewer) -> QuerySet[Item]:
    """Closings whose second person the viewer can be, but for the proof: whoever recorded it is told so when the item is opened."""
    waiting = scoped(Item.objects.filter(state=State.SUBMITTED.value), viewer).exclude(submitted_by=viewer.account_id)
    return waiting.filter(_second(viewer, Act.CONFIRM, "submitted_role")).order_by(*ORDER)


def to_decide(viewer: Viewer) -> QuerySet[Item]:
    """Items for which more time was asked, and the viewer may grant it."""
    asked = scoped(Item.objects.filter(state=State.OPEN.value, postpone_until__isnull=False), viewer)
    others = asked.exclude(postpone_by=viewer.account_id)
    return others.filter(_second(viewer, Act.APPROVE, "postpone_role")).order_by(*ORDER)


def to_determine(viewer: Viewer) -> QuerySet[Item]:
    """Suspicions that the viewer may determine."""
    return scoped(Item.objects.filter(state=State.SUSPECTED.value), viewer, Act.DETERMINE).order_by(*ORDER)


def _rights(viewer: Viewer, act: Act) -> list[Right]:
    return [right for right in viewer.grants if act in ACTS[right.role]]


def _second(viewer: Viewer, act: Act, column: str) -> Q:
    """Items over which a right of the viewer stands above the role in a column."""
    return _any(
        _over(right) & Q(**{f"{column}__in": [str(role) for role in RANK if stands_above(right.role, role)]})
        for right in _rights(viewer, act)
    )


def _over(right: Right) -> Q:
    low, high = subtree(right.region_code)
    place = Q(region_code__gte=low, region_code__lt=high)
    return place & Q(department=right.department) if right.role is Role.DEPARTMENT else place


def _on_level(right: Right) -> Q:
    return _over(right) & Q(level=str(right.role))


def _any(conditions: Iterable[Q]) -> Q:
    """One of some conditions; none at all is never true."""
    found = list(conditions)
    return reduce(Q.__or__, found) if found else Q(pk__in=[])
