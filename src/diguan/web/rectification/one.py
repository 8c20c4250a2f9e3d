"""One problem: what it is, how it stands, the plan, the stages with their proof, the items below it, what may be done, its history."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from diguan.domain.accounts.permissions import Act
from diguan.domain.rectification.choices import On, Step
from diguan.domain.rectification.models import Stage
from diguan.domain.rectification.permissions import TRANSITIONS
from diguan.domain.rectification.queries import ProblemPage, problem_page
from diguan.domain.rectification.queries.searches import searches_of
from diguan.domain.responsibility.queries import chart_of
from diguan.web.ledger.words import post_said
from diguan.web.rectification import words
from diguan.web.rectification.forms import PlanForm, StageForm, StepForm, TaskForm
from diguan.web.rectification.stepping import Answer, step_of, take_step
from diguan.web.shared.clock import today
from diguan.web.shared.forms import PlainForm
from diguan.web.shared.jobs import job_row
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import text

Posted = tuple[str, PlainForm]
MOST_POSTS = 300


@require_GET
@needs(Act.SEE)
def one(request: HttpRequest, number: int) -> HttpResponse:
    """The page of a problem."""
    return page(request, number)


@require_POST
@needs(Act.SEE)
def take(request: HttpRequest, number: int, step: str) -> HttpResponse:
    """Take a step on the problem. What is refused stays on record, and the page says why."""
    found = words.found(lambda: problem_page(asked(request).viewer, number, today()))
    wanted = step_of(step, On.PROBLEM)
    return _answered(request, found.problem.pk, str(wanted), take_step(request, wanted, found.problem, found.problem))


@require_POST
@needs(Act.SEE)
def take_stage(request: HttpRequest, number: int, step: str) -> HttpResponse:
    """Take a step on a stage of a problem that the viewer sees."""
    stage = Stage.objects.filter(pk=number).select_related("task").first()
    if stage is None:
        raise Http404
    found = words.found(lambda: problem_page(asked(request).viewer, stage.task.problem_id, today()))
    wanted = step_of(step, On.STAGE)
    name = f"{wanted}-{stage.pk}"
    return _answered(request, found.problem.pk, name, take_step(request, wanted, stage, found.problem))


def _answered(request: HttpRequest, number: int, name: str, answer: Answer) -> HttpResponse:
    if answer.done:
        messages.success(request, text(f"rectification:done.{answer.step}"))
        return redirect("rectification:one", number=number)
    return page(request, number, (name, answer.form), answer.status)


def page(request: HttpRequest, number: int, posted: Posted | None = None, status: int = 200) -> HttpResponse:
    """The page of a problem, with a form that was sent and not taken. Absent and foreign alike are not there."""
    viewer = asked(request).viewer
    found = words.found(lambda: problem_page(viewer, number, today()))
    problem = found.problem
    names = words.names_of([problem.proposed_by, problem.approved_by, problem.reported_by, problem.accepted_by])
    context: dict[str, Any] = {
        "problem": problem,
        "inspection": problem.inspection,
        "late": words.late(problem, today()),
        "department": words.department_said(problem.department) if problem.department else "",
        "leader": words.link_said(found.listed.leader),
        "names": {
            name: names.get(getattr(problem, f"{name}_by") or 0, "")
            for name in ("proposed", "approved", "reported", "accepted")
        },
        "acts": list(acts_of(found.steps, "", problem.version, posted)),
        "tasks": list(_tasks(found, posted)),
        "items": words.items_said(found.links, today()),
        "more_items": found.linked - len(found.links),
        "spreads": list(_spreads(found)),
        "history": words.told(found.events, found.files),
        "may_plan": found.may_plan,
        "may_spread": found.may_spread,
        "today": today(),
        "form": posted[1] if posted else None,
    }
    if found.may_plan:
        context |= _planning(found, posted)
    return render(request, "rectification/one.html", context, status=status)


def _spreads(found: ProblemPage) -> Iterator[dict[str, Any]]:
    """Searches and self-checks; of a search how its newest job stands, and what that brought."""
    searches = searches_of([each.pk for each in found.spreads])
    for each in found.spreads:
        job = searches.get(each.pk)
        row = None if job is None else job_row(job)
        said = text("rectification:spread.done", **row["outcome"]) if row and row["outcome"] else ""
        yield {"spread": each, "checks": found.checks.get(each.pk, ()), "search": row, "brought": said}


def _planning(found: ProblemPage, posted: Posted | None) -> dict[str, Any]:
    problem = found.problem
    sent = dict([posted]) if posted else {}
    head = {"root_cause": problem.root_cause, "goal": problem.goal, "horizon": problem.horizon}
    return {
        "plan_form": sent.get("plan") or PlanForm(auto_id="id_plan_%s", initial=head),
        "task_form": sent.get("task")
        or TaskForm(
            auto_id="id_task_%s", posts=posts_for(problem.region_code), initial={"deadline_on": problem.deadline_on}
        ),
    }


def posts_for(region_code: str) -> list[tuple[int, str]]:
    """Posts at, above and below a place, with their holders."""
    chart = chart_of(region_code, today())
    links = [link for own in chart.links.values() for link in own]
    return [(link.post.pk, post_said(link)) for link in links[:MOST_POSTS]]


def _tasks(found: ProblemPage, posted: Posted | None) -> Iterator[dict[str, Any]]:
    sent = dict([posted]) if posted else {}
    for each in found.listed.tasks:
        stages = [
            {"stage": stage, "acts": list(acts_of(found.stage_steps[stage.pk], f"-{stage.pk}", stage.version, posted))}
            for stage in each.stages
        ]
        name = f"stage-{each.task.pk}"
        form = None
        if found.may_plan:
            form = sent.get(name) or StageForm(auto_id=f"id_{name}_%s", initial={"due_on": each.task.deadline_on})
        yield {
            "task": each.task,
            "who": words.link_said(each.link),
            "stages": stages,
            "stage_form": form,
            "open": name in sent,
        }


def acts_of(steps: Any, suffix: str, version: int, posted: Posted | None) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    """Steps that are open to the viewer, each with its form."""
    for step in steps:
        own = posted is not None and posted[0] == f"{step}{suffix}"
        form = posted[1] if posted is not None and own else StepForm(step=step, version=version)
        if suffix and not own:
            form.auto_id = f"id_{step}{suffix}_%s"
        yield {"step": step, "slug": step.value.replace("_", "-"), "form": form, "open": own, "main": _main(step)}


def _main(step: Step) -> bool:
    return not TRANSITIONS[step].second or step.value.startswith(("accept", "approve"))
