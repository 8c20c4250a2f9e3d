"""A plan is proposed, and approved or returned by a second person."""

from datetime import datetime

from django.db.models import Count

from diguan.domain.accounts.permissions import Viewer
from diguan.domain.rectification.actions.stepping import Asked, Taking, take_step
from diguan.domain.rectification.choices import Horizon, Refusal, StageState, Step
from diguan.domain.rectification.models import Problem, Stage
from diguan.domain.rectification.outcome import Outcome
from diguan.domain.rectification.refusals import StepRefused

LEAST_STAGES = {Horizon.IMMEDIATE: 1, Horizon.LONG: 2}


def propose(*, problem_id: int, version: int, reason: str = "", actor: Viewer, at: datetime) -> Outcome:
    """Send a plan in for approval. What is missing in it is refused."""

    def work(taking: Taking) -> None:
        problem = _own(taking)
        _refuse_incomplete(problem)
        problem.proposed_by, problem.proposed_role = actor.account_id, str(taking.role)
        problem.approved_by, problem.approved_at = None, None

    return take_step(Asked(Step.PROPOSE, problem_id, version, actor, at, reason), work)


def approve_plan(*, problem_id: int, version: int, reason: str = "", actor: Viewer, at: datetime) -> Outcome:
    """Be the second person of a plan: mending begins."""

    def work(taking: Taking) -> None:
        problem = _own(taking)
        taking.second_to(problem.proposed_by, problem.proposed_role)
        problem.approved_by, problem.approved_at = actor.account_id, at

    return take_step(Asked(Step.APPROVE_PLAN, problem_id, version, actor, at, reason), work)


def return_plan(*, problem_id: int, version: int, reason: str, actor: Viewer, at: datetime) -> Outcome:
    """Send a plan back with the reason."""

    def work(taking: Taking) -> None:
        problem = _own(taking)
        taking.second_to(problem.proposed_by, problem.proposed_role)
        problem.proposed_by, problem.proposed_role = None, ""

    return take_step(Asked(Step.RETURN_PLAN, problem_id, version, actor, at, reason), work)


def _own(taking: Taking) -> Problem:
    assert isinstance(taking.thing, Problem)  # noqa: S101  the step is on a problem
    return taking.thing


def _refuse_incomplete(problem: Problem) -> None:
    counts = list(problem.tasks.annotate(counted=Count("stages")).values_list("counted", flat=True))
    whole = problem.root_cause and problem.goal and problem.horizon and counts and all(counts)
    if not whole or sum(counts) < LEAST_STAGES[Horizon(problem.horizon)]:
        raise StepRefused(Refusal.PLAN_INCOMPLETE)
    if not Stage.objects.filter(task__problem=problem).exclude(state=StageState.ACCEPTED).exists():
        raise StepRefused(Refusal.NOTHING_NEW)
