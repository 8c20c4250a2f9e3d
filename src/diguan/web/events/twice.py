"""The list of those who may be registered twice, with the way to say that they are one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.registry.models import Person
from diguan.domain.registry.queries.resemblance import MOST, suspected
from diguan.web.events.people import called
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs


@require_GET
@needs(Act.RECORD_EVENT)
def listing(request: HttpRequest) -> HttpResponse:
    """Pairs by place. Of somebody outside the viewer's region nothing is told but that there is somebody."""
    viewer = asked(request).viewer
    pairs = suspected(viewer)
    rows = [
        {
            "numbered": pair.numbered,
            "one": _row(pair.person, viewer),
            "other": None if pair.other is None else _row(pair.other, viewer),
            "mergeable": pair.other is not None and _mergeable(pair.person, pair.other, viewer),
        }
        for pair in pairs
    ]
    return render(request, "events/twice.html", {"rows": rows, "most": MOST, "full": len(rows) >= MOST})


def _row(person: Person, viewer: Viewer) -> dict[str, Any]:
    return {"person": person, "who": called(person, viewer)}


def _mergeable(one: Person, other: Person, viewer: Viewer) -> bool:
    same_county = one.household.county == other.household.county
    return same_county and viewer.may(Act.RECORD_EVENT, other.region_code)
