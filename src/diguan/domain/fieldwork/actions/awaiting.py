"""A step that waits for a person is due as well: whoever owes it is told when it is late, then, step by step, those above.

Deadlines by step and level are data of the standard or the project. A stage and its message are written in one transaction, and a stage is
told once, whatever is begun anew; where the system stood still for days, only the last stage that has come is told.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, islice
from operator import itemgetter

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from diguan.domain.accounts.queries import viewers_of
from diguan.domain.calendar.queries import working_days_between
from diguan.domain.fieldwork.actions.coming import County, Owed, Stage, waiting_items
from diguan.domain.fieldwork.actions.reminding import BATCH, Told
from diguan.domain.fieldwork.models import Awaited
from diguan.domain.fieldwork.reminders import load_reminders
from diguan.domain.ledger.choices import Wait
from diguan.domain.ledger.models import Item
from diguan.domain.ledger.queries.owing import Owing
from diguan.domain.ledger.terms import deadlines_of
from diguan.domain.messages.actions.telling import Telling, notify_many
from diguan.domain.responsibility.models import Post
from diguan.domain.responsibility.queries import chart_of


def remind_of_waiting(*, on: date, at: datetime) -> Told:
    """Tell of every step that has come to a new stage of waiting by a day. Run twice, it tells once."""
    told, counts = Told(), _told_today(on)
    waiting = [(wait, *found) for wait in Wait for found in _places(wait, on)]
    terms = {standard: deadlines_of(standard, on) for standard in sorted({standard for _, standard, _ in waiting})}
    for county, own in groupby(sorted(waiting, key=itemgetter(2)), itemgetter(2)):
        chart = chart_of(county.ljust(12, "0"), on)
        heads = {number for links in chart.links.values() for link in links if (number := link.account_id) is not None}
        owing = Owing(chart, on, viewers_of(heads, on))
        for wait in dict.fromkeys(wait for wait, _, _ in own):
            day = _Day(County(county, wait, owing, terms), counts, at)
            coming = day.county.coming()
            while batch := list(islice(coming, BATCH)):
                told += _tell(batch, day)
    return told


def _places(wait: Wait, on: date) -> list[tuple[str, str]]:
    """Standards and counties of what waits."""
    return list(waiting_items(wait, on).order_by().values_list("standard", "county").distinct())


@dataclass(frozen=True, slots=True)
class _Day:
    """`counts`: messages of one item each that an account got today."""

    county: County
    counts: dict[int, int]
    at: datetime

    @property
    def on(self) -> date:
        """The day."""
        return self.county.owing.on


@dataclass(frozen=True, slots=True)
class _Reached:
    """An item at a stage of waiting, since `began`."""

    item: Item
    began: datetime
    owed: Owed
    stage: Stage


@transaction.atomic
def _tell(batch: Sequence[int], day: _Day) -> Told:
    """The rows are held: another run waits, and then finds it told; what somebody did since the batch was read is seen."""
    most, told, written = load_reminders().singly, list[Telling](), list[Awaited]()
    for reached in _reached(batch, day):
        link = reached.owed.whom(reached.stage.rank)
        account = None if link is None else link.account_id
        singly = account is not None and day.counts[account] < most
        if singly and account is not None:
            day.counts[account] += 1
            told.append(_telling(reached, account, day))
        written.append(_row(reached, day, None if link is None else link.post, account, singly=singly))
    notify_many(told, at=day.at)
    Awaited.objects.bulk_create(written)
    return Told(len(written), sum(row.singly for row in written), sum(row.account is None for row in written))


def _reached(batch: Sequence[int], day: _Day) -> Iterator[_Reached]:
    county = day.county
    held = waiting_items(county.wait, day.on).select_for_update(of=("self",)).filter(pk__in=batch)
    items = list(held.order_by("pk"))
    past = _past(items, county.wait)
    for item in items:
        began: datetime = item.began  # type: ignore[attr-defined]  # annotated by waiting_items
        owed = county.owed(county.alike(item))
        stage = owed.stage(timezone.localdate(began))
        if stage.rank > past[item.pk, began]:
            yield _Reached(item, began, owed, stage)


def _past(items: Sequence[Item], wait: Wait) -> Mapping[tuple[int, datetime], int]:
    """The last stage of each that was told."""
    found: dict[tuple[int, datetime], int] = defaultdict(int)
    for pk, began, rank in Awaited.objects.filter(item__in=items, wait=wait).values_list("item_id", "began", "rank"):
        found[pk, began] = max(rank, found[pk, began])
    return found


def _told_today(on: date) -> dict[int, int]:
    rows = Awaited.objects.filter(on=on, singly=True, account__isnull=False).values("account").order_by()
    counted = rows.annotate(number=Count("pk"))
    return defaultdict(int, {row["account"]: row["number"] for row in counted if row["account"] is not None})


def _telling(reached: _Reached, account: int, day: _Day) -> Telling:
    item, wait, rank = reached.item, day.county.wait, reached.stage.rank
    days = working_days_between(timezone.localdate(reached.began), day.on, item.region_code)
    return Telling(
        account,
        f"waits_{wait}" if rank == 1 else f"waits_{wait}_above",
        f"awaited:{item.pk}:{wait}:{reached.began.isoformat()}:{rank}",
        f"item:{item.pk}",
        {"number": item.number, "region": item.region_code, "days": days},
    )


def _row(reached: _Reached, day: _Day, post: Post | None, account: int | None, *, singly: bool) -> Awaited:
    return Awaited(
        item=reached.item,
        wait=day.county.wait,
        began=reached.began,
        due_on=reached.stage.due_on,
        owed_post=reached.owed.post,
        owed_level=reached.owed.level,
        rank=reached.stage.rank,
        post=post,
        account=account,
        singly=singly,
        on=day.on,
        at=day.at,
    )
