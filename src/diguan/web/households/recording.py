"""Recording what somebody saw or heard of a household: which fact, then what, when, how known. Nothing is changed in its place."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from diguan.domain.accounts.permissions import Act
from diguan.domain.accounts.queries import departments
from diguan.domain.refusals import UnableToAct
from diguan.domain.registry.actions.recording import Evidence, Finding, record_observation
from diguan.domain.registry.models import Household, Person
from diguan.domain.registry.queries.household.facts import household_file, observed_fields
from diguan.domain.registry.queries.showing import Shown, value_label
from diguan.domain.screening.packs import fields
from diguan.engine.catalogue import Field
from diguan.engine.verdicts import Grade, Subject
from diguan.web.households.forms import FactForm, RecordForm
from diguan.web.households.looking import found_or_absent
from diguan.web.shared.clock import now, today
from diguan.web.shared.requests import Asked, asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import spoken, text

CONFLICT = 409


@require_http_methods(["GET", "POST"])
@needs(Act.OBSERVE)
def record(request: HttpRequest, number: int) -> HttpResponse:
    """First which fact, then what it is. Whoever was overtaken by somebody else sees both, and decides anew."""
    viewer = asked(request).viewer
    household = found_or_absent(viewer, number, Act.OBSERVE)
    said = request.POST if request.method == "POST" else request.GET
    person = _person(household, said.get("person", ""))
    subject = Subject.HOUSEHOLD if person is None else Subject.PERSON
    known = {field.name: field for field in observed_fields(fields(), subject)}
    about = known.get(said.get("fact", ""))
    context = {
        "household": household,
        "person": person,
        "who": Shown.to(viewer, household.region_code).name(person.name if person else household.head_name),
        "about": about,
    }
    if about is None:
        which = FactForm(choices=[(name, spoken(field.label)) for name, field in known.items()])
        people = list(_people(asked(request), household))
        return render(request, "households/which.html", {**context, "form": which, "people": people})
    initial = {"version": household.version, "observed_on": today()}
    data = request.POST if request.method == "POST" else None
    form = RecordForm(data, about=about, departments=departments(), initial=initial)
    if request.method == "POST" and form.is_valid():
        done = _recorded(asked(request), household, person, about, form)
        if done is not None:
            return done
    return render(request, "households/record.html", {**context, "form": form})


def _person(household: Household, said: str) -> Person | None:
    """The person that is spoken of; one of another household is not there."""
    if not said:
        return None
    own = Person.objects.filter(household=household, gone=False)
    return get_object_or_404(own, pk=int(said) if said.isascii() and said.isdigit() and len(said) < 19 else 0)  # noqa: PLR2004


def _people(request: Asked, household: Household) -> Iterator[dict[str, Any]]:
    shown = Shown.to(request.viewer, household.region_code)
    for person in household.persons.filter(gone=False).order_by("-member", "number"):
        yield {"person": person, "name": shown.name(person.name)}


def _recorded(
    request: Asked, household: Household, person: Person | None, about: Field, form: RecordForm
) -> HttpResponse | None:
    """Back to the household, or what somebody else has changed meanwhile; None where the form says what is wrong."""
    given = form.cleaned_data
    evidence = Evidence(Grade(int(given["grade"])), given["evidence"], given["department"])
    number = None if person is None else person.number
    finding = Finding({about.name: given["value"]}, given["observed_on"], evidence, number)
    try:
        record_observation(
            household_id=household.pk,
            finding=finding,
            expected_version=given["version"],
            catalogue=fields(),
            actor=request.viewer,
            at=now(),
        )
    except UnableToAct as error:
        household.refresh_from_db()
        if household.version != given["version"]:
            return _conflict(request, household, person, about, form)
        if error.field == about.name:
            error.field = "value"
        form.refuse(error)
        return None
    messages.success(request, text("households:record.done", fact=spoken(about.label)))
    return redirect("households:one", number=household.pk)


def _conflict(
    request: Asked, household: Household, person: Person | None, about: Field, form: RecordForm
) -> HttpResponse:
    """What is known now, beside what was to be recorded; nothing of it is stored."""
    file = household_file(household, fields(), today())
    of_person = next((m.facts for m in file.members if person is not None and m.person.pk == person.pk), None)
    known = (file.facts if of_person is None else of_person)[about.name].value
    shown = Shown.to(request.viewer, household.region_code)
    context = {
        "household": household,
        "person": person,
        "about": about,
        "known": None if known is None else shown.value(about, known),
        "given": value_label(about, form.cleaned_data["value"]),
    }
    return render(request, "households/conflict.html", context, status=CONFLICT)
