"""Whom to visit, most pressing first; planning visits for a day."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.fieldwork.actions.visiting import drop_plan, plan_visits
from diguan.domain.fieldwork.queries.visiting import ORDER, to_visit
from diguan.domain.keyset import Slice, slice_of
from diguan.domain.ledger.models import UNDATED
from diguan.domain.refusals import UnableToAct
from diguan.domain.registry.models import Household
from diguan.domain.registry.queries.showing import Shown
from diguan.domain.screening.packs import default_standard
from diguan.domain.screening.queries import newest_standard
from diguan.web.households.looking import found_or_absent
from diguan.web.shared.clock import now, today
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import language, text
from diguan.web.visits.forms import FindForm, PlanForm


@require_GET
@needs(Act.OBSERVE)
def listing(request: HttpRequest) -> HttpResponse:
    """Households that need a visit, where the viewer may record: planned ones, then those whose deadline is next."""
    viewer = asked(request).viewer
    form = FindForm(request.GET, viewer=viewer)
    place = form.cleaned_data["region_code"] if form.is_valid() else ""
    standard = newest_standard(viewer) or default_standard(today(), None)
    found = to_visit(viewer, standard, place)
    found = found if form.is_valid() else found.none()
    slice_ = _slice(found, request.GET.get("at", ""))
    plan = PlanForm(households={row.pk: row.number for row in slice_.rows}, initial={"planned_on": today()})
    context = {"form": form, "plan": plan, "slice": slice_, "rows": _rows(viewer, slice_.rows), "place": place}
    return render(request, "visits/list.html", {**context, "count": found.count(), "today": today()})


@require_POST
@needs(Act.OBSERVE)
def plan(request: HttpRequest) -> HttpResponse:
    """Plan visits to the households that were ticked."""
    viewer = asked(request).viewer
    said = [number for number in request.POST.getlist("households") if number.isascii() and number.isdigit()]
    form = PlanForm(request.POST, households={int(number[:18]): number for number in said})
    if not form.is_valid():
        messages.error(request, text("visiting:plan.incomplete"))
        return redirect(_back(request))
    given = form.cleaned_data
    try:
        planned = plan_visits(household_ids=given["households"], planned_on=given["planned_on"], actor=viewer, at=now())
    except UnableToAct as error:
        messages.error(request, error.said(language()))
    else:
        messages.success(request, text("visiting:plan.done", count=planned))
    return redirect(_back(request))


@require_POST
@needs(Act.OBSERVE)
def drop(request: HttpRequest, number: int) -> HttpResponse:
    """Call a planned visit off."""
    household = found_or_absent(asked(request).viewer, number, Act.OBSERVE)
    try:
        drop_plan(household_id=household.pk, actor=asked(request).viewer, at=now())
    except UnableToAct as error:
        messages.error(request, error.said(language()))
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    place = request.POST.get("region_code", "")
    known = place.isascii() and place.isdigit()
    return reverse("visits:list") + (f"?region_code={place}" if known else "")


def _slice(found: QuerySet[Household], at: str) -> Slice[Household]:
    return slice_of(found.defer("facts"), ORDER, at)


def _rows(viewer: Viewer, found: Sequence[Household]) -> list[dict[str, Any]]:
    return [
        {
            "household": row,
            "name": Shown.to(viewer, row.region_code).name(row.head_name),
            "planned_on": _day(row, "planned_on"),
            "due_on": _day(row, "due_on"),
        }
        for row in found
    ]


def _day(row: Household, name: str) -> Any:  # noqa: ANN401  a day or none
    value = getattr(row, name)
    return None if value == UNDATED else value
