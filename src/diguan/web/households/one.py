"""One household: who, where, status; what is unmet or unknown and why; what to ask; what is known and from whom; what happened."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET, require_http_methods

from diguan.domain.accounts.permissions import Act, Sensitivity
from diguan.domain.fieldwork.queries.visiting import live_items_of
from diguan.domain.refusals import UnableToAct
from diguan.domain.registry.actions.revealing import reveal_household
from diguan.domain.registry.choices import ENDING
from diguan.domain.registry.models import Household
from diguan.domain.registry.queries.household import HouseholdFile
from diguan.domain.registry.queries.showing import Shown, value_label
from diguan.domain.screening.verdicts import Opinions
from diguan.engine.documents import Label
from diguan.engine.screening.explain_sources import person_label
from diguan.engine.snapshot.listing import BASE
from diguan.engine.standards import Pack
from diguan.engine.verdicts import Subject, Verdict
from diguan.engine.visiting.model import Question
from diguan.web.households.kin import kin_rows
from diguan.web.households.looking import Look, found_or_absent, look_at
from diguan.web.households.parts import FINE, Parts
from diguan.web.households.people import People
from diguan.web.ledger.words import item_row
from diguan.web.posts.panel import panel_of
from diguan.web.shared.clock import now, today
from diguan.web.shared.forms import PlainForm
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs

EVERY = frozenset(Sensitivity)
EVERY_VERDICT = frozenset(Verdict)
OPEN = frozenset({Verdict.UNMET, Verdict.UNKNOWN})  # whose reasons are read first
Identifiers = Mapping[str, Mapping[str, str]]


class RevealForm(PlainForm):
    """Why somebody wants to see what is masked."""

    texts = "households:reveal"
    hints = ("reason",)
    reason = forms.CharField(max_length=200)


@require_GET
@needs(Act.SEE)
def one(request: HttpRequest, number: int) -> HttpResponse:
    """The page of a household, masked as the viewer's role has it."""
    viewer = asked(request).viewer
    household = found_or_absent(viewer, number)
    shown = Shown.to(viewer, household.region_code)
    return _page(request, household, shown, RevealForm())


@require_http_methods(["GET", "POST"])
@needs(Act.REVEAL)
def reveal(request: HttpRequest, number: int) -> HttpResponse:
    """The same page without a mask, once; who asked and why is on record before anything is shown. Loaded anew it is masked."""
    viewer = asked(request).viewer
    household = found_or_absent(viewer, number, Act.REVEAL)
    if request.method == "GET":
        return redirect("households:one", number=number)
    form = RevealForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            found = reveal_household(household_id=household.pk, reason=reason, actor=viewer, at=now())
            return _page(request, household, Shown(EVERY), RevealForm(), found)
        except UnableToAct as error:
            form.refuse(error)
    return _page(request, household, Shown.to(viewer, household.region_code), form)


def _page(
    request: HttpRequest, household: Household, shown: Shown, form: RevealForm, identifiers: Identifiers | None = None
) -> HttpResponse:
    """What is shown unmasked once is shown whole: what is opened later is masked."""
    look = look_at(request, household, shown, today())
    viewer, file, chosen, traces = look.viewer, look.file, look.chosen, look.traces
    whole = identifiers is not None or request.GET.get("all") == "1"
    parts = Parts(request, look, whole=whole)
    context = {
        "household": household,
        "name": shown.name(household.head_name),
        "status": _status(file, chosen.pack),
        "size": sum(member.person.member for member in file.members) if look.earlier else household.size,
        "earlier": look.earlier,
        "ended_on": ended_on(file),
        "choose": look.choose,
        "chosen": chosen,
        "facts": parts.facts(),
        "timeline": parts.timeline(),
        "whole_address": "" if whole else look.address("one", all="1"),
        "items": [item_row(item, today()) for item in live_items_of(household)] if traces.items else [],
        "kin": kin_rows(viewer, household) if traces.kin else [],
        "panel": panel_of(viewer, household.region_code, today(), household, helped=traces.helpers),
        "may_report": viewer.may(Act.HANDLE, household.region_code) and not household.gone,
        "reveal": form,
        "form": form,
        "revealed": identifiers is not None,
        "may_reveal": viewer.may(Act.REVEAL, household.region_code),
        "may_record": bool(look.record),
        "record_address": look.record,
        "may_record_event": look.may_record_event,
    }
    called: Mapping[str, Label] = {}
    if chosen.in_force:
        opinions = look.judged(EVERY_VERDICT if whole else OPEN)
        context.update(_stands(opinions, look, parts))
        if shown.shows(chosen.pack.catalogue.field(Subject.PERSON, "relation")):
            called = _called(opinions, chosen.pack)
    context["members"] = _members(look, parts, identifiers, called)
    return render(request, "households/one.html", context)


