"""The list of households."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.registry.actions.searching import note_search
from diguan.domain.registry.models import Household
from diguan.domain.registry.queries.listing import Wanted, households
from diguan.domain.screening.models import Standing
from diguan.domain.screening.queries import judged, newest_standard
from diguan.engine.verdicts import Subject
from diguan.web.households.choosing import default_standard
from diguan.web.households.forms import STANDINGS, FindForm
from diguan.web.households.showing import Shown, value_label
from diguan.web.households.words import open_words, seal_words
from diguan.web.shared.clock import now, today
from diguan.web.shared.keyset import slice_of
from diguan.web.shared.packs import fields
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs

ORDER = ("region_code", "number", "id")
KEPT = ("region_code", "status", "focus", "standing", "standard")  # what stands readable in an address


@require_http_methods(["GET", "POST"])
@needs(Act.SEE)
def listing(request: HttpRequest) -> HttpResponse:
    """Households where the viewer sees them, by place and number. What is searched for comes in a form and goes on sealed."""
    viewer = asked(request).viewer
    if request.method == "POST":
        return redirect(_address(request, viewer))
    words = open_words(request.GET.get("q", ""), viewer)
    standard = request.GET.get("standard") or newest_standard(viewer) or default_standard(today(), None)
    form = FindForm({**request.GET.dict(), "words": words, "standard": standard}, viewer=viewer)
    said = form.cleaned_data if form.is_valid() else {}
    found = _found(viewer, said, standard) if form.is_valid() else Household.objects.none()
    slice_ = slice_of(found.defer("facts"), ORDER, request.GET.get("at", ""))
    context = {
        "form": form,
        "slice": slice_,
        "rows": _rows(viewer, slice_.rows, standard),
        "count": found.count(),
        "filtered": any(value for name, value in said.items() if name != "standard"),
    }
    return render(request, "households/list.html", context)


def _address(request: HttpRequest, viewer: Viewer) -> str:
    note_search(text=request.POST.get("words", ""), actor=viewer, at=now())
    kept = {name: request.POST[name] for name in KEPT if request.POST.get(name)}
    words = seal_words(request.POST.get("words", "").strip()[:60], viewer)
    return f"{reverse('households:list')}?{urlencode({**kept, **({'q': words} if words else {})})}"


def _found(viewer: Viewer, said: Mapping[str, Any], standard: str) -> QuerySet[Household]:
    wanted = Wanted(
        region_code=said["region_code"] or None,
        status=said["status"] or None,
        focus=said["focus"] or None,
        text=said["words"],
    )
    found = households(viewer, wanted)
    return judged(found, standard, verdict=STANDINGS[said["standing"]]) if said["standing"] else found


def _rows(viewer: Viewer, found: Sequence[Household], standard: str) -> list[dict[str, Any]]:
    numbers = [household.number for household in found]
    standings = {
        (standing.county, standing.household_number): standing
        for standing in Standing.objects.filter(standard=standard, household_number__in=numbers).defer("codes")
    }
    status = fields().field(Subject.HOUSEHOLD, "status")
    return [
        {
            "household": household,
            "name": Shown.to(viewer, household.region_code).name(household.head_name),
            "status": None if household.status is None else value_label(status, household.status),
            "standing": standings.get((household.county, household.number)),
        }
        for household in found
    ]
