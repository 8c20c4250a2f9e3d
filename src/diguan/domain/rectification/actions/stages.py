"""A stage is reported with its proof, and accepted or returned by a second person."""

from collections.abc import Sequence
from datetime import datetime

from diguan.domain.accounts.permissions import Viewer
from diguan.domain.rectification.actions.proving import files_last_given
from diguan.domain.rectification.actions.stepping import Asked, Taking, take_step
from diguan.domain.rectification.choices import ProblemState, Refusal, StageState, Step
from diguan.domain.rectification.models import Stage
from diguan.domain.rectification.outcome import Outcome
from diguan.domain.rectification.refusals import StepRefused


def report_stage(
    *, stage_id: int, version: int, reason: str, evidence: Sequence[int] = (), actor: Viewer, at: datetime
) -> Outcome:
    """Say what was done for a stage, with its proof; stages of a task come in their order."""

    def work(taking: Taking) -> None:
        stage = _own(taking)
        before = Stage.objects.filter(task=stage.task, number__lt=stage.number).exclude(state=StageState.ACCEPTED)
        if before.exists():
            raise StepRefused(Refusal.STAGE_BEFORE)
        stage.progress = reason.strip()
        stage.reported_by, stage.reported_role, stage.reported_at = actor.account_id, str(taking.role), at

    return take_step(Asked(Step.REPORT_STAGE, stage_id, version, actor, at, reason, tuple(evidence)), work)


def accept_stage(*, stage_id: int, version: int, reason: str = "", actor: Viewer, at: datetime) -> Outcome:
    """Be the second person of a stage, who handed in none of its proof."""

    def work(taking: Taking) -> None:
        stage = _own(taking)
        taking.second_to(stage.reported_by, stage.reported_role, files_last_given(stage, Step.REPORT_STAGE))
        stage.accepted_by, stage.accepted_at = actor.account_id, at

    return take_step(Asked(Step.ACCEPT_STAGE, stage_id, version, actor, at, reason), work)


def return_stage(*, stage_id: int, version: int, reason: str, actor: Viewer, at: datetime) -> Outcome:
    """Send a stage back with the reason."""

    def work(taking: Taking) -> None:
        stage = _own(taking)
        taking.second_to(stage.reported_by, stage.reported_role)
        stage.returns += 1
        stage.reported_by, stage.reported_role, stage.reported_at = None, "", None

    return take_step(Asked(Step.RETURN_STAGE, stage_id, version, actor, at, reason), work)


def _own(taking: Taking) -> Stage:
    """The stage, where its problem is under way."""
    assert isinstance(taking.thing, Stage)  # noqa: S101  the step is on a stage
    if taking.problem.state != ProblemState.UNDER_WAY:
        raise StepRefused(Refusal.STATE)
    return taking.thing
