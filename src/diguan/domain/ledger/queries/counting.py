"""Figures of the board: how items stand, how they were closed, who has how many and how late. Each is read from one index alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from diguan.domain.accounts.permissions import Viewer
from diguan.domain.ledger.choices import LIVE, ON_PAPER, Closing, State
from diguan.domain.ledger.models import Event
from diguan.domain.ledger.queries.places import at_place, late
from diguan.domain.responsibility.models import Post

LIVING = [str(state) for state in LIVE]


@dataclass(frozen=True, slots=True)
class Counts:
    """How the ledger of a place stands on a day. `by_closing`: closed ones by way; `overdue` are among the open ones.

    `rebound`, `postponed`: items that came back, or got more time, at least once, whatever their state.
    """

    by_state: Mapping[str, int]
    by_closing: Mapping[str, int]
    overdue: int
    rebound: int
    postponed: int

    @property
    def living(self) -> int:
        """All that are neither closed nor withdrawn."""
        return sum(self.by_state[state] for state in LIVING)


def counts(viewer: Viewer, on: date, region_code: str = "", department: str = "") -> Counts:
    """Count the items of a place where the viewer sees."""
    found = at_place(viewer, region_code)
    if department:
        found = found.filter(department=department)
    rows = (
        found.order_by()
        .values("state", "closing")
        .annotate(
            number=Count("*"),
            overdue=Count("state", filter=late(on)),
            rebound=Count("state", filter=Q(rebounds__gt=0)),
            postponed=Count("state", filter=Q(postponements__gt=0)),
        )
    )
    by_state = dict.fromkeys((str(state) for state in State), 0)
    by_closing = dict.fromkeys((str(way) for way in Closing), 0)
    counted = list(rows)
    for row in counted:
        by_state[row["state"]] += row["number"]
        if row["state"] == State.CLOSED.value:
            by_closing[row["closing"]] += row["number"]
    sums = {name: sum(row[name] for row in counted) for name in ("overdue", "rebound", "postponed")}
    return Counts(by_state, by_closing, **sums)


def tried_on_paper(viewer: Viewer, region_code: str = "") -> Mapping[str, int]:
    """Attempts to close that the standard, the proof or the second person refused, by reason; whatever became of the item."""
    seen = at_place(viewer, region_code).values("pk")
    tried = Event.objects.filter(accepted=False, refusal__in=[str(code) for code in ON_PAPER], item__in=seen)
    rows = tried.order_by().values("refusal").annotate(number=Count("*"))
    return {row["refusal"]: row["number"] for row in rows.order_by("refusal")}


@dataclass(frozen=True, slots=True)
class Load:
    """What one owner has on a day. `post`: None for items that belong to nobody; `oldest`: the deadline that passed first.

    `newest_step_on`: when a person last took a step on one of them, None where nobody has.
    """

    post: Post | None
    level: str
    living: int
    overdue: int
    oldest: date | None
    newest_step_on: date | None


def load_by_owner(viewer: Viewer, on: date, region_code: str = "", most: int | None = None) -> Sequence[Load]:
    """Living and overdue items by owner, most overdue first; `most`: so many owners at most. Every item is counted once."""
    passed = Q(state=State.OPEN.value, sorted_on__lt=on)
    rows = (
        at_place(viewer, region_code)
        .filter(state__in=LIVING)
        .order_by()
        .values("owner_post", "level")
        .annotate(
            living=Count("*"),
            overdue=Count("state", filter=passed),
            oldest=Min("sorted_on", filter=passed),
            stepped=Max("stepped_at"),
        )
    )
    listed = list(rows.order_by("-overdue", "-living", "owner_post", "level")[:most])
    posts = Post.objects.in_bulk({row["owner_post"] for row in listed} - {None})
    return [
        Load(
            posts.get(row["owner_post"]),
            row["level"],
            row["living"],
            row["overdue"],
            row["oldest"],
            row["stepped"] and timezone.localdate(row["stepped"]),
        )
        for row in listed
    ]


def overdue_by_level(viewer: Viewer, on: date, region_code: str = "") -> dict[str, tuple[int, int]]:
    """Living and overdue items by level of their owner."""
    found = at_place(viewer, region_code).filter(state__in=LIVING).order_by()
    rows = found.values("level").annotate(living=Count("*"), late=Count("state", filter=late(on))).order_by("level")
    return {row["level"]: (row["living"], row["late"]) for row in rows}
