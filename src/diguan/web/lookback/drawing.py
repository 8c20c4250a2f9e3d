"""Samples that were drawn, and drawing one: first how many there are and how exactly a sample speaks for them, then the sample."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.keyset import slice_of
from diguan.domain.lookback.actions import Wanted, draw_plan
from diguan.domain.lookback.choices import WEIGHTS, Method
from diguan.domain.lookback.models import Plan
from diguan.domain.lookback.precision import interval, margin
from diguan.domain.lookback.queries.plans import ORDER, plans, progress_in
from diguan.domain.refusals import UnableToAct
from diguan.domain.regions.queries import tops
from diguan.web.ledger.words import names_of
from diguan.web.lookback.forms import DrawForm
from diguan.web.lookback.words import percent
from diguan.web.shared.clock import now, today
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import text

INITIAL = {"method": str(Method.RANDOM), "months": 6, "span": 6, "margin": 10, "days": 20}
SEED_BYTES = 8


@require_GET
@needs(Act.LOOK_BACK)
def listing(request: HttpRequest) -> HttpResponse:
    """Samples of one's region, the newest first, each with how far it is."""
    slice_ = slice_of(plans(asked(request).viewer), ORDER, request.GET.get("at", ""))
    names = names_of(plan.drawn_by for plan in slice_.rows)
    far = progress_in(slice_.rows, today())
    rows = [{"plan": plan, "progress": far[plan.pk], "who": names.get(plan.drawn_by or 0, "")} for plan in slice_.rows]
    return render(request, "lookback/list.html", {"slice": slice_, "rows": rows})


@require_http_methods(["GET", "POST"])
@needs(Act.LOOK_BACK)
def draw(request: HttpRequest) -> HttpResponse:
    """The form; what a sample would tell; the sample."""
    viewer = asked(request).viewer
    first = tops(viewer.scopes(Act.LOOK_BACK))
    initial = {**INITIAL, "region_code": first[0].code if first else ""}
    form = DrawForm(request.POST if request.method == "POST" else None, viewer=viewer, initial=initial)
    told = None
    if form.is_valid():
        wanted = form.wanted(today(), secrets.token_hex(SEED_BYTES))
        try:
            if "draw" in request.POST:
                return _drawn(request, draw_plan(wanted=wanted, actor=viewer, at=now()))
            told = _told(wanted, viewer)
        except UnableToAct as error:
            form.refuse(error)
    weights = [(text(f"lookback:risk.{risk}"), weight) for risk, weight in WEIGHTS.items()]
    return render(request, "lookback/draw.html", {"form": form, "told": told, "weights": weights})


def _drawn(request: HttpRequest, plan: Plan) -> HttpResponse:
    messages.success(request, text("lookback:draw.done", size=plan.size, population=plan.population))
    return redirect("lookback:one", number=plan.pk)


def _told(wanted: Wanted, viewer: Viewer) -> dict[str, Any]:
    """How many could be drawn, and what a sample of the size would say."""
    plan = draw_plan(wanted=wanted, actor=viewer, at=now(), preview=True)
    all_persist = interval(plan.size, plan.size, plan.population)
    return {
        "plan": plan,
        "margin": percent(margin(plan.size, plan.population)),
        "least": percent(all_persist.low),
        "speaks": plan.method != Method.RISK,
    }
