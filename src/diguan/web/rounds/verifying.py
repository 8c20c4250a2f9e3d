"""Recomputing a round from its page, and how that ended."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from diguan.domain.accounts.permissions import Act
from diguan.domain.refusals import UnableToAct
from diguan.domain.screening.models import Round
from diguan.domain.screening.queries import rounds
from diguan.domain.screening.verifying import request_verification, verifications
from diguan.web.shared.clock import now
from diguan.web.shared.jobs import job_row
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import language


@require_POST
@needs(Act.SCREEN)
def verify(request: HttpRequest, number: int) -> HttpResponse:
    """Asks for a recomputation; a job does it."""
    try:
        request_verification(round_=_round(request, number), viewer=asked(request).viewer, at=now())
    except UnableToAct as error:
        messages.error(request, error.said(language()))
    return redirect("rounds:one", number=number)


@require_GET
@needs(Act.SEE)
def verification(request: HttpRequest, number: int) -> HttpResponse:
    """The part of the page of a round that changes while it is recomputed."""
    round_ = _round(request, number)
    return render(request, "rounds/verification.html", {"round": round_, **verification_of(request, round_)})


def verification_of(request: HttpRequest, round_: Round) -> dict[str, Any]:
    """The newest recomputation of a round, and whether the viewer may ask for one."""
    newest = next(iter(verifications(round_)), None)
    row = None if newest is None else {**job_row(newest), "may_cancel": False}
    found = row["outcome"].get("found", ()) if row else ()
    return {
        "row": row,
        "differs": [f"{each['file']} {each[language()]}" for each in found],
        "may_verify": asked(request).viewer.may(Act.SCREEN, round_.region_code) and not (row and row["running"]),
    }


def _round(request: HttpRequest, number: int) -> Round:
    found = rounds(asked(request).viewer).filter(pk=number).first()
    if found is None:
        raise Http404
    return found
