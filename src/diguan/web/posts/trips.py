"""Supervision trips: the list, and one more."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from diguan.domain.accounts.permissions import Act, scoped
from diguan.domain.keyset import slice_of
from diguan.domain.responsibility.actions.trips import record_trip
from diguan.domain.responsibility.models import Trip
from diguan.web.posts.acting import act_page
from diguan.web.posts.forms import TripForm
from diguan.web.shared import clock
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs


@require_GET
@needs(Act.SEE)
def listing(request: HttpRequest) -> HttpResponse:
    """Trips to units that the viewer sees, newest first."""
    found = scoped(Trip.objects.select_related("officer"), asked(request).viewer)
    slice_ = slice_of(found, ("-went_on", "-id"), request.GET.get("at", ""))
    return render(request, "posts/trips.html", {"rows": slice_.rows, "slice": slice_})


@require_http_methods(["GET", "POST"])
@needs(Act.SEE)
def new(request: HttpRequest) -> HttpResponse:
    """A trip is recorded."""
    viewer = asked(request).viewer
    form = TripForm(request.POST or None, viewer=viewer, initial={"went_on": clock.today()})

    def act(said: dict[str, Any]) -> str:
        officer = said.pop("officer")
        record_trip(officer_id=officer.pk, **said, actor=viewer, at=clock.now(), on=clock.today())
        return "trip"

    return act_page(request, form, "trip", "", act, reverse("posts:trips"))
