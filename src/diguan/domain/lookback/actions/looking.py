"""Somebody outside the chain looks again: the visit, the facts that were seen, the standard asked again, and what follows from it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from diguan.domain.accounts.permissions import Right, Role, Viewer
from diguan.domain.audit.actions import append_audit
from diguan.domain.fieldwork.actions.visiting import Account, record_visit
from diguan.domain.fieldwork.choices import Outcome as Visited
from diguan.domain.fieldwork.models import Visit
from diguan.domain.ledger.actions.opening import bring_back
from diguan.domain.ledger.choices import Closing, Refusal, Step
from diguan.domain.ledger.judging import Answer, ask
from diguan.domain.ledger.refusals import SAID
from diguan.domain.lookback.actions.giving import keep_attempt, said_of
from diguan.domain.lookback.choices import LONGEST_NOTE, Known, Outcome, Unseen
from diguan.domain.lookback.models import Case
from diguan.domain.lookback.queries.insiders import insiders
from diguan.domain.lookback.refusals import UnableToFindLookback, UnableToLookBack
from diguan.domain.registry.models import Household
from diguan.engine.catalogue import Catalogue
from diguan.engine.verdicts import Grade

UNMET = (Refusal.UNMET, Refusal.STILL_FOUND)
BY_WORD = (Closing.VERIFIED, Closing.ACCEPTED)  # no rule decides: what is seen does


@dataclass(frozen=True, slots=True)
class Look:
    """What the inspector says of a problem: `why` of what could not be seen, `note` what was seen."""

    found: Outcome
    note: str = ""
    why: Unseen | None = None


@dataclass(frozen=True, slots=True)
class AtTheDoor:
    """The visit that goes with it: as the form at the door gives it, with the version of the household that it was opened on."""

    account: Account
    household_version: int
    catalogue: Catalogue


def record_look(*, case_id: int, version: int, look: Look, door: AtTheDoor | None, actor: Viewer, at: datetime) -> Case:
    """Record what looking again has shown; without `door` nobody went to the house. What is back stands in the ledger again.

    UnableToFindLookback where the case is not the actor's; UnableToLookBack where it is decided, where the actor has come into the chain
    meanwhile (that stays on record), or where what was seen does not carry what is said; what record_visit refuses.
    """
    with transaction.atomic():
        case = _own(case_id, actor)
        reasons = insiders(case.item, localdate(at)).get(actor.account_id, ())
        if not reasons:
            return _looked(case, version, look, door, actor, at)
        keep_attempt(case, actor.account_id, reasons, actor.account_id, at)
    raise UnableToLookBack("inside", why=said_of(reasons))


def _own(case_id: int, actor: Viewer) -> Case:
    held = Case.objects.select_for_update(of=("self",)).select_related("item", "plan")
    case = held.filter(pk=case_id, inspector=actor.account_id).first()
    if case is None:
        raise UnableToFindLookback
    return case


def _looked(case: Case, version: int, look: Look, door: AtTheDoor | None, actor: Viewer, at: datetime) -> Case:
    if case.outcome:
        raise UnableToLookBack("decided")
    if case.version != version:
        raise UnableToLookBack("stale")
    if came_back(case):
        return settle(case, at)
    visit = None if door is None else _visit(case, door, actor, at)
    _check(look, visit)
    decided = _decide(case, look, visit, actor, at)
    case.outcome, case.known = decided
    case.why = str(look.why) if decided[0] is Outcome.UNSEEN and look.why is not None else ""
    case.note, case.visit, case.decided_by = look.note.strip(), visit, actor.account_id
    _close(case, at)
    if case.outcome == Outcome.REBOUNDED:
        detail: dict[str, str | int] = {"lookback": case.pk, "known": case.known}
        bring_back(item_id=case.item_id, reason=case.note, detail=detail, actor=actor.account_id, at=at)
    _audit(case, actor.account_id, at)
    return case


def came_back(case: Case) -> bool:
    """Whether the problem came back after its closing by another way."""
    return case.item.events.filter(act=Step.REBOUND, pk__gt=case.closed_by_id).exists()


def settle(case: Case, at: datetime) -> Case:
    """A case whose problem was found again before anybody looked: nothing is left to be seen."""
    case.outcome, case.known = Outcome.REBOUNDED, Known.LEDGER
    _close(case, at)
    _audit(case, None, at)
    return case


def _close(case: Case, at: datetime) -> None:
    case.decided_at, case.decided_on = at, localdate(at)
    case.version += 1
    case.save()


def _visit(case: Case, door: AtTheDoor, actor: Viewer, at: datetime) -> Visit:
    """The visit, by the right that the case gives."""
    household = household_to_see(case)
    if household is None:
        raise UnableToLookBack("gone", "found")
    return record_visit(
        household_id=household.pk,
        account=door.account,
        expected_version=door.household_version,
        catalogue=door.catalogue,
        actor=at_this_door(actor, household),
        at=at,
    )


def at_this_door(actor: Viewer, household: Household) -> Viewer:
    """An inspector with the right that a case gives: to see and record what a village may, of this household. Not for anything else."""
    return Viewer(actor.account_id, (*actor.grants, Right(Role.VILLAGE, household.region_code)))


def household_to_see(case: Case) -> Household | None:
    """The household of a case as it is listed now; None where the problem is of a place, or the household is gone."""
    item = case.item
    own = Household.objects.filter(county=item.county, number=item.household_number, gone=False)
    return own.first() if item.household_number else None


def _check(look: Look, visit: Visit | None) -> None:
    if len(look.note) > LONGEST_NOTE:
        raise UnableToLookBack("note_too_long", "note", most=LONGEST_NOTE)
    if look.found is Outcome.UNSEEN:
        if look.why is None:
            raise UnableToLookBack("why", "why")
        return
    if not look.note.strip():
        raise UnableToLookBack("note", "note")
    if visit is not None and visit.outcome == Visited.ABSENT.value:
        raise UnableToLookBack("absent_saw_nothing", "found")


def _decide(case: Case, look: Look, visit: Visit | None, actor: Viewer, at: datetime) -> tuple[Outcome, Known]:
    """What follows: facts that the inspector saw and the standard come first, the inspector's word where no rule decides."""
    answer = ask(case.item, localdate(at))
    seen = _seen_by(answer, case, actor)
    if seen and answer.refusal in UNMET:
        return Outcome.REBOUNDED, Known.STANDARD
    if look.found is Outcome.UNSEEN:
        return Outcome.UNSEEN, Known.WORD
    if look.found is Outcome.REBOUNDED:
        if seen and answer.refusal is None:
            raise UnableToLookBack("contradicts", "found")
        return Outcome.REBOUNDED, Known.WORD
    if seen and answer.refusal is None:
        return Outcome.PERSISTS, Known.STANDARD
    of_place = not case.item.household_number
    there = of_place or (visit is not None and visit.outcome == Visited.MET.value)
    if there and (case.closing in BY_WORD or answer.refusal is Refusal.NOT_JUDGED):
        return Outcome.PERSISTS, Known.WORD
    raise _not_shown(answer)


def _seen_by(answer: Answer, case: Case, actor: Viewer) -> bool:
    """Whether a fact that decides was seen by the inspector since the case was given."""
    assert case.given_at is not None  # noqa: S101  a case with an inspector was given
    since = localdate(case.given_at)
    return any(
        rest.grade >= Grade.SEEN and rest.recorded_by == actor.account_id and rest.day >= since for rest in answer.rests
    )


def _not_shown(answer: Answer) -> UnableToLookBack:
    if answer.refusal is None:
        return UnableToLookBack("nothing_seen", "found")
    return UnableToLookBack("not_shown", "found", said=SAID[answer.refusal][0])


def _audit(case: Case, actor: int | None, at: datetime) -> None:
    append_audit(
        actor=actor,
        action="decide_lookback",
        subject="lookback_case",
        subject_id=str(case.pk),
        region_code=case.region_code,
        detail={"outcome": str(case.outcome), "known": str(case.known), "why": case.why or None},
        at=at,
    )
