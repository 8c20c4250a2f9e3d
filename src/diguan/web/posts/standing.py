"""What does not stand as it should: vacant posts, overloaded helpers, households without a helper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from diguan.domain.accounts.permissions import Act
from diguan.domain.fieldwork.queries.visiting import unvisited_helping
from diguan.domain.keyset import slice_of
from diguan.domain.ledger.queries import load_by_owner
from diguan.domain.regions.queries import subtree
from diguan.domain.responsibility.models import Post
from diguan.domain.responsibility.queries.chart import links_of
from diguan.domain.responsibility.queries.load import MUCH, load_by_officer, usual_load
from diguan.domain.responsibility.queries.standing import missing_posts, one_county, unhelped, vacant_posts
from diguan.web.posts.forms import AsOfForm, UnvisitedForm
from diguan.web.shared import clock
from diguan.web.shared.forms import asked_or
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs

MOST_OWNERS = 50
QUARTER = 90  # days, where nobody has chosen
ORDER = ("region_code", "id")
LOADED, LATE = ("-households", "name", "id"), ("met_on", "region_code", "id")


@require_GET
@needs(Act.SEE)
def vacant(request: HttpRequest) -> HttpResponse:
    """Posts that nobody holds; within a county also the units without a post that they should have."""
    viewer = asked(request).viewer
    form = AsOfForm(request.GET, viewer=viewer)
    on, unit = form.day(clock.today()), form.unit()
    found = vacant_posts(viewer, on, unit)
    slice_ = slice_of(found, ORDER, request.GET.get("at", ""))
    narrow = one_county(viewer, unit)
    context = {
        "form": form,
        "on": on,
        "count": found.count(),
        "links": links_of(Post.objects.filter(pk__in=[row.pk for row in slice_.rows]), on),
        "slice": slice_,
        "missing": missing_posts(viewer, on, unit) if narrow else (),
        "narrow": narrow,
        "may_manage": viewer.may(Act.MANAGE_POSTS),
    }
    return render(request, "posts/vacant.html", context)


@require_GET
@needs(Act.SEE)
def load(request: HttpRequest) -> HttpResponse:
    """Helpers by households, the most first; twice the usual is much. And posts by the problems that they own."""
    viewer = asked(request).viewer
    form = AsOfForm(request.GET, viewer=viewer)
    on, unit = form.day(clock.today()), form.unit()
    usual = usual_load(viewer, on, unit)
    found = load_by_officer(viewer, on, unit)
    slice_ = slice_of(found, LOADED, request.GET.get("at", ""))
    context = {
        "form": form,
        "on": on,
        "usual": usual,
        "much": MUCH * usual if usual else None,
        "count": found.count(),
        "rows": slice_.rows,
        "slice": slice_,
        "unhelped": unhelped(viewer, on, unit).count(),
        "owners": load_by_owner(viewer, on, unit, MOST_OWNERS),
    }
    return render(request, "posts/load.html", context)


@require_GET
@needs(Act.SEE)
def unvisited(request: HttpRequest) -> HttpResponse:
    """Helpers whose households nobody has met for so many days, those never met first."""
    viewer = asked(request).viewer
    form = UnvisitedForm(asked_or(request.GET, days=QUARTER), viewer=viewer)
    said = form.cleaned_data if form.is_valid() else {}
    days = said.get("days") or QUARTER
    found = unvisited_helping(viewer, clock.today(), days)
    if said.get("region_code"):
        low, high = subtree(said["region_code"])
        found = found.filter(region_code__gte=low, region_code__lt=high)
    slice_ = slice_of(found, LATE, request.GET.get("at", ""))
    context = {"form": form, "days": days, "count": found.count(), "rows": slice_.rows, "slice": slice_}
    return render(request, "posts/unvisited.html", context)


@require_GET
@needs(Act.SEE)
def without(request: HttpRequest) -> HttpResponse:
    """Households of the exports whom nobody helps."""
    viewer = asked(request).viewer
    form = AsOfForm(request.GET, viewer=viewer)
    on, unit = form.day(clock.today()), form.unit()
    found = unhelped(viewer, on, unit)
    slice_ = slice_of(found, ("region_code", "number", "id"), request.GET.get("at", ""))
    context = {"form": form, "on": on, "count": found.count(), "rows": slice_.rows, "slice": slice_}
    return render(request, "posts/without.html", context)
