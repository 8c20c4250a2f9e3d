"""More time: somebody asks, somebody above decides."""

from datetime import date, datetime

from diguan.domain.accounts.permissions import Viewer
from diguan.domain.ledger.actions.handling import forget_postponement
from diguan.domain.ledger.actions.stepping import Asked, Taking, take_step
from diguan.domain.ledger.choices import Refusal, Step
from diguan.domain.ledger.outcome import Outcome
from diguan.domain.ledger.refusals import StepRefused
from diguan.domain.ledger.terms import deadlines_of


def ask_postponement(*, item_id: int, version: int, until: date, reason: str, actor: Viewer, at: datetime) -> Outcome:
    """Ask for a later deadline, as far away as the standard allows: who needs more asks again."""

    def work(taking: Taking) -> None:
        item = taking.item
        if until <= taking.today or (item.deadline_on is not None and until <= item.deadline_on):
            raise StepRefused(Refusal.DEADLINE, "until")
        if until > taking.today + deadlines_of(item.standard, taking.today).postponed:
            raise StepRefused(Refusal.TOO_LONG, "until")
        item.postpone_until, item.postpone_by, item.postpone_role = until, actor.account_id, str(taking.role)
        taking.detail["until"] = until.isoformat()

    return take_step(Asked(Step.ASK_POSTPONEMENT, item_id, version, actor, at, reason), work)


def decide_postponement(
    *, item_id: int, version: int, granted: bool, reason: str = "", actor: Viewer, at: datetime
) -> Outcome:
    """Grant or refuse what was asked: another person than whoever asked, and above them. A refusal says why."""

    def work(taking: Taking) -> None:
        item = taking.item
        if item.postpone_until is None:
            raise StepRefused(Refusal.STATE)
        taking.second_to(item.postpone_by, item.postpone_role)
        taking.detail["was"] = None if item.deadline_on is None else item.deadline_on.isoformat()
        taking.detail["until"] = item.postpone_until.isoformat()
        if granted:
            if item.postpone_until <= taking.today:
                raise StepRefused(Refusal.DEADLINE, "until")
            if item.postpone_until > taking.today + deadlines_of(item.standard, taking.today).postponed:
                raise StepRefused(Refusal.TOO_LONG, "until")
            item.deadline_on, item.postponements = item.postpone_until, item.postponements + 1
        forget_postponement(item)

    step = Step.GRANT_POSTPONEMENT if granted else Step.REFUSE_POSTPONEMENT
    return take_step(Asked(step, item_id, version, actor, at, reason), work)
