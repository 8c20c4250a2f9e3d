"""Deadlines come near and pass: the owner is told, then, step by step, those above. Nothing is told twice, whatever is begun anew.

A stage and its message are written in one transaction; a run that dies goes on where it was. Where the system stood still for days, only
the last stage that has come is told.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet

from diguan.domain.calendar.queries import working_days_between
from diguan.domain.fieldwork.models import Reminder
from diguan.domain.fieldwork.reminders import Reminders, Stage, reminders_of
from diguan.domain.ledger.choices import State
from diguan.domain.ledger.models import Item
from diguan.domain.ledger.terms import deadlines_of
from diguan.domain.messages.actions.telling import notify
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
    told = Told()
    dated = Item.objects.filter(state=State.OPEN.value, deadline_on__isnull=False)
    for standard in dated.order_by("standard").values_list("standard", flat=True).distinct():
        reminders = reminders_of(deadlines_of(standard, on))
        horizon = (
            on + max(stage.days for stage in reminders.stages) * WEEK
        )  # working days lie closer together than weeks
        due = _due(horizon, reminders).filter(standard=standard)
        for county in due.order_by("county").values_list("county", flat=True).distinct():
            day = _Day(on, at, reminders, chart_of(county.ljust(12, "0"), on))
            after = 0
            while batch := list(due.filter(county=county, pk__gt=after).order_by("pk")[:BATCH]):
                after = batch[-1].pk
                told += _tell(batch, day)
    return told


def _due(horizon: date, reminders: Reminders) -> QuerySet[Item]:
    """Determined problems whose deadline is near or past and that have not come to the last stage yet."""
    done = Reminder.objects.filter(
        item=OuterRef("pk"), deadline_on=OuterRef("deadline_on"), rank=reminders.stages[-1].rank
    )
    return Item.objects.filter(state=State.OPEN.value, deadline_on__lte=horizon).exclude(Exists(done))


@dataclass(frozen=True, slots=True)
class _Day:
    on: date
    at: datetime
    reminders: Reminders
    chart: Chart


@transaction.atomic
def _tell(batch: Sequence[Item], day: _Day) -> Told:
    reached = dict(_reached(batch, day))
    counts = _told_today(day)
    written = []
    for item in batch:
        stage = reached.get(item.pk)
        if stage is None:
            continue
        link = _whom(item, stage, day.chart)
        account = None if link is None else link.account_id
        singly = account is not None and counts[account] < day.reminders.singly
        if singly and account is not None:
            counts[account] += 1
            _message(item, stage, account, day)
        post = None if link is None else link.post
        written.append(_row(item, stage, post, account, day, singly=singly))
    Reminder.objects.bulk_create(written)
    singly_told, nobody = sum(row.singly for row in written), sum(row.account is None for row in written)
    return Told(len(written), singly_told, nobody)


def _reached(batch: Sequence[Item], day: _Day) -> Iterator[tuple[int, Stage]]:
    """Items that have come to a stage which nobody was told of yet. The rows are held: another run waits, and then finds it told."""
    held = Item.objects.select_for_update().filter(pk__in=[item.pk for item in batch], state=State.OPEN.value)
    deadlines = dict(held.order_by("pk").values_list("pk", "deadline_on"))
    told: dict[tuple[int, date], int] = defaultdict(int)
    for pk, then, rank in Reminder.objects.filter(item__in=deadlines).values_list("item_id", "deadline_on", "rank"):
        told[pk, then] = max(rank, told[pk, then])
    for item in batch:
        deadline = deadlines.get(item.pk)
        if deadline is None or item.deadline_on != deadline:
            continue  # closed, or put off, since the batch was read: the next run sees it
        stage = day.reminders.passed(working_days_between(day.on, deadline, item.region_code))
        if stage is not None and stage.rank > told[item.pk, deadline]:
            yield item.pk, stage


def _told_today(day: _Day) -> dict[int, int]:
    rows = Reminder.objects.filter(on=day.on, singly=True, account__isnull=False).values("account").order_by()
    counted = rows.annotate(number=Count("pk"))
    return defaultdict(int, {row["account"]: row["number"] for row in counted if row["account"] is not None})


def _whom(item: Item, stage: Stage, chart: Chart) -> Link | None:
    """Whoever is so many steps above the owner and can be told; where that one is vacant or has no account, the next above."""
    links = superiors(chart, item.owner_post, item.region_code)
    fitting = links[stage.up :] or links[-1:]
    return next((link for link in fitting if link.account_id is not None), fitting[0] if fitting else None)


def _message(item: Item, stage: Stage, account: int, day: _Day) -> None:
    assert item.deadline_on is not None  # noqa: S101  only items with a deadline come here
    to_go = working_days_between(day.on, item.deadline_on, item.region_code)
    words: dict[str, int | str | date] = {"number": item.number, "region": item.region_code, "days": abs(to_go)}
    if stage.up:
        kind, words["step"] = "item_escalated", stage.up
    else:
        kind, words["on"] = "item_due" if stage.days >= 0 else "item_overdue", item.deadline_on
    key = f"item:{item.pk}:{item.deadline_on}:{stage.rank}"
    notify(account_id=account, kind=kind, key=key, about=f"item:{item.pk}", at=day.at, **words)


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
