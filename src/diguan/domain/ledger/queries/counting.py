"""Figures of the board: how items stand, how they were closed, who has how many and how late."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q

from diguan.domain.accounts.permissions import Viewer, scoped
from diguan.domain.ledger.choices import LIVE, ON_PAPER, Closing, Level, State
from diguan.domain.ledger.models import Event, Item
from diguan.domain.ledger.queries.listing import late
from diguan.domain.regions.queries import subtree
from diguan.domain.responsibility.models import Post


@dataclass(frozen=True, slots=True)
class Counts:
    """Figures of a place on a day. `rebound`: living items that came back; `on_paper`: attempts to close that were refused, ever."""

    states: Mapping[State, int]
    closings: Mapping[Closing, int]
    overdue: int
    undated: int
    rebound: int
    on_paper: int

    @property
    def living(self) -> int:
        """Items that have not ended."""
        return sum(self.states[state] for state in LIVE)


def counts(viewer: Viewer, on: date, *, region_code: str = "") -> Counts:
    """Figures over everything that the viewer sees, or a unit of it."""
    seen = scoped(Item.objects.all(), viewer)
    if region_code:
        low, high = subtree(region_code)
        seen = seen.filter(region_code__gte=low, region_code__lt=high)
    living = seen.filter(state__in=[str(state) for state in LIVE])
    states = dict(seen.order_by().values_list("state").annotate(count=Count("pk")))
    closings = dict(seen.filter(state=State.CLOSED.value).order_by().values_list("closing").annotate(count=Count("pk")))
    figures = living.aggregate(
        overdue=Count("pk", filter=late(on)),
        undated=Count("pk", filter=Q(deadline_on__isnull=True)),
        rebound=Count("pk", filter=Q(rebounds__gt=0)),
    )
    tried = Event.objects.filter(
        accepted=False, refusal__in=[str(code) for code in ON_PAPER], item__in=seen.values("pk")
    )
    return Counts(
        states={state: states.get(state.value, 0) for state in State},
        closings={closing: closings.get(closing.value, 0) for closing in Closing},
        on_paper=tried.count(),
        **figures,
    )


@dataclass(frozen=True, slots=True)
class Load:
    """What a post has. `post` None: items that no post answers for. `oldest_on`: the earliest deadline that has passed."""

    post: Post | None
    level: Level
    living: int
    overdue: int
    oldest_on: date | None


def overdue_by(viewer: Viewer, on: date, *, region_code: str = "") -> Sequence[Load]:
    """Living and overdue items by owner, the most overdue first; every item that the viewer sees is counted once."""
    seen = scoped(Item.objects.filter(state__in=[str(state) for state in LIVE]), viewer)
    if region_code:
        low, high = subtree(region_code)
        seen = seen.filter(region_code__gte=low, region_code__lt=high)
    passed = Q(sorted_on__lt=on)
    rows = list(
        seen.order_by()
        .values("owner_post", "level")
        .annotate(living=Count("pk"), overdue=Count("pk", filter=passed), oldest=Min("sorted_on", filter=passed))
    )
    posts = Post.objects.in_bulk({row["owner_post"] for row in rows} - {None})
    found = [
        Load(posts.get(row["owner_post"]), Level(row["level"]), row["living"], row["overdue"], row["oldest"])
        for row in rows
    ]
    return sorted(found, key=lambda load: (-load.overdue, -load.living, load.post.pk if load.post else 0, load.level))
