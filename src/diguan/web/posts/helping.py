"""Who helps a household: looking, setting, ending."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from diguan.domain.accounts.permissions import Act
from diguan.domain.registry.queries.household import UnableToFindHousehold, household_of
from diguan.domain.responsibility.actions.helping import end_helping, set_helper
from diguan.domain.responsibility.models import Helping
from diguan.domain.responsibility.queries.reach import helping_of
from diguan.web.posts.acting import absent, act_page
from diguan.web.posts.forms import EndForm, HelpForm
from diguan.web.posts.panel import panel_of
from diguan.web.shared import clock
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs


@require_GET
@needs(Act.SEE)
def household(request: HttpRequest, number: int) -> HttpResponse:
    """Who answers for a household and who helped it over time."""
    viewer = asked(request).viewer
    try:
        home = household_of(viewer, number)
    except UnableToFindHousehold as error:
        raise Http404 from error
    rows = Helping.objects.filter(county=home.county, household_number=home.number).select_related("officer")
    context = {
        "household": home,
        "panel": panel_of(viewer, home.region_code, clock.today(), home),
        "rows": rows.order_by("-since_on", "-id"),
        "today": clock.today(),
        "may_manage": viewer.may(Act.MANAGE_POSTS, home.region_code),
    }
    return render(request, "posts/household.html", context)


@require_http_methods(["GET", "POST"])
@needs(Act.MANAGE_POSTS)
def help_(request: HttpRequest, number: int) -> HttpResponse:
    """Somebody helps a household."""
    viewer = asked(request).viewer
    try:
        home = household_of(viewer, number, Act.MANAGE_POSTS)
    except UnableToFindHousehold as error:
        raise Http404 from error
    form = HelpForm(request.POST or None, viewer=viewer, initial={"since_on": clock.today()})

    def act(said: dict[str, Any]) -> str:
        officer = said.pop("officer")
        set_helper(household_id=home.pk, officer_id=officer.pk, **said, actor=viewer, at=clock.now(), on=clock.today())
        return "helped"

    return act_page(request, form, "help", home.number, act, reverse("posts:household", kwargs={"number": home.pk}))


@require_http_methods(["GET", "POST"])
@needs(Act.MANAGE_POSTS)
def end(request: HttpRequest, number: int) -> HttpResponse:
    """The help ends."""
    viewer = asked(request).viewer
    helping = absent(lambda: helping_of(viewer, number, Act.MANAGE_POSTS))
    form = EndForm(request.POST or None, viewer=viewer, initial={"until_on": clock.today()})

    def act(said: dict[str, Any]) -> str:
        end_helping(helping_id=helping.pk, **said, actor=viewer, at=clock.now(), on=clock.today())
        return "help_ended"

    about = f"{helping.officer.name} · {helping.household_number}"
    back = reverse("posts:officer", kwargs={"number": helping.officer_id})
    return act_page(request, form, "end_help", about, act, back)
