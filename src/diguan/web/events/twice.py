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
from diguan.domain.registry.choices import Resemblance
from diguan.domain.registry.models import Person
from diguan.domain.registry.queries.household.found import UnableToFindHousehold
from diguan.domain.registry.queries.likeness import Suspicion, suspected
from diguan.domain.registry.queries.resemblance import pair_of
from diguan.web.events.people import called
from diguan.web.shared.clock import now
from diguan.web.shared.forms import PlainForm
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import text

KINDS = {kind.name.lower(): kind for kind in Resemblance}  # as addresses have them


@require_GET
@needs(Act.SEE)
def listing(request: HttpRequest) -> HttpResponse:
    """Pairs by kind and place. Of somebody outside the viewer's region it is told that there is somebody; to a county, in which county."""
    viewer = asked(request).viewer
    kind = KINDS.get(request.GET.get("kind", ""))
    found, slice_ = suspected(viewer, request.GET.get("at", ""), kind)
    kinds = [(name, of == kind) for name, of in KINDS.items()]
    shown = {
        "rows": [_pair(each, viewer) for each in found],
        "slice": slice_,
        "kinds": kinds,
        "chosen": kind is not None,
    }
    return render(request, "events/twice.html", shown)


def _pair(found: Suspicion, viewer: Viewer) -> dict[str, Any]:
    one, other = found.person, found.other
    acts = viewer.may(Act.RECORD_EVENT, one.region_code)
    return {
        "why": f"events:twice.kind.{found.kind.name.lower()}",
        "one": _row(one, viewer),
        "other": None if other is None else _row(other, viewer),
        "unseen": found.unseen,
        "counties": found.counties,
        "moves": found.counties if acts else (),
        "apart": other is not None and all(viewer.may(Act.REVEAL, each.region_code) for each in (one, other)),
        "mergeable": other is not None and acts and _mergeable(one, other, viewer),
    }


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
            return redirect("events:twice")
    return render(request, "events/apart.html", {"form": form, "pair": [_row(each, viewer) for each in pair]})


def _row(person: Person, viewer: Viewer) -> dict[str, Any]:
    return {"person": person, "who": called(person, viewer)}


def _mergeable(one: Person, other: Person, viewer: Viewer) -> bool:
    same_county = one.household.county == other.household.county
    return same_county and viewer.may(Act.RECORD_EVENT, other.region_code)
