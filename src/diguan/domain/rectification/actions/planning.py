"""A plan is written: root cause, goal, horizon; tasks with who leads, who does it, who is responsible; stages with goals and days.

It is written while nobody has proposed it. What was reported once stays: a stage that has a history cannot be dropped.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from diguan.domain.accounts.permissions import Act, Viewer, scoped
from diguan.domain.accounts.queries import departments
from diguan.domain.audit.actions import append_audit
from diguan.domain.ledger.actions.opening.reported import IDENTITY
from diguan.domain.rectification.choices import TEXT_LENGTH, UNIT_LENGTH, Horizon, ProblemState
from diguan.domain.rectification.models import Problem, Stage, Task
from diguan.domain.rectification.permissions import rights_of
from diguan.domain.rectification.refusals import UnableToFindRectification, UnableToRegister
from diguan.domain.regions.queries import region_name
from diguan.domain.responsibility.models import Post
from diguan.domain.responsibility.queries import chart_of
from diguan.engine.documents import Label


@dataclass(frozen=True, slots=True)
class Cause:
    """The head of a plan."""

    root_cause: str
    goal: str
    horizon: Horizon


@dataclass(frozen=True, slots=True)
class Measure:
    """A task as somebody writes it. `lead_unit`, `unit`: "" for the unit of the post; `post_id`: of the region the problem lies in."""

    measure: str
    post_id: int
    deadline_on: date
    lead_unit: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Goal:
    """A stage as somebody writes it."""

    goal: str
    due_on: date


@transaction.atomic
def write_plan(*, problem_id: int, cause: Cause, actor: Viewer, at: datetime) -> Problem:
    """Say why the problem arose, what is to be reached, and whether at once or over time."""
    problem = _drafted(problem_id, actor)
    for name in ("root_cause", "goal"):
        check_text(getattr(cause, name), name)
    problem.root_cause, problem.goal, problem.horizon = cause.root_cause.strip(), cause.goal.strip(), cause.horizon
    _touch(problem, at)
    _audit(problem, "write_plan", actor, at)
    return problem


@transaction.atomic
def add_task(*, problem_id: int, measure: Measure, actor: Viewer, at: datetime) -> Task:
    """Add a measure with its one stage, its own deadline; further stages are added to it."""
    problem = _drafted(problem_id, actor)
    check_text(measure.measure, "measure")
    post = _post(problem, measure.post_id, timezone.localdate(at))
    last = problem.tasks.order_by("-number").values_list("number", flat=True).first() or 0
    _check_day(problem, measure.deadline_on, "deadline_on")
    task = Task.objects.create(
        problem=problem,
        number=last + 1,
        measure=measure.measure.strip(),
        lead_unit=_unit(measure.lead_unit, post, "lead_unit"),
        unit=_unit(measure.unit, post, "unit"),
        post=post,
        deadline_on=measure.deadline_on,
        added_by=actor.account_id,
        at=at,
    )
    _touch(problem, at)
    _audit(problem, "add_task", actor, at)
    return task


@transaction.atomic
def add_stage(*, task_id: int, goal: Goal, actor: Viewer, at: datetime) -> Stage:
    """Add a stage behind the others of a task."""
    task = _task(task_id, actor)
    check_text(goal.goal, "goal")
    last = task.stages.order_by("-number").first()
    if goal.due_on > task.deadline_on or (last is not None and goal.due_on <= last.due_on):
        raise UnableToRegister(
            Label(
                "阶段日期不晚于上一阶段，或超过任务时限", "the stage is not after the one before, or beyond the task"
            ),
            Label("各阶段依次推进，最后一个不晚于任务时限", "stages follow each other up to the day of the task"),
            "due_on",
        )
    stage = Stage.objects.create(
        task=task, number=last.number + 1 if last else 1, goal=goal.goal.strip(), due_on=goal.due_on
    )
    _touch(task.problem, at)
    _audit(task.problem, "add_stage", actor, at)
    return stage


@transaction.atomic
def drop_stage(*, stage_id: int, actor: Viewer, at: datetime) -> Problem:
    """Take a stage out of a draft; UnableToRegister where it has a history."""
    stage = Stage.objects.filter(pk=stage_id).select_related("task").first()
    if stage is None:
        raise UnableToFindRectification
    task = _task(stage.task_id, actor)
    _refuse_history(stage)
    stage.delete()
    _touch(task.problem, at)
    _audit(task.problem, "drop_stage", actor, at)
    return task.problem


@transaction.atomic
def drop_task(*, task_id: int, actor: Viewer, at: datetime) -> Problem:
    """Take a task with its stages out of a draft; UnableToRegister where one of them has a history."""
    task = _task(task_id, actor)
    for stage in task.stages.all():
        _refuse_history(stage)
    task.stages.all().delete()
    task.delete()
    _touch(task.problem, at)
    _audit(task.problem, "drop_task", actor, at)
    return task.problem


def _refuse_history(stage: Stage) -> None:
    if stage.events.exists():
        raise UnableToRegister(
            Label("这个阶段已报送过，不能删除", "the stage was reported already and stays"),
            Label("另加阶段", "add another stage"),
        )


def _drafted(problem_id: int, actor: Viewer) -> Problem:
    """The problem, held, where the actor may write its plan and nobody has proposed it."""
    found = scoped(Problem.objects.filter(pk=problem_id), actor, Act.SEE).select_for_update(of=("self",)).first()
    if found is None:
        raise UnableToFindRectification
    if not rights_of(actor, (Act.HANDLE, Act.RECTIFY), found.region_code, found.department):
        raise UnableToRegister(
            Label("方案不归您编写", "the plan is not yours to write"),
            Label("由责任单位或登记单位编写", "the unit in charge or whoever registered it writes it"),
        )
    if found.state != ProblemState.RECEIVED:
        raise UnableToRegister(
            Label("方案已报送，不能再改", "the plan has been proposed and stands"),
            Label("退回后再改", "it can be changed when it was returned"),
        )
    return found


def _task(task_id: int, actor: Viewer) -> Task:
    task = Task.objects.filter(pk=task_id).first()
    if task is None:
        raise UnableToFindRectification
    task.problem = _drafted(task.problem_id, actor)
    return task


def check_text(text: str, name: str) -> None:
    """UnableToRegister where a text is missing, too long or has a number of a person in it."""
    if not 0 < len(text.strip()) <= TEXT_LENGTH or IDENTITY.search(text):
        raise UnableToRegister(
            Label("没有写、太长，或含有证件号、电话", "nothing, too much, or an identity number or phone was written"),
            Label(f"不超过 {TEXT_LENGTH} 字，不写个人信息", f"{TEXT_LENGTH} characters at most, nothing personal"),
            name,
        )


def _check_day(problem: Problem, day: date, name: str) -> None:
    if day < problem.inspection.paper_on:
        raise UnableToRegister(Label("时限早于反馈文件", "the day lies before the paper"), None, name)


def _post(problem: Problem, post_id: int, on: date) -> Post:
    """A post at, above or below the place that is there on the day."""
    chart = chart_of(problem.region_code, on)
    posts = [link.post for links in chart.links.values() for link in links]
    found = next((post for post in posts if post.pk == post_id), None)
    if found is None:
        raise UnableToRegister(
            Label("没有这个岗位，或不在责任单位的上下级", "there is no such post at, above or below the unit"),
            None,
            "post",
        )
    return found


def _unit(said: str, post: Post, name: str) -> str:
    """A unit in words; of a post that of its place and department."""
    text = said.strip()
    if len(text) > UNIT_LENGTH:
        raise UnableToRegister(Label(f"超过 {UNIT_LENGTH} 字", f"more than {UNIT_LENGTH} characters"), None, name)
    if text:
        return text
    named = departments().get(post.department)
    return f"{region_name(post.region_code)}{named.zh if named else post.department}"


def _touch(problem: Problem, at: datetime) -> None:
    problem.version += 1
    problem.updated_at = at
    problem.save()


def _audit(problem: Problem, action: str, actor: Viewer, at: datetime) -> None:
    append_audit(
        actor=actor.account_id,
        action=action,
        subject="problem",
        subject_id=str(problem.pk),
        region_code=problem.region_code,
        detail={"number": problem.number},
        at=at,
    )
