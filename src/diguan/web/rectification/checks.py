"""Self-checks: which one's units owe a reply, and one with its question, reply and history."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from diguan.domain.accounts.permissions import Act
from diguan.domain.keyset import slice_of
from diguan.domain.rectification.choices import CheckState, On
from diguan.domain.rectification.queries import check_page, checks
from diguan.web.rectification import words
from diguan.web.rectification.forms import StepForm
from diguan.web.rectification.one import acts_of
from diguan.web.rectification.stepping import step_of, take_step
from diguan.web.shared.clock import today
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import text

ORDER = ("reply_by", "id")


@require_GET
@needs(Act.SEE)
def listed(request: HttpRequest) -> HttpResponse:
    """Self-checks of the viewer's units, the next day of reply first."""
    viewer = asked(request).viewer
    state = request.GET.get("state", "")
    state = state if state in set(CheckState) else ""
    slice_ = slice_of(checks(viewer, state), ORDER, request.GET.get("at", ""))
    context = {"slice": slice_, "rows": slice_.rows, "state": state, "states": list(CheckState), "today": today()}
    return render(request, "rectification/checks.html", context)


@require_GET
@needs(Act.SEE)
def one(request: HttpRequest, number: int) -> HttpResponse:
    """The page of a self-check."""
    return _page(request, number)


@require_POST
@needs(Act.SEE)
def take(request: HttpRequest, number: int, step: str) -> HttpResponse:
    """Take a step on a self-check."""
    found = words.found(lambda: check_page(asked(request).viewer, number))
    wanted = step_of(step, On.CHECK)
    answer = take_step(request, wanted, found.check, found.check)
    if answer.done:
        messages.success(request, text(f"rectification:done.{wanted}"))
        return redirect("rectification:check", number=number)
    return _page(request, number, (str(wanted), answer.form), answer.status)


def _page(
    request: HttpRequest, number: int, posted: tuple[str, StepForm] | None = None, status: int = 200
) -> HttpResponse:
    viewer = asked(request).viewer
    found = words.found(lambda: check_page(viewer, number))
    check = found.check
    context = {
        "check": check,
        "spread": check.spread,
        "problem": check.spread.problem,
        "sees_problem": viewer.may(Act.SEE, check.spread.problem.region_code),
        "late": check.state == CheckState.ASKED and check.reply_by < today(),
        "replied_by": words.names_of([check.replied_by]).get(check.replied_by or 0, ""),
        "acts": list(acts_of(found.steps, "", check.version, posted)),
        "items": words.items_said(found.links, today()),
        "history": words.told(found.events, found.files),
        "form": posted[1] if posted else None,
    }
    return render(request, "rectification/check.html", context, status=status)
