"""Kin across households: who is whose child, parent, spouse; since when; ended or called a mistake."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from diguan.domain.accounts.permissions import Act
from diguan.domain.refusals import UnableToAct
from diguan.domain.registry.actions.events.kin import Tie, end_kin, link_kin
from diguan.domain.registry.choices import KinKind
from diguan.domain.registry.models import Household
from diguan.domain.registry.queries.household.found import household_numbered
from diguan.domain.registry.queries.kin import kin_of
from diguan.domain.registry.queries.showing import Shown
from diguan.engine.catalogue import load_catalogue
from diguan.web.events.forms import EndKinForm, KinForm, WhichForm
from diguan.web.events.people import called, members
from diguan.web.households.looking import found_or_absent
from diguan.web.shared.clock import now
from diguan.web.shared.requests import Asked, asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import text


@require_http_methods(["GET", "POST"])
@needs(Act.RECORD_EVENT)
def link(request: HttpRequest, number: int) -> HttpResponse:
    """First the other household, then who is whose kin."""
    viewer = asked(request).viewer
    household = found_or_absent(viewer, number, Act.RECORD_EVENT)
    heading = {"household": household, "who": Shown.to(viewer, household.region_code).name(household.head_name)}
    said = request.POST if request.method == "POST" else request.GET
    which = WhichForm(said if said.get("other") else None)
    other = _other(asked(request), household, which)
    if other is None:
        return render(request, "events/which.html", {**heading, "kind": "kin", "form": which, "found": []})
    own, theirs = ([(str(p.pk), called(p, viewer)) for p in members(home)] for home in (household, other))
    form = KinForm(request.POST if request.method == "POST" else None, people=own, others=theirs)
    if request.method == "POST" and form.is_valid() and _linked(asked(request), form):
        return redirect("households:one", number=household.pk)
    return render(request, "events/kin.html", {**heading, "form": form, "other": other})


def _other(request: Asked, household: Household, which: WhichForm) -> Household | None:
    if not which.is_bound or not which.is_valid():
        return None
    try:
        return household_numbered(request.viewer, household.county, which.cleaned_data["other"], Act.SEE, "other")
    except UnableToAct as error:
        which.refuse(error)
        return None


def _linked(request: Asked, form: KinForm) -> bool:
    said = form.cleaned_data
    tie = Tie(int(said["person"]), int(said["other_person"]), KinKind(said["kind"]), said["evidence"], said["since_on"])
    try:
        link_kin(tie=tie, catalogue=load_catalogue(), actor=request.viewer, at=now())
    except UnableToAct as error:
        form.refuse(error)
        return False
    messages.success(request, text("events:kin.done"))
    return True


@require_http_methods(["GET", "POST"])
@needs(Act.RECORD_EVENT)
def end(request: HttpRequest, number: int, link: int) -> HttpResponse:
    """Kin has ended, or never was."""
    viewer = asked(request).viewer
    household = found_or_absent(viewer, number, Act.RECORD_EVENT)
    found = next((k for k in kin_of(viewer, household) if k.link.pk == link), None)
    if found is None:
        raise Http404
    form = EndKinForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            ended_on = form.cleaned_data["ended_on"]
            end_kin(link_id=link, ended_on=ended_on, catalogue=load_catalogue(), actor=viewer, at=now())
        except UnableToAct as error:
            form.refuse(error)
        else:
            messages.success(request, text("events:end_kin.done"))
            return redirect("households:one", number=household.pk)
    return render(request, "events/end_kin.html", {"household": household, "form": form, "kin": found})
