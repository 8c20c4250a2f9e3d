"""A step of the table, from the lock to the event: one transaction, and a refused attempt is an event as well."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from diguan.domain.accounts.choices import Act, Role
from diguan.domain.accounts.permissions import Right, Viewer, scoped
from diguan.domain.audit.actions import append_audit
from diguan.domain.ledger.actions.telling import Before, tell_step
from diguan.domain.ledger.choices import Refusal, State, Step
from diguan.domain.ledger.models import Event, Item
from diguan.domain.ledger.outcome import Outcome
from diguan.domain.ledger.permissions import TRANSITIONS, highest, rights_for, second_role
from diguan.domain.ledger.refusals import StepRefused, UnableToFindItem

Said = str | int | bool | list[int] | list[str] | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for. `version`: of the item as it was seen; `evidence`: numbers of files; `book`: the job of a workbook."""

    step: Step
    item_id: int
    version: int
    actor: Viewer
    at: datetime
    reason: str = ""
    evidence: Sequence[int] = ()
    book: int | None = None


@dataclass(slots=True)
class Taking:
    """A step that is being taken. Whoever works on it changes `item` in memory alone, and raises StepRefused to leave it as it was."""

    asked: Asked
    item: Item
    rights: tuple[Right, ...] = ()
    role: Role | None = None
    post_id: int | None = None
    detail: dict[str, Said] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day of the step where people live."""
        return timezone.localdate(self.asked.at)

    def second_to(self, first: int | None, first_role: str) -> None:
        """See to it that another person asks, in a role above the first one's."""
        if self.asked.actor.account_id == first:
            raise StepRefused(Refusal.SAME_PERSON)
        self.role = second_role(self.rights, Role(first_role))
        if self.role is None:
            raise StepRefused(Refusal.RANK)


Work = Callable[[Taking], None]


@transaction.atomic
def take_step(asked: Asked, work: Work) -> Outcome:
    """Take a step, or keep the attempt. UnableToFindItem where the actor may not see it."""
    item = locked(asked.item_id, asked.actor)
    before, stood = State(item.state), Before.of(item)
    taking = Taking(asked, item, detail={} if asked.book is None else {"book": asked.book})
    try:
        _admit(taking)
        work(taking)
    except StepRefused as refused:
        kept = locked(asked.item_id, asked.actor)
        taking.item = kept
        _record(taking, before, refused.code)
        return Outcome(kept, refused.code, refused.field)
    item.version += 1
    item.updated_at = item.stepped_at = asked.at
    item.save()
    tell_step(_record(taking, before, None), item, stood)
    return Outcome(item)


def locked(item_id: int, viewer: Viewer) -> Item:
    """The item, held until the transaction ends."""
    found = scoped(Item.objects.filter(pk=item_id), viewer, Act.SEE).select_for_update(of=("self",)).first()
    if found is None:
        raise UnableToFindItem
    return found


def _admit(taking: Taking) -> None:
    """Version, right, state and words, in this order: what somebody may not do at all is told before how it stands."""
    asked, item, transition = taking.asked, taking.item, TRANSITIONS[taking.asked.step]
    taking.rights = rights_for(asked.actor, transition.right, item.region_code, item.department)
    taking.role = highest(taking.rights)
    if taking.role is None:
        raise StepRefused(Refusal.ROLE)
    if item.version != asked.version:
        raise StepRefused(Refusal.STALE)
    if item.state not in transition.sources:
        raise StepRefused(Refusal.STATE)
    if transition.reason and not asked.reason.strip():
        raise StepRefused(Refusal.REASON, "reason")
    if transition.target is not None:
        item.state = transition.target


def _record(taking: Taking, before: State, refusal: Refusal | None) -> Event:
    asked, item, step = taking.asked, taking.item, taking.asked.step
    event = Event.objects.create(
        item=item,
        act=step,
        from_state=before,
        to_state=item.state,
        actor=asked.actor.account_id,
        role=taking.role or "",
        post_id=taking.post_id,
        reason=asked.reason.strip(),
        evidence=list(asked.evidence),
        detail=taking.detail,
        accepted=refusal is None,
        refusal=refusal or "",
        at=asked.at,
    )
    append_audit(
        actor=asked.actor.account_id,
        action=f"{step}_item" if refusal is None else "refuse_step",
        subject="item",
        subject_id=str(item.pk),
        region_code=item.region_code,
        detail={
            "number": item.number,
            "step": str(step),
            "state": str(item.state),
            "refusal": refusal and str(refusal),
        },
        at=asked.at,
    )
    return event
