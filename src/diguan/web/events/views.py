"""An event is chosen, filled in, looked at, and stored: what it will change is shown before it does. It is taken back in the same way."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from diguan.domain.accounts.permissions import Act
from diguan.domain.accounts.queries import departments
from diguan.domain.refusals import UnableToAct
from diguan.domain.registry.actions.events import UnableToOvertake, undo_event
from diguan.domain.registry.actions.events.identities import checked_identity
from diguan.domain.registry.actions.events.previewing import HouseholdChange, preview_event
from diguan.domain.registry.actions.searching import note_search
from diguan.domain.registry.models import Household, LifeEvent, Person
from diguan.domain.registry.queries.household.found import household_numbered
from diguan.domain.registry.queries.resemblance import Elsewhere, known_elsewhere, resembling
from diguan.domain.registry.queries.showing import Shown
from diguan.domain.responsibility.actions.carrying import carry_helpers
from diguan.web.events.forms import EventForm, WhichForm
from diguan.web.events.kinds import KINDS, Kind, Order, happening_of
from diguan.web.events.people import absent, called, changes_shown, choices, members
from diguan.web.households.looking import found_or_absent
from diguan.web.shared.clock import now, today
from diguan.web.shared.requests import Asked, asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import text

CONFLICT = 409
NOT_KEPT = ("csrfmiddlewaretoken", "confirmed", "change")


@require_GET
@needs(Act.RECORD_EVENT)
def choose(request: HttpRequest, number: int) -> HttpResponse:
    """Which kind of event."""
    household = found_or_absent(asked(request).viewer, number, Act.RECORD_EVENT)
    person = request.GET.get("person", "")
    return render(
        request, "events/choose.html", {**_heading(request, household), "kinds": list(KINDS), "person": person}
    )


def _heading(request: HttpRequest, household: Household) -> dict[str, Any]:
    shown = Shown.to(asked(request).viewer, household.region_code)
    return {"household": household, "who": shown.name(household.head_name)}


@require_http_methods(["GET", "POST"])
@needs(Act.RECORD_EVENT)
def happen(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """Fill in an event; see what it will change; store it."""
    viewer = asked(request).viewer
    household = found_or_absent(viewer, number, Act.RECORD_EVENT)
    about = KINDS.get(kind)
    if about is None:
        raise Http404
    heading = {**_heading(request, household), "kind": kind}
    said = request.POST if request.method == "POST" else request.GET
    other = None
    if about.needs_other:
        which = WhichForm(said if said.get("other") else None)
        other = _other(asked(request), household, which)
        if other is None:
            pairs = resembling(viewer, members(household))
            found = [
                {"pair": p, "own": called(p.person, viewer), "other": called(p.other, viewer)} for p in pairs if p.other
            ]
            return render(request, "events/which.html", {**heading, "form": which, "found": found})
    form = _form(asked(request), household, about, other)
    if request.method == "POST" and form.is_valid() and "change" not in request.POST:
        answer = _ordered(
            asked(request), Order(household, form.cleaned_data, viewer, now(), other), about, form, heading
        )
        if answer is not None:
            return answer
    return render(request, "events/happen.html", {**heading, "form": form, "other": other})


def _other(request: Asked, household: Household, which: WhichForm) -> Household | None:
    if not which.is_bound or not which.is_valid():
        return None
    try:
        said = which.cleaned_data["other"]
        return household_numbered(request.viewer, household.county, said, Act.RECORD_EVENT, "other")
    except UnableToAct as error:
        which.refuse(error)
        return None


def _form(request: Asked, household: Household, about: Kind, other: Household | None) -> EventForm:
    people = absent(household) if about.of_gone else members(household)
    asked_for = {name: request.GET[name] for name in ("person", "other_person", "region_code") if name in request.GET}
    if "person" in asked_for:
        asked_for["persons"] = asked_for["person"]
    return about.form(
        request.POST if request.method == "POST" else None,
        departments=departments(),
        people=choices(people, request.viewer),
        others=choices(members(other), request.viewer) if other else (),
        initial={"version": household.version, "happened_on": today(), **asked_for},
    )


def _ordered(
    request: Asked, order: Order, about: Kind, form: EventForm, heading: dict[str, Any]
) -> HttpResponse | None:
    """The page that shows what will change, or, when that was seen, back to the household; None where the form says what is wrong."""
    try:
        if "confirmed" not in request.POST:
            changes = preview_event(lambda: about.act(order))
            return _check(request, changes, form, {**heading, "known": _known(order), "alike": _alike(order)})
        about.act(order)
    except UnableToOvertake:
        return render(request, "events/conflict.html", heading, status=CONFLICT)
    except UnableToAct as error:
        form.refuse(error)
        return None
    carry_helpers(county=order.household.county, actor=order.viewer, at=order.at, on=today())
    messages.success(request, text("events:done", what=text(f"events:kind.{heading['kind']}.label")))
    return redirect("households:one", number=order.household.pk)


def _check(request: Asked, changes: list[HouseholdChange], form: EventForm, heading: dict[str, Any]) -> HttpResponse:
    kept = [(name, value) for name in request.POST if name not in NOT_KEPT for value in request.POST.getlist(name)]
    shown = changes_shown(changes, request.viewer)
    said = [
        (form[name].label, value)
        for name, value in form.cleaned_data.items()
        if name in ("happened_on", "reason", "evidence")
    ]
    return render(request, "events/check.html", {**heading, "changes": shown, "kept": kept, "said": said})


def _known(order: Order) -> dict[str, Any] | None:
    """Where the identity number of a newcomer is known already: shown where the viewer may see it, else only that it is."""
    identity = order.said.get("identity")
    if not identity:
        return None
    note_search(text=identity, actor=order.viewer, at=order.at)  # whoever types many would find one out
    found: Elsewhere = known_elsewhere(
        order.viewer, checked_identity(identity, order.household.county, order.at.year), order.household.pk
    )
    people = [{"person": p, "who": called(p, order.viewer)} for p in found.seen]
    return {"people": people, "unseen": found.unseen} if found else None


def _alike(order: Order) -> list[dict[str, Any]]:
    """People of the village with the name and date of birth of a newcomer."""
    said = order.said
    if not said.get("name"):
        return []
    born = said.get("birth_date") or said["happened_on"]
    newcomer = Person(
        household=order.household, name=said["name"].strip(), birth_date=born, region_code=order.household.region_code
    )
    pairs = resembling(order.viewer, [newcomer])
    return [{"person": p.other, "who": called(p.other, order.viewer)} for p in pairs if p.other]


@require_http_methods(["GET", "POST"])
@needs(Act.RECORD_EVENT)
def undo(request: HttpRequest, number: int, event: int) -> HttpResponse:
    """Take an event back: why, on what evidence; what that changes is shown first."""
    viewer = asked(request).viewer
    household = found_or_absent(viewer, number, Act.RECORD_EVENT)
    found = LifeEvent.objects.filter(pk=event, county=household.county).first()
    if found is None or not viewer.may(Act.RECORD_EVENT, found.region_code):
        raise Http404
    about = Kind(EventForm, lambda order: _undone(order, event))
    form = _form(asked(request), household, about, None)
    heading = {**_heading(request, household), "kind": "undone", "event": found}
    if request.method == "POST" and form.is_valid() and "change" not in request.POST:
        answer = _ordered(asked(request), Order(household, form.cleaned_data, viewer, now()), about, form, heading)
        if answer is not None:
            return answer
    return render(request, "events/happen.html", {**heading, "form": form})


def _undone(order: Order, event: int) -> LifeEvent:
    happening = happening_of(order.said)
    return undo_event(
        event_id=event, household_id=order.household.pk, happening=happening, actor=order.viewer, at=order.at
    )
