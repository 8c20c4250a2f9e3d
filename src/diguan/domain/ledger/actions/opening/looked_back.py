"""A closed problem that was looked at again and found to be back: it stands again as it would had a round found it."""

from datetime import date, datetime

from django.db import transaction

from diguan.domain.audit.actions import append_audit
from diguan.domain.ledger.actions.opening.by_hand import back, determine_until
from diguan.domain.ledger.actions.telling import Before, tell_step
from diguan.domain.ledger.choices import State, Step
from diguan.domain.ledger.models import Event, Item


@transaction.atomic
def bring_back(
    *,
    item_id: int,
    reason: str,
    detail: dict[str, str | int],
    deadline_on: date | None = None,
    actor: int,
    at: datetime,
) -> Item:
    """Reopen a closed item: solved ones as a rebound, verified ones to be asked again; one that is not closed stays as it is.

    The caller has seen to it that the actor may look at it again: whoever does is outside the chain and has no right over the item.
    `detail`: numbers and codes of what found it; `deadline_on`: a new day for what is open again, None for the days of its rule.
    """
    item = Item.objects.select_for_update(of=("self",)).get(pk=item_id)
    if item.state != State.CLOSED:
        return item
    item = back(item, at)
    if deadline_on is not None and item.state == State.OPEN:
        determine_until(item, deadline_on, at)
    step = Step.REBOUND if item.state == State.OPEN else Step.ASK_AGAIN
    event = Event.objects.create(
        item=item,
        act=step,
        from_state=State.CLOSED,
        to_state=item.state,
        actor=actor,
        reason=reason.strip(),
        detail=detail,
        at=at,
    )
    append_audit(
        actor=actor,
        action="bring_back_item",
        subject="item",
        subject_id=str(item.pk),
        region_code=item.region_code,
        detail={"number": item.number, "step": str(step), "state": str(item.state)},
        at=at,
    )
    tell_step(event, item, Before.of(item))
    return item
