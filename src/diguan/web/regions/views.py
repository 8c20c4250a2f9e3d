"""Suggestions for an entry that takes a unit."""

from itertools import chain

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from diguan.domain.accounts.permissions import Act
from diguan.domain.regions.queries import offered
from diguan.web.shared.requests import asked


@require_GET
def suggestions(request: HttpRequest) -> HttpResponse:
    """Units where whoever asks has any right, by the beginning of a code or a part of a name (the first value sent)."""
    viewer = asked(request).viewer
    scopes = tuple(chain.from_iterable(viewer.scopes(act) for act in Act))
    said = str(next(iter(request.GET.values()), ""))
    return render(request, "regions/suggestions.html", {"units": offered(said, scopes)})
