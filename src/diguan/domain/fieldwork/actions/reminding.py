"""Deadlines come near and pass: the owner is told, then, step by step, those above. Nothing is told twice, whatever is begun anew.

A stage and its message are written in one transaction; a run that dies goes on where it was. Where the system stood still for days, only
the last stage that has come is told.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from diguan.domain.calendar.queries import working_days_between
from diguan.domain.fieldwork.models import Reminder
from diguan.domain.fieldwork.reminders import Reminders, Stage, reminders_of
from diguan.domain.ledger.choices import State
from diguan.domain.ledger.models import Item
from diguan.domain.ledger.terms import deadlines_of
from diguan.domain.messages.actions.telling import Telling, notify_many
from diguan.domain.responsibility.models import Post
from diguan.domain.responsibility.queries import Chart, Link, chart_of
from diguan.domain.responsibility.queries.above import superiors

BATCH = 500  # items a transaction
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Told:
    """What a run has told: `items` that came to a stage, `singly` of them by a message of their own; `nobody` could be told of some."""

    items: int = 0
    singly: int = 0
    nobody: int = 0

    def __add__(self, other: "Told") -> "Told":
        return Told(self.items + other.items, self.singly + other.singly, self.nobody + other.nobody)


def remind(*, on: date, at: datetime) -> Told:
    """Tell of every deadline that has come to a new stage by a day. Run twice, it tells once."""
    told, counts = Told(), _told_today(on)
    dated = Item.objects.filter(state=State.OPEN.value, deadline_on__isnull=False)
    for standard in dated.order_by("standard").values_list("standard", flat=True).distinct():
        reminders = reminders_of(deadlines_of(standard, on))
        due = _due(on, reminders).filter(standard=standard)
        for county in due.order_by("county").values_list("county", flat=True).distinct():
            day = _Day(on, at, reminders, chart_of(county.ljust(12, "0"), on), counts)
            coming = _coming(due.filter(county=county), day)
            while batch := list(islice(coming, BATCH)):
                told += _tell(batch, day)
    return told


def _due(on: date, reminders: Reminders) -> QuerySet[Item]:
    """Determined problems whose deadline is near or past and that have not come to the last stage yet."""
    horizon = on + max(stage.days for stage in reminders.stages) * WEEK  # working days lie closer together than weeks
    done = Reminder.objects.filter(
        item=OuterRef("pk"), deadline_on=OuterRef("deadline_on"), rank=reminders.stages[-1].rank
    )
    return Item.objects.filter(state=State.OPEN.value, deadline_on__lte=horizon).exclude(Exists(done))


@dataclass(frozen=True, slots=True)
class _Day:
    """`counts`: messages of one item each that an account got today."""

    on: date
    at: datetime
    reminders: Reminders
    chart: Chart
    counts: dict[int, int]

    def stage(self, deadline: date, region_code: str) -> Stage | None:
        """The last stage that a deadline has come to."""
        return self.reminders.passed(working_days_between(self.on, deadline, region_code))


def _coming(due: QuerySet[Item], day: _Day) -> Iterator[int]:
    """Numbers of items that have come to a stage which was not told yet; places and deadlines are few, so a stage is reckoned once."""
    told = Reminder.objects.filter(item=OuterRef("pk"), deadline_on=OuterRef("deadline_on"))
    rows = due.annotate(told=Subquery(told.order_by("-rank").values("rank")[:1])).order_by("pk")
    stages: dict[tuple[date, str], Stage | None] = {}
    for pk, deadline, region, rank in rows.values_list("pk", "deadline_on", "region_code", "told"):
        assert deadline is not None  # noqa: S101  only items with a deadline are due
        if (deadline, region) not in stages:
            stages[deadline, region] = day.stage(deadline, region)
        stage = stages[deadline, region]
        if stage is not None and stage.rank > (rank or 0):
            yield pk


@transaction.atomic
def _tell(batch: Sequence[int], day: _Day) -> Told:
    told, written = list[Telling](), list[Reminder]()
    for item, stage in _reached(batch, day):
        link = _whom(item, stage, day.chart)
        account = None if link is None else link.account_id
        singly = account is not None and day.counts[account] < day.reminders.singly
        if singly and account is not None:
            day.counts[account] += 1
            told.append(_telling(item, stage, account, day))
        post = None if link is None else link.post
        written.append(_row(item, stage, post, account, day, singly=singly))
    notify_many(told, at=day.at)
    Reminder.objects.bulk_create(written)
    singly_told, nobody = sum(row.singly for row in written), sum(row.account is None for row in written)
    return Told(len(written), singly_told, nobody)


def _reached(batch: Sequence[int], day: _Day) -> Iterator[tuple[Item, Stage]]:
    """Items that have come to a stage which nobody was told of yet.

    The rows are held: another run waits, and then finds it told; what was closed or put off since the batch was read is seen.
    """
    held = Item.objects.select_for_update(of=("self",)).filter(pk__in=batch, state=State.OPEN.value)
    items = list(held.filter(deadline_on__isnull=False).select_related("owner_post").order_by("pk"))
    told: dict[tuple[int, date], int] = defaultdict(int)
    for pk, then, rank in Reminder.objects.filter(item__in=items).values_list("item_id", "deadline_on", "rank"):
        told[pk, then] = max(rank, told[pk, then])
    for item in items:
        assert item.deadline_on is not None  # noqa: S101  only items with a deadline are asked for
        stage = day.stage(item.deadline_on, item.region_code)
        if stage is not None and stage.rank > told[item.pk, item.deadline_on]:
            yield item, stage


def _told_today(on: date) -> dict[int, int]:
    rows = Reminder.objects.filter(on=on, singly=True, account__isnull=False).values("account").order_by()
    counted = rows.annotate(number=Count("pk"))
    return defaultdict(int, {row["account"]: row["number"] for row in counted if row["account"] is not None})


def _whom(item: Item, stage: Stage, chart: Chart) -> Link | None:
    """Whoever is so many steps above the owner and can be told; where that one is vacant or has no account, the next above."""
    links = superiors(chart, item.owner_post, item.region_code)
    fitting = links[stage.up :] or links[-1:]
    return next((link for link in fitting if link.account_id is not None), fitting[0] if fitting else None)


def _telling(item: Item, stage: Stage, account: int, day: _Day) -> Telling:
    assert item.deadline_on is not None  # noqa: S101  only items with a deadline come here
    to_go = working_days_between(day.on, item.deadline_on, item.region_code)
    words: dict[str, int | str | date] = {"number": item.number, "region": item.region_code, "days": abs(to_go)}
    if stage.up:
        kind, words["step"] = "item_escalated", stage.up
    else:
        kind, words["on"] = "item_due" if stage.days >= 0 else "item_overdue", item.deadline_on
    return Telling(account, kind, f"item:{item.pk}:{item.deadline_on}:{stage.rank}", f"item:{item.pk}", words)


def _row(item: Item, stage: Stage, post: Post | None, account: int | None, day: _Day, *, singly: bool) -> Reminder:
    assert item.deadline_on is not None  # noqa: S101  only items with a deadline come here
    return Reminder(
        item=item,
        deadline_on=item.deadline_on,
        stage=stage.name,
        rank=stage.rank,
        up=stage.up,
        post=post,
        account=account,
        singly=singly,
        on=day.on,
        at=day.at,
    )
