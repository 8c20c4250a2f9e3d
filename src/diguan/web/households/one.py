"""One household: who, where, status; what is unmet or unknown and why; what to ask; what is known and from whom; what happened."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from diguan.domain.accounts.permissions import Act, Sensitivity, Viewer
from diguan.domain.fieldwork.queries.traces import traces_of
from diguan.domain.fieldwork.queries.visiting import live_items_of
from diguan.domain.refusals import UnableToAct
from diguan.domain.registry.actions.revealing import reveal_household
from diguan.domain.registry.choices import ENDING
from diguan.domain.registry.models import Household
from diguan.domain.registry.queries.household import (
    HouseholdFile,
    UnableToFindHousehold,
    household_file,
    household_of,
)
from diguan.domain.registry.queries.household.known import KnownRows
from diguan.domain.registry.queries.showing import Shown, value_label
from diguan.domain.screening.queries import HouseholdStanding, standings_of
from diguan.domain.screening.verdicts import Opinions, confirmed_in, opinions_on
from diguan.engine.documents import Label
from diguan.engine.screening.explain_sources import person_label
from diguan.engine.snapshot.listing import BASE
from diguan.engine.standards import Pack
from diguan.engine.standards.confirmations import Confirmation
from diguan.engine.verdicts import Subject, Verdict
from diguan.engine.visiting.model import Question
from diguan.web.households.choosing import chosen_from
from diguan.web.households.kin import kin_rows
from diguan.web.households.people import People
from diguan.web.households.timeline import day_of, timeline
from diguan.web.households.wording import Rows
from diguan.web.ledger.words import item_row
from diguan.web.posts.panel import panel_of
from diguan.web.shared.clock import now, today
from diguan.web.shared.forms import PlainForm
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs

EVERY = frozenset(Sensitivity)
Identifiers = Mapping[str, Mapping[str, str]]


class RevealForm(PlainForm):
    """Why somebody wants to see what is masked."""

    texts = "households:reveal"
    hints = ("reason",)
    reason = forms.CharField(max_length=200)


def found_or_absent(viewer: Viewer, number: int, act: Act = Act.SEE) -> Household:
    """The household; one that lies elsewhere is answered like one that is not there."""
    try:
        return household_of(viewer, number, act)
    except UnableToFindHousehold as error:
        raise Http404 from error


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
    viewer, standings = asked(request).viewer, standings_of(household.county, household.number)
    judged_by = standings[0].round.standard if standings else None
    choose, chosen = chosen_from(request.POST or request.GET, today(), judged_by)
    earlier = chosen.as_of < today()
    traces = traces_of(household, today())
    file = household_file(household, chosen.pack.catalogue, chosen.as_of, as_it_was=earlier, moved=traces.moves)
    known, may_record = KnownRows(file, chosen.pack.catalogue, shown), viewer.may(Act.OBSERVE, household.region_code)
    record = reverse("households:record", kwargs={"number": household.pk}) if may_record else ""
    rows = Rows(record)
    context = {
        "household": household,
        "name": shown.name(household.head_name),
        "status": _status(file, chosen.pack),
        "size": sum(member.person.member for member in file.members) if earlier else household.size,
        "earlier": earlier,
        "ended_on": ended_on(file),
        "choose": choose,
        "chosen": chosen,
        "facts": rows.table(known.household()),
        "timeline": timeline(
            file,
            chosen.pack.catalogue,
            standings,
            shown,
            before=day_of(request.GET.get("before", "")),
            events=traces.events,
        ),
        "items": [item_row(item, today()) for item in live_items_of(household)] if traces.items else [],
        "kin": kin_rows(viewer, household) if traces.kin else [],
        "panel": panel_of(viewer, household.region_code, today(), household, helped=traces.helpers),
        "may_report": viewer.may(Act.HANDLE, household.region_code) and not household.gone,
        "reveal": form,
        "form": form,
        "revealed": identifiers is not None,
        "may_reveal": viewer.may(Act.REVEAL, household.region_code),
        "may_record": may_record,
        "record_address": record,
        "may_record_event": household.listed and viewer.may(Act.RECORD_EVENT, household.region_code),
    }
    called: Mapping[str, Label] = {}
    if chosen.in_force:
        hide, confirmed = shown.hidden(chosen.pack.catalogue), _confirmed(standings, chosen.pack.id)
        opinions = opinions_on(file, chosen.pack, chosen.as_of, confirmed=confirmed, hide=hide)
        numbers = {member.person.number: member.person.pk for member in file.members}
        context.update(_stands(opinions, chosen.pack, rows))
        if shown.shows(chosen.pack.catalogue.field(Subject.PERSON, "relation")):
            called = _called(opinions, chosen.pack)
        context["questions"] = rows.questions(_questions(opinions, chosen.pack, shown, numbers))
    events = reverse("events:choose", kwargs={"number": household.pk}) if context["may_record_event"] else ""
    members = [{**row, "identifiers": _identifiers(row, identifiers, chosen.pack)} for row in known.members()]
    context["members"] = People(rows, events, called).sections(members)
    return render(request, "households/one.html", context)


def ended_on(file: HouseholdFile) -> date | None:
    """Since when nobody of the household is there any more, as its own facts say; None while anybody is, or nobody is named."""
    states = [member.facts["person_state"] for member in file.members if member.person.member]
    if not states or any(state.value not in ENDING for state in states):
        return None
    return max(state.spoken[0].day for state in states)


def _confirmed(standings: Sequence[HouseholdStanding], standard: str) -> list[Confirmation]:
    """What the operator of the newest round by the standard stood for."""
    return next((confirmed_in(standing.round) for standing in standings if standing.round.standard == standard), [])


def _status(file: HouseholdFile, pack: Pack) -> Label | None:
    field = pack.catalogue.field(Subject.HOUSEHOLD, "status")
    value = file.facts["status"].value
    return None if value is None else value_label(field, value)


def _identifiers(row: Mapping[str, Any], found: Identifiers | None, pack: Pack) -> list[tuple[Label, str]]:
    """Identifiers of a member by what the catalogue calls them."""
    own = (found or {}).get(row["person"].number.removeprefix(BASE), {})
    fields = pack.catalogue.fields(Subject.PERSON)
    return [(fields[name].label, value) for name, value in own.items() if name in fields]


def _stands(opinions: Opinions, pack: Pack, rows: Rows) -> dict[str, Any]:
    """Verdicts, in words."""
    unmet, unknown = opinions.having(Verdict.UNMET), opinions.having(Verdict.UNKNOWN)
    fine = [o for verdict in (Verdict.MET, Verdict.NOT_APPLICABLE) for o in opinions.having(verdict)]
    return {
        "unmet": len(unmet),
        "unknown": len(unknown),
        "fine": len(fine),
        "open_opinions": rows.opinions([*unmet, *unknown], pack.id),
        "fine_opinions": rows.opinions(fine, pack.id),
        "unconfirmed": [o.indicator.label for o in opinions.having(None)],
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
