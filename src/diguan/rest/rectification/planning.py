"""Writing the plan of a problem while nobody has proposed it: cause, goal, measures, stages."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Status
from pydantic import Field

from diguan.domain.accounts.permissions import Act
from diguan.domain.rectification import actions
from diguan.domain.rectification.actions.planning import Cause, Goal, Measure
from diguan.domain.rectification.choices import TEXT_LENGTH, UNIT_LENGTH, Horizon
from diguan.domain.rectification.queries import problem_page
from diguan.rest.frame.callers import needs, viewer_from
from diguan.rest.frame.clock import now, today
from diguan.rest.frame.values import PLAIN, Asked, Day, Number
from diguan.rest.rectification.reading import router
from diguan.rest.rectification.shapes import ProblemOne, problem_one

CREATED = 201
Given = Annotated[str, Field(min_length=1, max_length=TEXT_LENGTH, pattern=PLAIN)]
Unit = Annotated[str, Field(max_length=UNIT_LENGTH, pattern=PLAIN)]


class Planning(Asked):
    """Why the problem arose, what is to be reached, at once or over time."""

    root_cause: Given
    goal: Given
    horizon: Horizon


class Measuring(Asked):
    """A measure; `post`: number of the post whose holder is responsible; units: "" for that of the post."""

    measure: Given
    post: Number
    deadline_on: Day
    lead_unit: Unit = ""
    unit: Unit = ""


class Staging(Asked):
    """A goal with its day, behind the others of its task."""

    goal: Given
    due_on: Day


def _one(request: HttpRequest, number: int) -> ProblemOne:
    return problem_one(problem_page(viewer_from(request), number, today()))


@router.post("/rectification/problems/{int:number}/plan", response=ProblemOne, operation_id="write_plan")
@needs(Act.HANDLE, Act.RECTIFY)
def write_plan(request: HttpRequest, number: Path[Number], asked: Planning) -> ProblemOne:
    """Write the head of the plan."""
    cause = Cause(asked.root_cause, asked.goal, asked.horizon)
    actions.write_plan(problem_id=number, cause=cause, actor=viewer_from(request), at=now())
    return _one(request, number)


@router.post("/rectification/problems/{int:number}/tasks", response={CREATED: ProblemOne}, operation_id="add_task")
@needs(Act.HANDLE, Act.RECTIFY)
def add_task(request: HttpRequest, number: Path[Number], asked: Measuring) -> Status[ProblemOne]:
    """Add a measure."""
    measure = Measure(asked.measure, asked.post, asked.deadline_on, asked.lead_unit, asked.unit)
    actions.add_task(problem_id=number, measure=measure, actor=viewer_from(request), at=now())
    return Status(CREATED, _one(request, number))


@router.post("/rectification/tasks/{int:number}/stages", response={CREATED: ProblemOne}, operation_id="add_stage")
@needs(Act.HANDLE, Act.RECTIFY)
def add_stage(request: HttpRequest, number: Path[Number], asked: Staging) -> Status[ProblemOne]:
    """Add a stage to a measure."""
    goal = Goal(asked.goal, asked.due_on)
    stage = actions.add_stage(task_id=number, goal=goal, actor=viewer_from(request), at=now())
    return Status(CREATED, _one(request, stage.task.problem_id))


@router.post("/rectification/tasks/{int:number}/drop", response=ProblemOne, operation_id="drop_task")
@needs(Act.HANDLE, Act.RECTIFY)
def drop_task(request: HttpRequest, number: Path[Number]) -> ProblemOne:
    """Take a measure with its stages out of the draft."""
    return _one(request, actions.drop_task(task_id=number, actor=viewer_from(request), at=now()).pk)


@router.post("/rectification/stages/{int:number}/drop", response=ProblemOne, operation_id="drop_stage")
@needs(Act.HANDLE, Act.RECTIFY)
def drop_stage(request: HttpRequest, number: Path[Number]) -> ProblemOne:
    """Take a stage out of the draft."""
    return _one(request, actions.drop_stage(stage_id=number, actor=viewer_from(request), at=now()).pk)
