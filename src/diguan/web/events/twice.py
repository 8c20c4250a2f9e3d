"""The list of those who may be registered twice, with the way to say that they are one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.refusals import UnableToAct
from diguan.domain.registry.actions.distinguishing import state_distinct
from diguan.domain.registry.models import Person
from diguan.domain.registry.queries.household.found import UnableToFindHousehold
from diguan.domain.registry.queries.resemblance import MOST, pair_of, suspected
from diguan.web.events.people import called
from diguan.web.shared.clock import now
from diguan.web.shared.forms import PlainForm
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import text


@require_GET
@needs(Act.RECORD_EVENT)
def listing(request: HttpRequest) -> HttpResponse:
    """Pairs by place. Of somebody outside the viewer's region nothing is told but that there is somebody."""
    viewer = asked(request).viewer
    pairs = suspected(viewer)
    rows = [
        {
            "numbered": pair.numbered,
            "one": _row(pair.person, viewer),
            "other": None if pair.other is None else _row(pair.other, viewer),
            "apart": pair.other is not None
            and all(viewer.may(Act.REVEAL, each.region_code) for each in (pair.person, pair.other)),
            "mergeable": pair.other is not None and _mergeable(pair.person, pair.other, viewer),
        }
        for pair in pairs
    ]
    return render(request, "events/twice.html", {"rows": rows, "most": MOST, "full": len(rows) >= MOST})


class ApartForm(PlainForm):
    """How it was found out that two are two."""

    texts = "events:apart"
    hints = ("reason",)
    reason = forms.CharField(max_length=200)


@require_http_methods(["GET", "POST"])
@needs(Act.REVEAL)
def apart(request: HttpRequest, one: int, other: int) -> HttpResponse:
    """Two who look like one are two: said with a reason, and pointed out no more."""
    viewer = asked(request).viewer
    try:
        pair = pair_of(viewer, one, other, Act.REVEAL)
    except UnableToFindHousehold as error:
        raise Http404 from error
    form = ApartForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            state_distinct(person_id=one, other_id=other, actor=viewer, at=now(), **form.cleaned_data)
        except UnableToAct as error:
            form.refuse(error)
        else:
            messages.success(request, text("events:apart.done"))
            may_list = viewer.may(Act.RECORD_EVENT)
            return redirect("events:twice") if may_list else redirect("households:one", number=pair[0].household_id)
    return render(request, "events/apart.html", {"form": form, "pair": [_row(each, viewer) for each in pair]})


def _row(person: Person, viewer: Viewer) -> dict[str, Any]:
    return {"person": person, "who": called(person, viewer)}


def _mergeable(one: Person, other: Person, viewer: Viewer) -> bool:
    same_county = one.household.county == other.household.county
    return same_county and viewer.may(Act.RECORD_EVENT, other.region_code)
