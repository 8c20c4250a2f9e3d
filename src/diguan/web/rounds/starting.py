"""Starting a round, one question after the other; ending one that runs."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.jobs.actions import UnableToCancelJob, ask_to_cancel
from diguan.domain.jobs.queries import jobs
from diguan.domain.refusals import UnableToAct
from diguan.domain.screening.actions import request_round
from diguan.domain.screening.choices import ROUND_JOB, Wanted
from diguan.domain.screening.packs import default_standard, pack_of
from diguan.domain.screening.queries import newest_standard, open_values
from diguan.engine.documents import Label
from diguan.engine.standards.confirmations import UnableToReadConfirmation
from diguan.engine.standards.parameters import UnableToResolveParameters, UnableToUseStandard
from diguan.web.rounds.forms import ChooseForm, ConfirmForm
from diguan.web.shared.clock import now, today
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import language, text

CHOSEN = ("standard", "as_of", "region_code")


def _usual(viewer: Viewer) -> dict[str, Any]:
    """What a round is mostly started with: today, and the standard of the newest one while that is in force."""
    return {"as_of": today(), "standard": default_standard(today(), newest_standard(viewer))}


@require_http_methods(["GET", "POST"])
@needs(Act.SCREEN)
def start(request: HttpRequest) -> HttpResponse:
    """First which round; then, where values of the standard are not verified, who stands for them; then it waits in the queue."""
    viewer = asked(request).viewer
    said = request.POST if request.method == "POST" else request.GET
    choose = ChooseForm(said if "standard" in said else None, viewer=viewer, initial=_usual(viewer))
    if not choose.is_valid() or "again" in request.GET:
        return render(request, "rounds/start.html", {"form": choose})
    chosen = choose.cleaned_data
    values = open_values(pack_of(chosen["standard"]), chosen["as_of"])
    confirm = ConfirmForm(request.POST if request.method == "POST" else None, values=values)
    if request.method == "POST" and confirm.is_valid():
        wanted = Wanted(chosen["standard"], chosen["as_of"], chosen["region_code"], confirm.confirmations)
        if _requested(request, wanted, confirm):
            messages.success(request, text("rounds:start.queued"))
            return redirect("rounds:list")
    context = {"form": confirm, "chosen": {name: said[name] for name in CHOSEN}, "open": values, "wanted": chosen}
    return render(request, "rounds/confirm.html", context)


def _requested(request: HttpRequest, wanted: Wanted, form: ConfirmForm) -> bool:
    try:
        request_round(wanted=wanted, viewer=asked(request).viewer, at=now())
    except UnableToAct as error:
        form.refuse(error)
    except (UnableToResolveParameters, UnableToReadConfirmation, UnableToUseStandard) as error:
        for message in said_of(error):
            form.add_error(None, message)
    else:
        return True
    return False


def said_of(error: Any) -> list[str]:  # noqa: ANN401  three errors of the engine
    """Why the standard would not, in the reader's language."""
    if isinstance(error, UnableToResolveParameters):
        return [refusal.text(language()) for refusal in error.refusals]
    message = getattr(error, "message", None) or getattr(error, "problem", None)
    return [message[language()] if isinstance(message, Label) else str(error)]


@require_POST
@needs(Act.SCREEN)
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Asks a round that waits or runs to end."""
    viewer = asked(request).viewer
    job = jobs(viewer).filter(pk=number, kind=ROUND_JOB).first()
    if job is None or not viewer.may(Act.SCREEN, job.region_code):
        raise Http404
    try:
        ask_to_cancel(job_id=job.pk, actor=viewer.account_id, at=now())
    except UnableToCancelJob as error:
        messages.error(request, error.said(language()))
    else:
        messages.success(request, text("rounds:cancel.asked"))
    return redirect("rounds:list")
