"""Items as somebody may see them: filtered, one's own, what waits for a second person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce

from django.db.models import Q, QuerySet

from diguan.domain.accounts.choices import Role
from diguan.domain.accounts.permissions import Act, Right, Viewer, scoped
from diguan.domain.ledger.choices import LIVE, State
from diguan.domain.ledger.models import Item
from diguan.domain.ledger.permissions import RANK, stands_above
from diguan.domain.ledger.queries.places import at_place, late
from diguan.domain.registry.spelling import closed_up, typed
from diguan.domain.responsibility.queries import posts_of
from diguan.engine.snapshot.listing import BASE

ORDER = ("sorted_on", "id")  # of a list of items
ENDED_ORDER = ("-updated_at", "-id")  # of a list of those that are closed or withdrawn
LIVING = [str(state) for state in LIVE]


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list shows. `state`: one of them, or "" for all that live; `text`: an item's or a household's number.

    `overdue_on`: open ones whose deadline has passed by a day; `rebound`: those that came back; `lost`: the newest round did not find them.
    """

    region_code: str = ""
    state: str = ""
    department: str = ""
    kind: str = ""
    standard: str = ""
    indicator: str = ""
    source: str = ""
    level: str = ""
    closing: str = ""
    post: int | None = None
    overdue_on: date | None = None
    rebound: bool = False
    lost: bool = False
    text: str = ""


def items(viewer: Viewer, wanted: Filter = Filter()) -> QuerySet[Item]:
    """Items where the viewer sees, that fit. Their order is the caller's."""
    found = at_place(viewer, wanted.region_code)
    if text := closed_up(typed(wanted.text)):
        found = found.filter(Q(number=text) | Q(household_number__in=(text, f"{BASE}{text}")))
    found = found.filter(state=wanted.state) if wanted.state else found.filter(state__in=LIVING)
    for name in ("department", "kind", "standard", "indicator", "source", "level", "closing"):
        if value := getattr(wanted, name):
            found = found.filter(**{name: value})
    if wanted.post is not None:
        found = found.filter(owner_post=wanted.post)
    if wanted.overdue_on is not None:
        found = found.filter(late(wanted.overdue_on))
    if wanted.lost:
        found = found.filter(lost_round__isnull=False)
    return found.filter(rebounds__gt=0) if wanted.rebound else found


def my_items(viewer: Viewer, on: date) -> QuerySet[Item]:
    """Living items whose post the viewer holds on a day; of somebody without a post those on the level of their roles."""
    held = [post.pk for post in posts_of(viewer.account_id, on)]
    own = Q(owner_post__in=held) if held else _any(_on_level(right) for right in viewer.rights(Act.HANDLE))
    return scoped(Item.objects.filter(own, state__in=LIVING), viewer, Act.SEE)


def to_confirm(viewer: Viewer) -> QuerySet[Item]:
    """Items that wait for a second person whom the viewer may be by place and rank. Whether the proof is his own is asked at the step."""
    waiting = Item.objects.filter(state=State.SUBMITTED.value).exclude(submitted_by=viewer.account_id)
    return waiting.filter(_second(viewer, Act.CONFIRM, "submitted_role"))


def to_decide(viewer: Viewer) -> QuerySet[Item]:
    """Items for which somebody asks for more time, of whom the viewer stands above."""
    asking = Item.objects.filter(state=State.OPEN.value, postpone_until__isnull=False)
    return asking.exclude(postpone_by=viewer.account_id).filter(_second(viewer, Act.APPROVE, "postpone_role"))


def to_determine(viewer: Viewer) -> QuerySet[Item]:
    """Suspicions that the viewer may determine."""
    return scoped(Item.objects.filter(state=State.SUSPECTED.value), viewer, Act.DETERMINE)


def _second(viewer: Viewer, act: Act, column: str) -> Q:
    """Items over which a right of the viewer stands above the role in a column."""
    return _any(
        _over(right) & Q(**{f"{column}__in": [str(role) for role in RANK if stands_above(right.role, role)]})
        for right in viewer.rights(act)
    )


def _over(right: Right) -> Q:
    """What a right reaches: a department's only its own."""
    low, high = right.reach
    place = Q(region_code__gte=low, region_code__lt=high)
    return place & Q(department=right.department) if right.role is Role.DEPARTMENT else place


def _on_level(right: Right) -> Q:
    return _over(right) & Q(level=str(right.role))


def _any(conditions: Iterable[Q]) -> Q:
    """One of some conditions; none at all is never true."""
    found = list(conditions)
    return reduce(Q.__or__, found) if found else Q(pk__in=[])