def _members(look: Look, parts: Parts, found: Identifiers | None, called: Mapping[str, Label]) -> SafeString:
    """Sections of the members."""
    events = reverse("events:choose", kwargs={"number": look.household.pk}) if look.may_record_event else ""
    members = (
        {**row, "identifiers": _identifiers(row, found, look.chosen.pack), "facts": parts.member(row, member)}
        for row, member in zip(look.known.people(), look.file.members, strict=True)
    )
    return People(events, called).sections(members)


def ended_on(file: HouseholdFile) -> date | None:
    """Since when nobody of the household is there any more, as its own facts say; None while anybody is, or nobody is named."""
    states = [member.facts["person_state"] for member in file.members if member.person.member]
    if not states or any(state.value not in ENDING for state in states):
        return None
    return max(state.spoken[0].day for state in states)


def _status(file: HouseholdFile, pack: Pack) -> Label | None:
    field = pack.catalogue.field(Subject.HOUSEHOLD, "status")
    value = file.facts["status"].value
    return None if value is None else value_label(field, value)


def _identifiers(row: Mapping[str, Any], found: Identifiers | None, pack: Pack) -> list[tuple[Label, str]]:
    """Identifiers of a member by what the catalogue calls them."""
    own = (found or {}).get(row["person"].number.removeprefix(BASE), {})
    fields = pack.catalogue.fields(Subject.PERSON)
    return [(fields[name].label, value) for name, value in own.items() if name in fields]


def _stands(opinions: Opinions, look: Look, parts: Parts) -> dict[str, Any]:
    """Verdicts and questions, in words."""
    pack, rows = look.chosen.pack, look.rows
    unmet, unknown = opinions.having(Verdict.UNMET), opinions.having(Verdict.UNKNOWN)
    numbers = {member.person.number: member.person.pk for member in look.file.members}
    return {
        "unmet": len(unmet),
        "unknown": len(unknown),
        "fine": parts.fine(opinions, sum(len(opinions.having(verdict)) for verdict in FINE)),
        "open_opinions": rows.opinions([*unmet, *unknown], pack.id),
        "unconfirmed": [o.indicator.label for o in opinions.having(None)],
        "questions": rows.questions(_questions(opinions, pack, look.shown, numbers)),
    }


def _called(opinions: Opinions, pack: Pack) -> dict[str, Label]:
    """What sentences call the members, by number."""
    return {told.id: person_label(told, pack.catalogue) for told in opinions.case.members}


def _questions(opinions: Opinions, pack: Pack, shown: Shown, numbers: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    """What to ask at the door, the first questions first."""
    people = {told.id: person_label(told, pack.catalogue) for told in opinions.case.members}
    for question in sorted(opinions.asked.questions, key=lambda q: not q.first):
        yield {
            "text": question.field.question or question.field.label,
            "fact": question.field.name,
            "person": numbers.get(question.person_id or "", ""),
            "who": people.get(question.person_id or ""),
            "decides": [pack.indicators[id].label for id in question.indicators],
            "first": question.first,
            "said": _contradicting(question, shown) if question.reason == "conflict" else [],
            "expired": question.reason == "expired",
        }


def _contradicting(question: Question, shown: Shown) -> list[str]:
    """Sources that contradict each other; their values stand among the facts, where the role shows them."""
    return [label for _, label in question.said] if shown.shows(question.field) else []
