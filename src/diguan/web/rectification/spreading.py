"""From one problem to all of its kind: a condition with a preview of who it is true of, or a self-check of every unit below."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from diguan.domain.accounts.permissions import Act, Viewer, scoped
from diguan.domain.rectification.actions.spreading import Wide, ask_self_check, request_again, request_spread
from diguan.domain.rectification.actions.spreading.checking import Asking
from diguan.domain.rectification.actions.spreading.widening import preview
from diguan.domain.rectification.models import Problem, Spread
from diguan.domain.rectification.queries import problem_page
from diguan.domain.rectification.searching import Condition, Found
from diguan.domain.refusals import UnableToAct
from diguan.domain.screening.queries import judging_rounds
from diguan.engine.documents import Label
from diguan.engine.verdicts import Subject
from diguan.web.rectification import words
from diguan.web.rectification.forms import AskForm, SpreadForm
from diguan.web.shared.clock import now, today
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import language, spoken, text

SHOWN, REFUSED = 20, 400


@require_http_methods(["GET", "POST"])
@needs(Act.RECTIFY)
def spread(request: HttpRequest, number: int) -> HttpResponse:
    """Look at who a condition is true of; then keep it, and open what it finds."""
    viewer, problem = asked(request).viewer, _problem(request, number)
    first = {"region_code": problem.inspection.region_code, "criteria": problem.criteria}
    form = SpreadForm(request.POST or None, viewer=viewer, standards=standards_for(viewer), initial=first)
    found: Found | None = None
    if request.method == "POST" and form.is_valid():
        try:
            wide = _wide(form.cleaned_data)
            if "open" in request.POST:
                request_spread(problem_id=problem.pk, wide=wide, actor=viewer, at=now())
                messages.success(request, text("rectification:spread.queued"))
                return redirect("rectification:one", number=problem.pk)
            found = preview(wide=wide, actor=viewer)
        except UnableToAct as error:
            form.refuse(error)
    status = REFUSED if form.errors else 200
    context = {"form": form, "problem": problem, "found": found, "hits": found.hits[:SHOWN] if found else ()}
    return render(request, "rectification/spread.html", context, status=status)


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
