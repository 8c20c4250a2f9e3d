"""From one problem to all of its kind: a condition with a preview of who it is true of, or a self-check of every unit below."""

import re
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from diguan.domain.accounts.permissions import Act, Viewer, scoped
from diguan.domain.jobs.models import Job
from diguan.domain.rectification.actions.spreading import (
    Wide,
    ask_self_check,
    request_again,
    request_look,
    request_spread,
)
from diguan.domain.rectification.actions.spreading.checking import Asking
from diguan.domain.rectification.models import Problem, Spread
from diguan.domain.rectification.queries import problem_page
from diguan.domain.rectification.queries.searches import look_of
from diguan.domain.rectification.searching import Condition
from diguan.domain.refusals import UnableToAct
from diguan.domain.screening.queries import judging_rounds
from diguan.engine.documents import Label
from diguan.engine.verdicts import Subject
from diguan.web.rectification import words
from diguan.web.rectification.forms import AskForm, SpreadForm
from diguan.web.shared.clock import now, today
from diguan.web.shared.jobs import job_row
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import language, spoken, text

REFUSED, LOOK_NUMBER = 400, re.compile(r"[0-9]{1,18}")


@require_http_methods(["GET", "POST"])
@needs(Act.RECTIFY)
def spread(request: HttpRequest, number: int) -> HttpResponse:
    """Look at who a condition is true of, in the background; then keep it, and open what it finds."""
    viewer, problem = asked(request).viewer, _problem(request, number)
    look = _look(request, problem)
    first = {"region_code": problem.inspection.region_code, "criteria": problem.criteria}
    if look is not None:
        first |= look.arguments | {"seek": look.arguments["question"]}
    form = SpreadForm(request.POST or None, viewer=viewer, standards=standards_for(viewer), initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            return _begun(request, problem, _wide(form.cleaned_data))
        except UnableToAct as error:
            form.refuse(error)
    status = REFUSED if form.errors else 200
    row = None if look is None else job_row(look)
    return render(request, "rectification/spread.html", {"form": form, "problem": problem, "row": row}, status=status)


def _look(request: HttpRequest, problem: Problem) -> Job | None:
    """The look that an address names; none where it names none. One of somebody else is not there."""
    said = request.GET.get("look", "")
    if not said:
        return None
    found = look_of(asked(request).viewer, problem.pk, int(said)) if LOOK_NUMBER.fullmatch(said) else None
    if found is None:
        raise Http404
    return found


def _begun(request: HttpRequest, problem: Problem, wide: Wide) -> HttpResponse:
    """Keep a condition and queue the search, or queue a look alone and lead to what comes of it."""
    viewer = asked(request).viewer
    if "open" in request.POST:
        request_spread(problem_id=problem.pk, wide=wide, actor=viewer, at=now())
        messages.success(request, text("rectification:spread.queued"))
        return redirect("rectification:one", number=problem.pk)
    look = request_look(problem_id=problem.pk, wide=wide, actor=viewer, at=now())
    return redirect(f"{reverse('rectification:spread', args=[problem.pk])}?look={look.pk}#looked")


@require_POST
@needs(Act.RECTIFY)
def again(request: HttpRequest, number: int) -> HttpResponse:
    """Look for a kept condition again."""
    viewer = asked(request).viewer
    seen = scoped(Problem.objects.all(), viewer, Act.RECTIFY).values("pk")
    kept = Spread.objects.filter(pk=number, problem__in=seen).first()
    if kept is None:
        raise Http404
    try:
        words.found(lambda: request_again(spread_id=number, actor=viewer, at=now()))
        messages.success(request, text("rectification:spread.queued"))
    except UnableToAct as error:
        messages.error(request, error.said(language()))
    return redirect("rectification:one", number=kept.problem_id)


@require_http_methods(["GET", "POST"])
@needs(Act.RECTIFY)
def ask(request: HttpRequest, number: int) -> HttpResponse:
    """Ask the units below to look for themselves."""
    viewer, problem = asked(request).viewer, _problem(request, number)
    first = {"region_code": problem.inspection.region_code, "criteria": problem.criteria}
    form = AskForm(request.POST or None, viewer=viewer, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            said = dict(form.cleaned_data)
            asking = Asking(question=said.pop("seek"), **said)
            made = ask_self_check(problem_id=problem.pk, asking=asking, actor=viewer, at=now())
        except UnableToAct as error:
            form.refuse(error)
        else:
            messages.success(request, text("rectification:ask.done", count=made.checks.count()))
            return redirect("rectification:one", number=problem.pk)
    return render(
        request, "rectification/ask.html", {"form": form, "problem": problem}, status=REFUSED if form.errors else 200
    )


def _problem(request: HttpRequest, number: int) -> Problem:
    """A problem that the viewer may spread."""
    viewer = asked(request).viewer
    found = words.found(lambda: problem_page(viewer, number, today())).problem
    if not viewer.may(Act.RECTIFY, found.region_code):
        raise Http404
    return found


def _wide(said: dict[str, Any]) -> Wide:
    condition = Condition(said["standard"], Subject(said["subject"]), said["expression"])
    return Wide(condition, said["region_code"], said["seek"], said["criteria"], said["department"])


def standards_for(viewer: Viewer) -> list[tuple[str, str]]:
    """Standards by which the viewer's places were judged."""
    found = {
        round_.standard: spoken(Label(round_.label["zh"], round_.label["en"])) for round_ in judging_rounds(viewer)
    }
    return list(found.items())
