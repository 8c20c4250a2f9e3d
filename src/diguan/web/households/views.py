"""The list of households."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.accounts.saving import views_of
from diguan.domain.keyset import Slice, counted, slice_of
from diguan.domain.registry.actions.searching import note_search
from diguan.domain.registry.models import Household
from diguan.domain.registry.queries.ended import households_telling_ended
from diguan.domain.registry.queries.household.found import UnableToFindHousehold, household_numbered
from diguan.web.households.exporting import MOST_ROWS, ExportForm
from diguan.web.households.finding import KEPT, ORDERS, Found, find, rows_of
from diguan.web.households.lines import lines_of
from diguan.web.households.words import seal_words
from diguan.web.saved.pages import asked_of, saved_rows
from diguan.web.shared.clock import now
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs

PAGE = "households:list"


@require_http_methods(["GET", "POST"])
@needs(Act.SEE)
def listing(request: HttpRequest) -> HttpResponse:
    """Households where the viewer sees them, by place and number. What is searched for comes in a form and goes on sealed."""
    viewer = asked(request).viewer
    if request.method == "POST":
        return redirect(_address(request, viewer))
    found = find(request.GET, viewer)
    slice_, (count, more) = _shown(found, request.GET.get("at", ""))
    rows = rows_of(viewer, slice_.rows, found.standard, carried=found.judged)
    context = {
        "form": found.form,
        "slice": slice_,
        "rows": rows,
        "lines": lines_of(rows),
        "count": count,
        "counted": "households:counted_on" if more else "households:counted",
        "filtered": found.filtered,
        "narrowed": any(found.said.get(name) for name in ("focus", "indicator")),
        "sorted_by": found.sorted_by,
        "standard": found.standard,
        "page": PAGE,
        "questions": urlencode(asked_of(PAGE, request.GET)),
        "views": saved_rows(views_of(viewer.account_id, PAGE)),
        "export": ExportForm() if viewer.may(Act.EXPORT) and count and not more else None,
        "most": MOST_ROWS if more else 0,
    }
    return render(request, "households/list.html", context)


def _shown(found: Found, at: str) -> tuple[Slice[Household], tuple[int, bool]]:
    """The rows of a page, and how many there are up to the most that are handed out. What is searched for is looked for once."""
    searched, order = bool(found.said.get("words")), ORDERS[found.sorted_by]
    slice_ = slice_of(found.households, order, at, whole=households_telling_ended, counting=searched)
    if slice_.count is None:
        return slice_, counted(found.households, MOST_ROWS)
    return slice_, (min(slice_.count, MOST_ROWS), slice_.count > MOST_ROWS)


@require_GET
@needs(Act.SEE)
def at(request: HttpRequest) -> HttpResponse:
    """The page of the household of a county with a number; one that lies elsewhere is answered like one that is not there."""
    try:
        found = household_numbered(
            asked(request).viewer, request.GET.get("county", ""), request.GET.get("number", ""), Act.SEE
        )
    except UnableToFindHousehold as error:
        raise Http404 from error
    return redirect("households:one", number=found.pk)


def _address(request: HttpRequest, viewer: Viewer) -> str:
    note_search(text=request.POST.get("words", ""), actor=viewer, at=now())
    kept = {name: request.POST[name] for name in KEPT if request.POST.get(name)}
    words = seal_words(request.POST.get("words", "").strip()[:60], viewer)
    return f"{reverse(PAGE)}?{urlencode({**kept, **({'q': words} if words else {})})}"
