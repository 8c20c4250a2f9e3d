"""Parts of a household's page that are opened one by one: into the page where its script asks, else as pages of their own."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from diguan.domain.accounts.permissions import Act
from diguan.domain.registry.queries.showing import Shown
from diguan.web.households.looking import Look, found_or_absent, look_at
from diguan.web.households.parts import FINE, NOTHING, facts_of_household, facts_of_member, fine_opinions, happenings
from diguan.web.households.timeline import day_of
from diguan.web.shared.clock import today
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import text
from diguan.web.shared.writing import write


@require_GET
@needs(Act.SEE)
def facts(request: HttpRequest, number: int) -> HttpResponse:
    """What is known of the household, or of the member whose number is asked for."""
    look = _look(request, number)
    person = request.GET.get("person", "")
    if not person:
        return _answer(request, look, text("households:facts.title"), facts_of_household(look))
    member = next((one for one in look.file.members if one.person.number == person), None)
    if member is None:
        raise Http404
    name = look.shown.name(member.person.name) or text("households:nameless")
    title = f"{name}{text('frame:colon')}{text('households:facts.title')}"
    return _answer(request, look, title, facts_of_member(look, member))


@require_GET
@needs(Act.SEE)
def met(request: HttpRequest, number: int) -> HttpResponse:
    """Indicators that are met or do not apply, and why."""
    look = _look(request, number)
    if look.chosen.in_force:
        body = fine_opinions(look, look.judged(frozenset(FINE)))
    else:
        body = write(NOTHING, text("households:stands.not_in_force"))
    return _answer(request, look, text("households:stands.fine_title"), body)


@require_GET
@needs(Act.SEE)
def timeline(request: HttpRequest, number: int) -> HttpResponse:
    """What happened, a page of it."""
    look = _look(request, number)
    before = day_of(request.GET.get("before", ""))
    return _answer(request, look, text("households:timeline.title"), happenings(request, look, before))


def _look(request: HttpRequest, number: int) -> Look:
    viewer = asked(request).viewer
    household = found_or_absent(viewer, number)
    return look_at(request, household, Shown.to(viewer, household.region_code), today())


def _answer(request: HttpRequest, look: Look, title: str, body: SafeString) -> HttpResponse:
    """The part alone for the page that it is opened in, else with a frame around it."""
    if request.headers.get("HX-Request"):
        return HttpResponse(body)
    context = {
        "household": look.household,
        "name": look.shown.name(look.household.head_name),
        "earlier": look.earlier,
        "as_of": look.chosen.as_of,
        "back": look.address("one"),
        "title": title,
        "body": body,
    }
    return render(request, "households/part.html", context)
