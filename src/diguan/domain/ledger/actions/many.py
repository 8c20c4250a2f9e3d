"""The same step for many items: given to a post, asked to be postponed, handed over. There is no closing of many at once."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from diguan.domain.accounts.permissions import Act, Viewer, scoped
from diguan.domain.audit.actions import append_audit
from diguan.domain.ledger.actions.handling import assign, fits
from diguan.domain.ledger.actions.owners import level_of
from diguan.domain.ledger.actions.postponing import ask_postponement
from diguan.domain.ledger.actions.telling import tell_handed_over
from diguan.domain.ledger.choices import LIVE, Step
from diguan.domain.ledger.models import Event, Item
from diguan.domain.ledger.outcome import Outcome
from diguan.domain.ledger.permissions import highest, rights_for
from diguan.domain.refusals import UnableToAct
from diguan.domain.responsibility.models import Post
from diguan.engine.documents import Label

Chosen = Sequence[tuple[int, int]]  # number and version of each item, as they were seen


class UnableToHandOver(UnableToAct):
    """The items of a post cannot go to another one."""


def assign_many(*, chosen: Chosen, post_id: int, reason: str = "", actor: Viewer, at: datetime) -> tuple[Outcome, ...]:
    """Give items to a post, each by itself: what cannot be given says why, the others are given."""
    return tuple(
        assign(item_id=item_id, version=version, post_id=post_id, reason=reason, actor=actor, at=at)
        for item_id, version in chosen
    )


def postpone_many(*, chosen: Chosen, until: date, reason: str, actor: Viewer, at: datetime) -> tuple[Outcome, ...]:
    """Ask for more time for items, each by itself."""
    return tuple(
        ask_postponement(item_id=item_id, version=version, until=until, reason=reason, actor=actor, at=at)
        for item_id, version in chosen
    )


@transaction.atomic
def hand_over(*, post_id: int, to_post_id: int, reason: str, actor: Viewer, at: datetime) -> int:
    """Give every living item of a post to another that answers for its place: a post is closed, or its work goes elsewhere.

    Returns how many; UnableToHandOver where one of them cannot go, and then none does. A post that only changes hands keeps its items.
    """
    if not reason.strip():
        raise UnableToHandOver(Label("没有写理由", "no reason was given"), None, "reason")
    own = Item.objects.filter(owner_post_id=post_id, state__in=LIVE)
    items = list(scoped(own, actor, Act.ASSIGN).select_for_update(of=("self",)).order_by("id"))
    if len(items) != own.count():
        raise UnableToHandOver(
            Label("有的问题不在您分派的范围内", "some of the items lie where you may not assign"),
            Label("由上一级移交", "a higher level hands them over"),
        )
    post = Post.objects.filter(pk=to_post_id).first()
    if post is None or not all(fits(post, item, timezone.localdate(at)) for item in items):
        raise UnableToHandOver(
            Label(
                "接手的岗位不存在、已撤销，或不管这些地方",
                "the other post is not there, is closed, or does not answer for these places",
            ),
            Label("从责任链上选一个岗位", "choose a post of the chain"),
            "post",
        )
    _give(items, post, reason.strip(), actor, at)
    append_audit(
        actor=actor.account_id,
        action="hand_over_items",
        subject="post",
        subject_id=str(post_id),
        region_code=items[0].region_code if items else "",
        detail={"to": to_post_id, "items": len(items)},
        at=at,
    )
    return len(items)


def _give(items: Sequence[Item], post: Post, reason: str, actor: Viewer, at: datetime) -> None:
    """All of them with one statement, and an event each."""
    level = level_of(post, post.region_code)
    events = [
        Event(
            item=item,
            act=Step.HAND_OVER,
            from_state=item.state,
            to_state=item.state,
            actor=actor.account_id,
            role=highest(rights_for(actor, Act.ASSIGN, item.region_code, item.department)) or "",
            post=post,
            reason=reason,
            detail={"was": item.owner_post_id},
            at=at,
        )
        for item in items
    ]
    chosen = Item.objects.filter(pk__in=[item.pk for item in items])
    chosen.update(owner_post=post, level=level, version=F("version") + 1, updated_at=at, stepped_at=at)
    Event.objects.bulk_create(events, batch_size=500)
    if events:
        tell_handed_over(events[0], post, len(events))
