"""The form at the door: what decides first, then what may be looked at again; nothing that was typed is lost."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from diguan.domain.accounts.permissions import Act
from diguan.domain.fieldwork.actions.visiting import Account, record_visit
from diguan.domain.fieldwork.choices import Outcome, Told
from diguan.domain.fieldwork.queries.door import Asked as Question
from diguan.domain.fieldwork.queries.door import asked_at
from diguan.domain.fieldwork.queries.visiting import live_items_of, visits_of
from diguan.domain.refusals import UnableToAct
from diguan.domain.registry.models import Household
from diguan.domain.registry.queries.household import HouseholdFile, household_file
from diguan.domain.registry.queries.household.facts import observed_fields
from diguan.domain.registry.queries.showing import Shown
from diguan.domain.screening.packs import Chosen
from diguan.domain.screening.queries import standings_of
from diguan.domain.screening.verdicts import confirmed_for, opinions_on
from diguan.engine.catalogue import Field
from diguan.engine.documents import Label
from diguan.engine.screening.explain_sources import person_label
from diguan.engine.verdicts import Subject
from diguan.web.households.choosing import chosen_from
from diguan.web.households.looking import found_or_absent
from diguan.web.shared.clock import now, today
from diguan.web.shared.requests import Asked, asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import text
from diguan.web.visits.forms import LONGEST_OPEN, Entry, VisitForm

CONFLICT = 409
SALT = "visits.opened"


@require_http_methods(["GET", "POST"])
@needs(Act.OBSERVE)
def record(request: HttpRequest, number: int) -> HttpResponse:
    """Record a visit. Whoever was overtaken by somebody else sees so, keeps every answer, and sends once more."""
    viewer = asked(request).viewer
    household = found_or_absent(viewer, number, Act.OBSERVE)
    door = Door(household, Shown.to(viewer, household.region_code), today())
    if request.method == "GET":
        form = VisitForm(entries=door.entries(door.wanted()), initial=door.initial(now().timestamp()))
        return _page(request, household, door, form)
    form = VisitForm(request.POST, entries=door.entries(door.posted(request.POST.get("facts", ""))))
    if form.is_valid():
        done = _recorded(asked(request), household, door, form)
        if done is not None:
            return done
    return _page(request, household, door, form)


def _recorded(request: Asked, household: Household, door: "Door", form: VisitForm) -> HttpResponse | None:
    """Back to the list; the form again, with what was typed, where somebody was faster; None where the form says what is wrong."""
    try:
        visit = record_visit(
            household_id=household.pk,
            account=account_of(form),
            expected_version=form.cleaned_data["version"],
            catalogue=door.chosen.pack.catalogue,
            actor=request.viewer,
            at=now(),
        )
    except UnableToAct as error:
        household.refresh_from_db()
        if household.version != form.cleaned_data["version"]:
            return _overtaken(request, household, door)
        error.field = next((e.name for e in form.entries if e.field.name == error.field), error.field)
        form.refuse(error)
        return None
    key = "visiting:record.absent" if visit.outcome == Outcome.ABSENT.value else "visiting:record.done"
    messages.success(request, text(key, household=household.number, answered=visit.answered))
    return redirect("visits:list")


def _overtaken(request: Asked, household: Household, door: "Door") -> HttpResponse:
    said = request.POST.copy()
    said["version"] = str(household.version)
    form = VisitForm(said, entries=door.entries(door.posted(said.get("facts", ""))))
    form.add_error(None, text("visiting:record.overtaken"))
    return _page(request, household, door, form, CONFLICT)


def account_of(form: VisitForm) -> Account:
    """The visit as the domain takes it."""
    said = form.cleaned_data
    return Account(
        token=str(said["token"]),
        made_on=said["made_on"],
        outcome=Outcome(said["outcome"]),
        told_by=Told(said["told_by"]) if said["told_by"] else None,
        answers=tuple(form.answers()),
        asked=len(form.entries),
        seconds=_seconds(said["opened"]),
        note=said["note"],
    )


def _seconds(opened: str) -> int:
    """How long the form was open; 0 where its mark was changed or is too old to tell."""
    try:
        since: float = signing.loads(opened, salt=SALT)
    except signing.BadSignature:
        return 0
    passed = int(now().timestamp() - since)
    return passed if 0 <= passed <= LONGEST_OPEN else 0


def _page(request: HttpRequest, household: Household, door: "Door", form: VisitForm, status: int = 200) -> HttpResponse:
    rows = list(form.rows())
    context = {
        "household": household,
        "name": door.shown.name(household.head_name),
        "form": form,
        "urgent": [row for row in rows if row["entry"].urgent],
        "perhaps": [row for row in rows if not row["entry"].urgent and not row["entry"].again],
        "again": [row for row in rows if row["entry"].again],
        "items": live_items_of(household),
        "last": visits_of(household).first(),
        "chosen": door.chosen,
    }
    return render(request, "visits/record.html", context, status=status)


class Door:
    """The questions of one household for one viewer, by the standard of its newest round."""

    def __init__(self, household: Household, shown: Shown, day: date) -> None:
        self.household, self.shown = household, shown
        standings = standings_of(household.county, household.number)
        self.chosen: Chosen = chosen_from({}, day, standings[0].round.standard if standings else None)[1]
        catalogue = self.chosen.pack.catalogue
        self.file: HouseholdFile = household_file(household, catalogue, self.chosen.as_of)
        self.people = {member.person.number: member for member in self.file.members}
        self.questions: dict[str, Question] = {}
        self.who: Mapping[str, Label] = {}
        if self.chosen.in_force:
            pack, confirmed = self.chosen.pack, confirmed_for(household, self.chosen.pack.id)
            opinions = opinions_on(self.file, pack, self.chosen.as_of, confirmed=confirmed)
            self.questions = {self._name(q.field, q.person_number): q for q in asked_at(opinions)}
            self.who = {told.id: person_label(told, catalogue) for told in opinions.case.members}

    def initial(self, opened: float) -> dict[str, Any]:
        """What a new form holds."""
        return {
            "made_on": self.chosen.as_of,
            "version": self.household.version,
            "token": uuid4(),
            "opened": signing.dumps(opened, salt=SALT),
            "facts": " ".join(self.questions),
            "outcome": Outcome.MET.value,
        }

    def wanted(self) -> list[tuple[Field, str | None]]:
        """Facts to ask for now."""
        return [(question.field, question.person_number) for question in self.questions.values()]

    def posted(self, facts: str) -> list[tuple[Field, str | None]]:
        """Facts that a form asked for when it was opened; what is no fact of this household is passed over."""
        catalogue = self.chosen.pack.catalogue
        known = {
            self._name(field, number): (field, number)
            for subject, numbers in ((Subject.HOUSEHOLD, [None]), (Subject.PERSON, list(self.people)))
            for field in observed_fields(catalogue, subject)
            for number in numbers
        }
        return [known[name] for name in dict.fromkeys(facts.split()) if name in known]

    def entries(self, wanted: list[tuple[Field, str | None]]) -> tuple[Entry, ...]:
        """Entries for facts."""
        return tuple(self._entries(wanted))

    def _entries(self, wanted: list[tuple[Field, str | None]]) -> Iterator[Entry]:
        labels = self.chosen.pack.indicators
        for field, number in wanted:
            name = self._name(field, number)
            question = self.questions.get(name)
            yield Entry(
                name=name,
                field=field,
                person_number=number,
                who=self.who.get(number) if number else None,
                decides=tuple(labels[id].label for id in question.indicators) if question else (),
                urgent=question.urgent if question else True,
                again=question.again if question else False,
                known=self._known(field, number),
            )

    def _known(self, field: Field, number: str | None) -> Label | None:
        facts = self.people[number].facts if number else self.file.facts
        value = facts[field.name].value if field.name in facts else None
        return None if value is None else self.shown.value(field, value)

    def _name(self, field: Field, number: str | None) -> str:
        """Name of an entry: the fact, and the row of the person that it is about."""
        return field.name if number is None else f"{field.name}-{self.people[number].person.pk}"
