"""One item with everything about it: its history, its chain, its files, what the viewer may do now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from diguan.domain.accounts.choices import Role
from diguan.domain.accounts.permissions import Viewer, scoped
from diguan.domain.evidence.models import Evidence
from diguan.domain.ledger.choices import Step
from diguan.domain.ledger.judging import Answer, ask
from diguan.domain.ledger.models import Attachment, Event, Item, Report
from diguan.domain.ledger.permissions import TRANSITIONS, higher_role, rights_for, second_role
from diguan.domain.ledger.refusals import UnableToFindItem
from diguan.domain.regions.queries import region_tree
from diguan.domain.responsibility.models import Helping
from diguan.domain.responsibility.queries import Link, chain_of, helper_of

CONFIRMING = (Step.CONFIRM, Step.RETURN)
DECIDING = (Step.GRANT_POSTPONEMENT, Step.REFUSE_POSTPONEMENT)


@dataclass(frozen=True, slots=True)
class ItemPage:
    """`events`: newest first, refused attempts too; `files`: proofs, and what was handed in with an attempt.

    `attached`: what was handed in for the item, with or without a step.

    `chain`: from the village up; `steps`: what the viewer may do, as far as rights go.
    """

    item: Item
    events: Sequence[Event]
    chain: Sequence[Link]
    helping: Sequence[Helping]
    files: Sequence[Evidence]
    attached: Sequence[Attachment]
    reports: Sequence[Report]
    steps: Sequence[Step]
    on: date

    def answer(self) -> Answer:
        """What the standard says today; asked when a page wants to show it."""
        return ask(self.item, self.on)


def item_page(viewer: Viewer, item_id: int, on: date) -> ItemPage:
    """Everything about an item; UnableToFindItem where the viewer may not see it."""
    related = Item.objects.select_related("owner_post", "opened_round", "seen_round", "lost_round")
    item = scoped(related.filter(pk=item_id), viewer).first()
    if item is None:
        raise UnableToFindItem
    household, events = item.household_number, list(item.events.select_related("post").order_by("-id"))
    named = {number for event in events for number in event.evidence}
    return ItemPage(
        item=item,
        events=events,
        chain=chain_of(item.region_code, item.department, on) if item.region_code in region_tree() else (),
        helping=helper_of(item.county, household, on) if household else (),
        files=list(
            Evidence.objects.filter(Q(pk__in=item.proofs.values("evidence_id")) | Q(pk__in=named)).order_by("id")
        ),
        attached=list(item.attachments.select_related("evidence").order_by("id")),
        reports=list(item.reports.order_by("id")),
        steps=steps_for(viewer, item),
        on=on,
    )


def steps_for(viewer: Viewer, item: Item) -> list[Step]:
    """The steps that are open to a viewer: state, right, rank and person fit. What its proof says is seen when it is taken."""
    return [step for step in TRANSITIONS if _may(viewer, item, step)]


def _may(viewer: Viewer, item: Item, step: Step) -> bool:
    transition = TRANSITIONS[step]
    rights = rights_for(viewer, transition.right, item.region_code, item.department)
    if item.state not in transition.sources or not rights:
        return False
    if step is Step.WITHDRAW:
        return higher_role(rights, Role(item.level)) is not None
    if step in CONFIRMING:
        return (
            _second(viewer, item.submitted_by, item.submitted_role)
            and second_role(rights, Role(item.submitted_role)) is not None
        )
    if step in DECIDING:
        asked = item.postpone_until is not None and _second(viewer, item.postpone_by, item.postpone_role)
        return asked and second_role(rights, Role(item.postpone_role)) is not None
    return True


def _second(viewer: Viewer, first: int | None, role: str) -> bool:
    return bool(role) and viewer.account_id != first
