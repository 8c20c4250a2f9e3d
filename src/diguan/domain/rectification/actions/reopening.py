"""What was accepted stands again: somebody saw it, or the ledger found an item of it anew. A new plan is due: the old one did not hold."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from diguan.domain.accounts.permissions import Viewer
from diguan.domain.audit.actions import append_audit
from diguan.domain.ledger.actions.opening import bring_back
from diguan.domain.ledger.choices import LIVE, State
from diguan.domain.rectification.actions.accepting import own_items
from diguan.domain.rectification.actions.stepping import Asked, Taking, take_step
from diguan.domain.rectification.choices import Linked, ProblemState, Refusal, Step
from diguan.domain.rectification.models import Event, LinkedItem, Problem
from diguan.domain.rectification.outcome import Outcome
from diguan.domain.rectification.refusals import StepRefused

LIVING = [str(state) for state in LIVE]


def reopen(  # noqa: PLR0913  a step with its proof and a new day
    *,
    problem_id: int,
    version: int,
    reason: str,
    deadline_on: date,
    evidence: Sequence[int] = (),
    actor: Viewer,
    at: datetime,
) -> Outcome:
    """Say that a problem that was accepted stands again: it has not rebounded in the ledger, so its items are brought back there."""

    def work(taking: Taking) -> None:
        problem = taking.problem
        if deadline_on <= taking.today:
            raise StepRefused(Refusal.STATE, "deadline_on")
        items = own_items(problem)
        living = [item for item in items if item.state in LIVING]
        for item in () if living else (each for each in items if each.state == State.CLOSED):
            found: dict[str, str | int] = {"problem": problem.pk}
            bring_back(
                item_id=item.pk,
                reason=reason,
                detail=found,
                deadline_on=deadline_on,
                actor=actor.account_id,
                at=at,
            )
        taking.detail["was"] = problem.deadline_on.isoformat()
        problem.deadline_on = deadline_on
        forget_ending(problem, at)

    return take_step(Asked(Step.REOPEN, problem_id, version, actor, at, reason, tuple(evidence)), work)


def reopen_rebounded(*, at: datetime) -> int:
    """Reopen every accepted problem that has a living item again, and say how many. Run twice, it does it once."""
    living = LinkedItem.objects.filter(problem=OuterRef("pk"), how=Linked.OWN, item__state__in=LIVING)
    accepted = Problem.objects.filter(Exists(living), state=ProblemState.ACCEPTED)
    return sum(_reopen(number, at) for number in accepted.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _reopen(number: int, at: datetime) -> bool:
    problem = Problem.objects.select_for_update(of=("self",)).get(pk=number)
    living = [item for item in own_items(problem) if item.state in LIVING]
    if problem.state != ProblemState.ACCEPTED or not living:
        return False
    problem.state = ProblemState.RECEIVED
    problem.version += 1
    problem.updated_at = at
    forget_ending(problem, at)
    problem.save()
    Event.objects.create(
        problem=problem,
        act=Step.REOPEN,
        from_state=ProblemState.ACCEPTED,
        to_state=ProblemState.RECEIVED,
        detail={"items": [item.number for item in living]},
        at=at,
    )
    append_audit(
        actor=None,
        action="reopen_problem",
        subject="problem",
        subject_id=str(problem.pk),
        region_code=problem.region_code,
        detail={"number": problem.number, "items": len(living)},
        at=at,
    )
    return True


def forget_ending(problem: Problem, at: datetime) -> None:
    """Nobody stands for it any more; that it came back is counted."""
    problem.rebounds += 1
    problem.reopened_at = at
    problem.proposed_by, problem.proposed_role = None, ""
    problem.approved_by, problem.approved_at = None, None
    problem.reported_by, problem.reported_role, problem.reported_at = None, "", None
    problem.accepted_by, problem.accepted_at = None, None
