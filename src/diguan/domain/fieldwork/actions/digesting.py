"""Once a day whoever holds a post is told how it stands: what is open, due soon, overdue, and what waits for a second person."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Q

from diguan.domain.calendar.queries import add_working_days
from diguan.domain.fieldwork.reminders import load_reminders
from diguan.domain.ledger.choices import LIVE, State
from diguan.domain.ledger.models import Item
from diguan.domain.messages.actions.telling import Telling, notify_many
from diguan.domain.responsibility.models import Post
from diguan.domain.responsibility.queries import Chart, chart_of
from diguan.domain.responsibility.queries.above import superiors


@dataclass(frozen=True, slots=True)
class _Owned:
    """Items of one owner in one place, counted."""

    county: str
    region_code: str
    post: Post | None
    open: int
    due: int
    overdue: int
    submitted: int


@transaction.atomic
def digest(*, on: date, at: datetime) -> int:
    """Tell every holder of a post with an account how its items stand on a day, where there is something to tell; how many were told."""
    found: dict[int, Counter[str]] = {}
    charts: dict[str, Chart] = {}
    for owned in _counted(on):
        if owned.county not in charts:
            charts[owned.county] = chart_of(owned.county.ljust(12, "0"), on)
        chart = charts[owned.county]
        links = superiors(chart, owned.post, owned.region_code)
        holder = links[0].account_id if links else None
        if holder is not None:
            told = found.setdefault(holder, Counter())
            told.update(open=owned.open, due=owned.due, overdue=owned.overdue)
        second = next((link.account_id for link in links[1:] if link.account_id not in (None, holder)), None)
        if second is not None and owned.submitted:
            found.setdefault(second, Counter()).update(confirm=owned.submitted)
    return notify_many([_telling(account, counts, on) for account, counts in sorted(found.items())], at=at)


def _counted(on: date) -> Iterator[_Owned]:
    soon = add_working_days(on, load_reminders().stages[0].days).on
    open_ = Q(state=State.OPEN.value)
    rows = (
        Item.objects.filter(state__in=[str(state) for state in LIVE])
        .values("county", "region_code", "owner_post")
        .annotate(
            open=Count("pk"),
            due=Count("pk", filter=open_ & Q(deadline_on__gte=on, deadline_on__lte=soon)),
            overdue=Count("pk", filter=open_ & Q(deadline_on__lt=on)),
            submitted=Count("pk", filter=Q(state=State.SUBMITTED.value)),
        )
        .order_by("county", "region_code", "owner_post")
    )
    posts = Post.objects.in_bulk({row["owner_post"] for row in rows if row["owner_post"]})
    for row in rows:
        yield _Owned(
            row["county"],
            row["region_code"],
            posts.get(row["owner_post"]),
            row["open"],
            row["due"],
            row["overdue"],
            row["submitted"],
        )


def _telling(account: int, counts: Counter[str], on: date) -> Telling:
    words = {name: counts[name] for name in ("open", "due", "overdue", "confirm")}
    return Telling(account, "digest", f"digest:{on}", "items", {"on": on, **words})
