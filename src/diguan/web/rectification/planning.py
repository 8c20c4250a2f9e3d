"""The plan of a problem is written: its head, tasks, stages; what was only drafted may be dropped."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from diguan.domain.accounts.permissions import Act
from diguan.domain.rectification import actions
from diguan.domain.rectification.actions.planning import Cause, Goal, Measure
from diguan.domain.rectification.choices import Horizon
from diguan.domain.rectification.models import Stage, Task
from diguan.domain.rectification.queries import problem_page
from diguan.domain.refusals import UnableToAct
from diguan.web.rectification import words
from diguan.web.rectification.forms import PlanForm, StageForm, TaskForm
from diguan.web.rectification.one import page, posts_for
from diguan.web.shared.clock import now, today
from diguan.web.shared.forms import PlainForm
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import language, text

REFUSED = 400
Write = Callable[[dict[str, Any]], object]


@require_POST
@needs(Act.SEE)
def plan(request: HttpRequest, number: int) -> HttpResponse:
    """Root cause, goal, horizon."""
    _seen(request, number)

    def write(said: dict[str, Any]) -> object:
        cause = Cause(said["root_cause"], said["goal"], Horizon(said["horizon"]))
        return actions.write_plan(problem_id=number, cause=cause, actor=asked(request).viewer, at=now())

    return _written(request, number, ("plan", PlanForm(request.POST, auto_id="id_plan_%s")), write)


@require_POST
@needs(Act.SEE)
def task(request: HttpRequest, number: int) -> HttpResponse:
    """Another task."""
    region_code = _seen(request, number)
    form = TaskForm(request.POST, auto_id="id_task_%s", posts=posts_for(region_code))

    def write(said: dict[str, Any]) -> object:
        values = {name: said[name] for name in ("measure", "lead_unit", "unit", "deadline_on")}
        measure = Measure(post_id=said["post"], **values)
        return actions.add_task(problem_id=number, measure=measure, actor=asked(request).viewer, at=now())

    return _written(request, number, ("task", form), write)


@require_POST
@needs(Act.SEE)
def stage(request: HttpRequest, number: int) -> HttpResponse:
    """Another stage of a task."""
    problem = _problem_of(request, Task.objects.filter(pk=number).values_list("problem_id", flat=True).first())
    name = f"stage-{number}"

    def write(said: dict[str, Any]) -> object:
        goal = Goal(said["goal"], said["due_on"])
        return actions.add_stage(task_id=number, goal=goal, actor=asked(request).viewer, at=now())

    return _written(request, problem, (name, StageForm(request.POST, auto_id=f"id_{name}_%s")), write)


@require_POST
@needs(Act.SEE)
def drop_task(request: HttpRequest, number: int) -> HttpResponse:
    """Take a drafted task out."""
    problem = _problem_of(request, Task.objects.filter(pk=number).values_list("problem_id", flat=True).first())
    return _dropped(request, problem, lambda: actions.drop_task(task_id=number, actor=asked(request).viewer, at=now()))


@require_POST
@needs(Act.SEE)
def drop_stage(request: HttpRequest, number: int) -> HttpResponse:
    """Take a drafted stage out."""
    stages = Stage.objects.filter(pk=number).values_list("task__problem_id", flat=True)
    problem = _problem_of(request, stages.first())
    return _dropped(
        request, problem, lambda: actions.drop_stage(stage_id=number, actor=asked(request).viewer, at=now())
    )


def _seen(request: HttpRequest, number: int) -> str:
    """The region of a problem that the viewer sees."""
    return words.found(lambda: problem_page(asked(request).viewer, number, today())).problem.region_code


def _problem_of(request: HttpRequest, number: int | None) -> int:
    if number is None:
        raise Http404
    _seen(request, number)
    return number


def _written(request: HttpRequest, number: int, sent: tuple[str, PlainForm], write: Write) -> HttpResponse:
    name, form = sent
    if not form.is_valid():
        return page(request, number, (name, form), REFUSED)
    try:
        write(form.cleaned_data)
    except UnableToAct as error:
        form.refuse(error)
        return page(request, number, (name, form), REFUSED)
    messages.success(request, text(f"rectification:written.{name.partition('-')[0]}"))
    return redirect("rectification:one", number=number)


def _dropped(request: HttpRequest, number: int, drop: Callable[[], object]) -> HttpResponse:
    try:
        drop()
    except UnableToAct as error:
        messages.error(request, error.said(language()))
    else:
        messages.success(request, text("rectification:written.dropped"))
    return redirect("rectification:one", number=number)
