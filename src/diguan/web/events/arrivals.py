"""People who have left another place for one of ours: listed until they are taken up."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.accounts.queries import departments
from diguan.domain.refusals import UnableToAct
from diguan.domain.registry.actions.events import Arrival, UnableToOvertake, record_arrival
from diguan.domain.registry.models import Household, LifeEvent, Person
from diguan.domain.registry.queries.departures import announced, departures
from diguan.domain.registry.queries.household.found import household_numbered
from diguan.domain.registry.queries.resemblance import registered_here
from diguan.domain.registry.queries.showing import Shown
from diguan.web.events.forms import ArrivalForm
from diguan.web.events.kinds import happening_of
from diguan.web.events.people import called
from diguan.web.shared.clock import now, today
from diguan.web.shared.requests import Asked, asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import text

CONFLICT = 409


@require_GET
@needs(Act.RECORD_EVENT)
def listing(request: HttpRequest) -> HttpResponse:
    """Who is announced: names, from which county, since when. Nothing else of where they were is told."""
    viewer = asked(request).viewer
    events = list(departures(viewer))
    people = announced(events)
    rows = [{"event": event, **_announced(event, people[event.pk], viewer)} for event in events]
    return render(request, "events/arrivals.html", {"rows": rows})


def _announced(event: LifeEvent, people: list[Person], viewer: Viewer) -> dict[str, Any]:
    shown = Shown.to(viewer, event.to_region_code)
    return {"names": [shown.name(person.name) for person in people], "county": event.county.ljust(12, "0")}


@require_http_methods(["GET", "POST"])
@needs(Act.RECORD_EVENT)
def take_up(request: HttpRequest, number: int) -> HttpResponse:
    """Take people up in a household that is there, or in a new one."""
    viewer = asked(request).viewer
    event = departures(viewer).filter(pk=number).first()
    if event is None:
        raise Http404
    people = announced([event])[event.pk]
    here = registered_here(viewer, people)
    homes = {person.household for person in here}
    home = homes.pop() if len(homes) == 1 else None
    place = (
        {"region_code": event.to_region_code}
        if home is None
        else {"region_code": home.region_code, "to_household": home.number}
    )
    form = ArrivalForm(
        request.POST if request.method == "POST" else None,
        departments=departments(),
        initial={"version": 0, "happened_on": today(), **place},
    )
    form.within(viewer.scopes(Act.RECORD_EVENT))
    if request.method == "POST" and form.is_valid():
        answer = _taken_up(asked(request), event, form)
        if answer is not None:
            return answer
    known = [{"person": person, "who": called(person, viewer)} for person in here]
    told = {**_announced(event, people, viewer), "known": known}
    return render(request, "events/arrival.html", {"form": form, "event": event, **told})


def _taken_up(request: Asked, event: LifeEvent, form: ArrivalForm) -> HttpResponse | None:
    said, joined = dict(form.cleaned_data), None
    try:
        joined = _joined(request, said)
        if joined is not None:
            said["version"] = joined.version
        household_id = None if joined is None else joined.pk
        arrival = Arrival(event.pk, said["region_code"], household_id, said["new_number"])
        done = record_arrival(arrival=arrival, happening=happening_of(said), actor=request.viewer, at=now())
    except UnableToOvertake:
        return render(request, "events/conflict.html", {"household": joined}, status=CONFLICT)
    except UnableToAct as error:
        form.refuse(error)
        return None
    messages.success(request, text("events:done", what=text("events:kind.arrival.label")))
    there = Household.objects.get(county=done.county, number=done.household_number)
    return redirect("households:one", number=there.pk)


def _joined(request: Asked, said: dict[str, Any]) -> Household | None:
    if not said["to_household"]:
        return None
    county = said["region_code"][:6]
    return household_numbered(request.viewer, county, said["to_household"], Act.RECORD_EVENT, "to_household")
