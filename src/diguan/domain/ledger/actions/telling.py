"""Whoever a step concerns is told of it in the transaction of the step: what is undone tells nobody, what is begun anew tells once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from diguan.domain.accounts.models import Account
from diguan.domain.ledger.choices import State, Step, Wait
from diguan.domain.ledger.models import Event, Item
from diguan.domain.ledger.queries.owing import Owing
from diguan.domain.messages.actions.telling import notify
from diguan.domain.responsibility.models import Post
from diguan.domain.responsibility.queries import holder_of

MOST_SINGLY = 20  # messages of one item each that a round gives an account; the others are counted in one


@dataclass(frozen=True, slots=True)
class Before:
    """Who stood for what before the step."""

    submitted_by: int | None
    postpone_by: int | None
    postpone_until: date | None

    @classmethod
    def of(cls, item: Item) -> "Before":
        """As it is now."""
        return cls(item.submitted_by, item.postpone_by, item.postpone_until)


@dataclass(frozen=True, slots=True)
class _Told:
    """A message: to whom (None is nobody), of which kind, with a day where the kind has one."""

    account: int | None
    kind: str
    on: date | None = None


def tell_step(event: Event, item: Item, before: Before) -> None:
    """Tell of a step that was taken. Whoever took it is not told; nobody twice of one step."""
    told = [each for each in _concerned(event, item, before) if each.account not in (None, event.actor)]
    known = set(
        Account.objects.filter(pk__in={each.account for each in told}, is_active=True).values_list("pk", flat=True)
    )
    for each in told:
        if each.account in known:
            day = {} if each.on is None else {"on": each.on}
            notify(
                account_id=each.account,
                kind=each.kind,
                key=f"event:{event.pk}",
                about=f"item:{item.pk}",
                at=event.at,
                number=item.number,
                region=item.region_code,
                **day,
            )


def _concerned(event: Event, item: Item, before: Before) -> Iterator[_Told]:
    on = timezone.localdate(event.at)
    match Step(event.act):
        case Step.DETERMINE | Step.ASSIGN:
            yield _given(item, on)
        case Step.OPEN if item.state == State.OPEN:
            yield _given(item, on)
        case Step.OPEN | Step.ASK_AGAIN:
            yield _Told(_owes(item, Wait.DETERMINE, on), "item_reported")
        case Step.SUBMIT:
            yield _Told(_owes(item, Wait.CONFIRM, on), "item_submitted")
        case Step.ASK_POSTPONEMENT:
            yield _Told(_owes(item, Wait.DECIDE, on), "postponement_asked", item.postpone_until)
        case _:
            yield from _answered(event, item, before, on)


def _answered(event: Event, item: Item, before: Before, on: date) -> Iterator[_Told]:
    """What somebody hears of what they did or own."""
    match Step(event.act):
        case Step.GRANT_POSTPONEMENT:
            yield _Told(before.postpone_by, "postponement_granted", item.deadline_on)
        case Step.REFUSE_POSTPONEMENT if item.deadline_on is not None:
            yield _Told(before.postpone_by, "postponement_refused", item.deadline_on)
        case Step.REBOUND:
            yield _Told(_holder(item, on), "item_rebound")
        case Step.CONFIRM | Step.RETURN | Step.WITHDRAW:
            kind = {Step.CONFIRM: "item_closed", Step.RETURN: "item_returned"}.get(Step(event.act), "item_withdrawn")
            for account in dict.fromkeys((before.submitted_by, _holder(item, on))):
                yield _Told(account, kind)


def _given(item: Item, on: date) -> _Told:
    """An item that is somebody's to handle, with its deadline once it is determined."""
    dated = item.state == State.OPEN and item.deadline_on is not None
    return _Told(_holder(item, on), "item_assigned" if dated else "item_given", item.deadline_on if dated else None)


def tell_handed_over(event: Event, post: Post, count: int) -> None:
    """Tell whoever holds a post that so many items have come to it. `event`: the first of them."""
    officer = holder_of(post, timezone.localdate(event.at))
    account = officer.account_id if officer else None
    if account is not None and account != event.actor:
        notify(
            account_id=account,
            kind="items_taken_over",
            key=f"event:{event.pk}",
            about=f"post:{post.pk}",
            at=event.at,
            count=count,
        )


def tell_round(round_id: int, at: datetime) -> int:
    """Tell the owners of what a round has found again after it was closed, singly up to a number, the rest counted; how many were told."""
    back = Event.objects.filter(item__seen_round=round_id, item__found_at=at, act=Step.REBOUND, at=at)
    events = back.select_related("item__owner_post")
    on, holders = timezone.localdate(at), dict[int | None, int | None]()
    found: dict[int, list[Event]] = {}
    for event in events.order_by("id"):
        post = event.item.owner_post_id
        if post not in holders:
            holders[post] = _holder(event.item, on)
        account = holders[post]
        if account is not None:
            found.setdefault(account, []).append(event)
    for account, own in sorted(found.items()):
        _tell_back(account, own, round_id, at)
    return len(found)


def _tell_back(account: int, events: list[Event], round_id: int, at: datetime) -> None:
    for event in events[:MOST_SINGLY]:
        words = {"number": event.item.number, "region": event.item.region_code}
        notify(
            account_id=account,
            kind="item_rebound",
            key=f"event:{event.pk}",
            about=f"item:{event.item_id}",
            at=at,
            **words,
        )
    if count := len(events[MOST_SINGLY:]):
        notify(
            account_id=account, kind="items_rebound", key=f"round:{round_id}:rebound", about="items", at=at, count=count
        )


def _holder(item: Item, on: date) -> int | None:
    """The account of whoever holds the post that owns an item."""
    officer = holder_of(item.owner_post, on) if item.owner_post is not None else None
    return officer.account_id if officer else None


def _owes(item: Item, wait: Wait, on: date) -> int | None:
    links = Owing.at(item.region_code, on).up_from(item, wait)
    return links[0].account_id if links else None
