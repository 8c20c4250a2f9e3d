"""The steps of problems, stages and self-checks. What is refused stays on record as an attempt, and the answer says why."""

from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path
from pydantic import Field

from diguan.domain.accounts.permissions import Act
from diguan.domain.rectification import actions
from diguan.domain.rectification.actions import spreading
from diguan.domain.rectification.choices import Refusal
from diguan.domain.rectification.models import Check, Stage
from diguan.domain.rectification.outcome import Outcome
from diguan.domain.rectification.queries import check_page, problem_page
from diguan.rest.frame.callers import needs, viewer_from
from diguan.rest.frame.clock import now, today
from diguan.rest.frame.problems import problem
from diguan.rest.frame.steps import WithReason, WithWord, refused_step
from diguan.rest.frame.values import PLAIN, Day, Number
from diguan.rest.rectification.reading import router
from diguan.rest.rectification.shapes import CheckOne, ProblemOne, check_one, problem_one

Files = Annotated[list[Number], Field(max_length=50, default_factory=list)]
Line = Annotated[str, Field(max_length=500, pattern=PLAIN)]
Lines = Annotated[list[Line], Field(max_length=200, default_factory=list)]
# Refusals that are no fault of what was sent: by right, or by how things stand.
BY_RIGHT = frozenset({Refusal.ROLE, Refusal.RANK, Refusal.SAME_PERSON, Refusal.EVIDENCE_BY_SAME_PERSON})
BY_STATE = frozenset({Refusal.STALE, Refusal.STATE})
WORK, DECIDE = (Act.HANDLE, Act.RECTIFY), (Act.APPROVE, Act.RECTIFY)


class WithProof(WithReason):
    """What was done, with numbers of the files that prove it."""

    evidence: Files


class Replying(WithProof):
    """`found`: what was found, one text a problem, nothing personal in it."""

    found: Lines


class Reopening(WithProof):
    """The new deadline."""

    deadline_on: Day


Step = Callable[..., Outcome]


def _taken(request: HttpRequest, step: Step, asked: Any, **thing: Any) -> Any:  # noqa: ANN401  an answer or a problem
    """Take a step; the problem or self-check as it stands then, or why not. A refused attempt is kept: nothing is rolled back."""
    viewer = viewer_from(request)
    outcome = step(**thing, **asked.model_dump(), actor=viewer, at=now())
    if outcome.code is not None:
        return problem(request, refused_step(outcome, outcome.code, BY_RIGHT, BY_STATE))
    if isinstance(outcome.thing, Check):
        return check_one(check_page(viewer, outcome.thing.pk))
    number = outcome.thing.task.problem_id if isinstance(outcome.thing, Stage) else outcome.thing.pk
    return problem_one(problem_page(viewer, number, today()))


PROBLEM, STAGE, CHECK = (f"/rectification/{noun}/{{int:number}}/" for noun in ("problems", "stages", "checks"))


@router.post(f"{PROBLEM}propose", response=ProblemOne, operation_id="propose_plan")
@needs(*WORK)
def propose(request: HttpRequest, number: Path[Number], asked: WithWord) -> Any:  # noqa: ANN401  an answer or a problem
    """Propose the plan of a problem."""
    return _taken(request, actions.propose, asked, problem_id=number)


@router.post(f"{PROBLEM}approve-plan", response=ProblemOne, operation_id="approve_plan")
@needs(*DECIDE)
def approve_plan(request: HttpRequest, number: Path[Number], asked: WithWord) -> Any:  # noqa: ANN401  an answer or a problem
    """Approve a plan as the second person."""
    return _taken(request, actions.approve_plan, asked, problem_id=number)


@router.post(f"{PROBLEM}return-plan", response=ProblemOne, operation_id="return_plan")
@needs(*DECIDE)
def return_plan(request: HttpRequest, number: Path[Number], asked: WithReason) -> Any:  # noqa: ANN401  an answer or a problem
    """Send a plan back."""
    return _taken(request, actions.return_plan, asked, problem_id=number)


@router.post(f"{PROBLEM}report", response=ProblemOne, operation_id="report_problem")
@needs(Act.HANDLE)
def report(request: HttpRequest, number: Path[Number], asked: WithProof) -> Any:  # noqa: ANN401  an answer or a problem
    """Report a problem as mended."""
    return _taken(request, actions.report, asked, problem_id=number)


@router.post(f"{PROBLEM}accept", response=ProblemOne, operation_id="accept_problem")
@needs(Act.CONFIRM)
def accept(request: HttpRequest, number: Path[Number], asked: WithWord) -> Any:  # noqa: ANN401  an answer or a problem
    """Be the second person of a problem."""
    return _taken(request, actions.accept, asked, problem_id=number)


@router.post(f"{PROBLEM}return", response=ProblemOne, operation_id="return_problem")
@needs(Act.CONFIRM)
def return_problem(request: HttpRequest, number: Path[Number], asked: WithReason) -> Any:  # noqa: ANN401  an answer or a problem
    """Send a report back."""
    return _taken(request, actions.return_problem, asked, problem_id=number)


@router.post(f"{PROBLEM}reopen", response=ProblemOne, operation_id="reopen_problem")
@needs(Act.RECTIFY)
def reopen(request: HttpRequest, number: Path[Number], asked: Reopening) -> Any:  # noqa: ANN401  an answer or a problem
    """Say that an accepted problem stands again."""
    return _taken(request, actions.reopen, asked, problem_id=number)


@router.post(f"{STAGE}report", response=ProblemOne, operation_id="report_stage")
@needs(Act.HANDLE)
def report_stage(request: HttpRequest, number: Path[Number], asked: WithProof) -> Any:  # noqa: ANN401  an answer or a problem
    """Report a stage as reached."""
    return _taken(request, actions.report_stage, asked, stage_id=number)


@router.post(f"{STAGE}accept", response=ProblemOne, operation_id="accept_stage")
@needs(Act.CONFIRM)
def accept_stage(request: HttpRequest, number: Path[Number], asked: WithWord) -> Any:  # noqa: ANN401  an answer or a problem
    """Be the second person of a stage."""
    return _taken(request, actions.accept_stage, asked, stage_id=number)


@router.post(f"{STAGE}return", response=ProblemOne, operation_id="return_stage")
@needs(Act.CONFIRM)
def return_stage(request: HttpRequest, number: Path[Number], asked: WithReason) -> Any:  # noqa: ANN401  an answer or a problem
    """Send a stage back."""
    return _taken(request, actions.return_stage, asked, stage_id=number)


@router.post(f"{CHECK}reply", response=CheckOne, operation_id="reply_check")
@needs(*WORK)
def reply_check(request: HttpRequest, number: Path[Number], asked: Replying) -> Any:  # noqa: ANN401  an answer or a problem
    """Reply for a unit."""
    return _taken(request, spreading.reply_check, asked, check_id=number)


@router.post(f"{CHECK}accept", response=CheckOne, operation_id="accept_check")
@needs(Act.RECTIFY)
def accept_check(request: HttpRequest, number: Path[Number], asked: WithWord) -> Any:  # noqa: ANN401  an answer or a problem
    """Be the second person of a reply."""
    return _taken(request, spreading.accept_check, asked, check_id=number)


@router.post(f"{CHECK}return", response=CheckOne, operation_id="return_check")
@needs(Act.RECTIFY)
def return_check(request: HttpRequest, number: Path[Number], asked: WithReason) -> Any:  # noqa: ANN401  an answer or a problem
    """Ask a unit again."""
    return _taken(request, spreading.return_check, asked, check_id=number)
