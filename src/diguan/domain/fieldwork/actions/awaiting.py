"""A step that waits for a person is due as well: whoever owes it is told when it is late, then, step by step, those above.

Deadlines by step and level are data of the standard or the project. A stage and its message are written in one transaction, and a stage is
told once, whatever is begun anew; where the system stood still for days, only the last stage that has come is told.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from diguan.domain.calendar.queries import add_working_days, working_days_between
from diguan.domain.fieldwork.actions.reminding import BATCH, Told
from diguan.domain.fieldwork.models import Awaited
from diguan.domain.fieldwork.queries.awaited import WAITING, began_at
from diguan.domain.fieldwork.reminders import load_reminders
from diguan.domain.ledger.actions.owners import level_of
from diguan.domain.ledger.choices import Wait
from diguan.domain.ledger.models import Item
from diguan.domain.ledger.queries.owing import Owing
from diguan.domain.ledger.terms import Deadlines, deadlines_of
from diguan.domain.messages.actions.telling import notify
from diguan.domain.responsibility.models import Post
from diguan.domain.responsibility.queries import Link, chart_of


def remind_of_waiting(*, on: date, at: datetime) -> Told:
    """Tell of every step that has come to a new stage of waiting by a day. Run twice, it tells once."""
    told, deadlines = Told(), dict[str, Deadlines]()
    for wait in Wait:
        for standard in waiting_items(wait, on).order_by("standard").values_list("standard", flat=True).distinct():
            deadlines[standard] = deadlines_of(standard, on)
            found = _open(wait, on, len(deadlines[standard].waiting)).filter(standard=standard)
            for county in found.order_by("county").values_list("county", flat=True).distinct():
                owing = Owing(chart_of(county.ljust(12, "0"), on), on)
                day = _Day(on, at, wait, owing, deadlines[standard])
                after = 0
                while batch := list(found.filter(county=county, pk__gt=after).order_by("pk")[:BATCH]):
                    after = batch[-1].pk
                    told += _tell(batch, day)
    return told


def waiting_items(wait: Wait, on: date) -> QuerySet[Item]:
    """Items that wait for a step since before a day, with `began`: since when."""
    midnight = timezone.make_aware(datetime.combine(on, time()))
    return Item.objects.filter(WAITING[wait]).annotate(began=began_at(wait)).filter(began__lt=midnight)


def _open(wait: Wait, on: date, last: int) -> QuerySet[Item]:
    """Those that have not come to the last stage yet."""
    done = Awaited.objects.filter(item=OuterRef("pk"), wait=wait, began=OuterRef("began"), rank=last)
    return waiting_items(wait, on).exclude(Exists(done))


@dataclass(frozen=True, slots=True)
class _Day:
    on: date
    at: datetime
    wait: Wait
    owing: Owing
    deadlines: Deadlines


@dataclass(frozen=True, slots=True)
class _Reached:
    """A stage of waiting. `links`: who owes the step, then whoever stands above."""

    item: Item
    began: datetime
    due_on: date
    rank: int
    links: Sequence[Link]

    @property
    def owes(self) -> Post | None:
        """The post that owes the step."""
        return self.links[0].post if self.links else None

    @property
    def whom(self) -> Link | None:
        """So many steps above who owes it as the stage says; where that one cannot be told, the next above."""
        fitting = self.links[self.rank - 1 :] or self.links[-1:]
        return next((link for link in fitting if link.account_id is not None), fitting[0] if fitting else None)


@transaction.atomic
def _tell(batch: Sequence[Item], day: _Day) -> Told:
    held = waiting_items(day.wait, day.on).select_for_update(of=("self",)).filter(pk__in=[item.pk for item in batch])
    items = list(held.select_related("owner_post").order_by("pk"))
    past = _past(items, day.wait)
    counts, most = _told_today(day.on), load_reminders().singly
    written = []
    for item in items:
        reached = _reached(item, day)
        if reached is None or past[item.pk, reached.began] >= reached.rank:
            continue
        account = None if reached.whom is None else reached.whom.account_id
        singly = account is not None and counts[account] < most
        if singly and account is not None:
            counts[account] += 1
            _message(reached, account, day)
        written.append(_row(reached, account, day, singly=singly))
    Awaited.objects.bulk_create(written)
    return Told(len(written), sum(row.singly for row in written), sum(row.account is None for row in written))


def _past(items: Sequence[Item], wait: Wait) -> Mapping[tuple[int, datetime], int]:
    """The last stage of each that was told."""
    found: dict[tuple[int, datetime], int] = defaultdict(int)
    for pk, began, rank in Awaited.objects.filter(item__in=items, wait=wait).values_list("item_id", "began", "rank"):
        found[pk, began] = max(rank, found[pk, began])
    return found


def _reached(item: Item, day: _Day) -> _Reached | None:
    """The stage that an item has come to; None while its step is in time."""
    began: datetime = item.began  # type: ignore[attr-defined]  # annotated by waiting_items
    links = day.owing.up_from(item, day.wait) or day.owing.chain(item)
    level = level_of(links[0].post if links else None, item.region_code)
    due = add_working_days(timezone.localdate(began), day.deadlines.of_step(day.wait, level), item.region_code).on
    late = -working_days_between(day.on, due, item.region_code) if day.on > due else 0
    rank = sum(late >= stage for stage in day.deadlines.waiting)
    return _Reached(item, began, due, rank, links) if rank else None


def _told_today(on: date) -> dict[int, int]:
    rows = Awaited.objects.filter(on=on, singly=True, account__isnull=False).values("account").order_by()
    counted = rows.annotate(number=Count("pk"))
    return defaultdict(int, {row["account"]: row["number"] for row in counted if row["account"] is not None})


def _message(reached: _Reached, account: int, day: _Day) -> None:
    item = reached.item
    days = working_days_between(timezone.localdate(reached.began), day.on, item.region_code)
    own = reached.rank == 1
    notify(
        account_id=account,
        kind=f"waits_{day.wait}" if own else f"waits_{day.wait}_above",
        key=f"awaited:{item.pk}:{day.wait}:{reached.began.isoformat()}:{reached.rank}",
        about=f"item:{item.pk}",
        at=day.at,
        number=item.number,
        region=item.region_code,
        days=days,
    )


def _row(reached: _Reached, account: int | None, day: _Day, *, singly: bool) -> Awaited:
    return Awaited(
        item=reached.item,
        wait=day.wait,
        began=reached.began,
        due_on=reached.due_on,
        owed_post=reached.owes,
        owed_level=level_of(reached.owes, reached.item.region_code),
        rank=reached.rank,
        post=None if reached.whom is None else reached.whom.post,
        account=account,
        singly=singly,
        on=day.on,
        at=day.at,
    )
