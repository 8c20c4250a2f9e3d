"""Addresses of the API, below `settings.API`."""

import re
from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, path
from django.views.decorators.http import require_GET

from diguan.rest import (
    board,
    events,
    figures,
    households,
    items,
    jobs,
    loads,
    lookback,
    me,
    messages,
    posts,
    rectification,
    regions,
    rounds,
    standards,
    visits,
)
from diguan.rest.frame.api import Api, PlainJson, signed_in, speaks_problems
from diguan.rest.frame.expecting import unasked
from diguan.rest.frame.problems import INVALID, Refused, problem

api = Api(
    title="滴灌 Diguan",
    version="1",
    urls_namespace="api",
    auth=signed_in,
    renderer=PlainJson(),
    docs_url=None,
    openapi_url=None,
    description="",
)
speaks_problems(api)
NOUNS = (
    *(me, regions, households, events, items, visits, rounds, standards, posts, messages, jobs, loads, figures, board),
    *(rectification, lookback),
)
for noun in NOUNS:
    api.add_router("", noun.router)


@cache
def _description() -> dict[str, Any]:
    return dict(api.get_openapi_schema())


@cache
def _asked_for(method: str, route: str) -> frozenset[str]:
    """Names that an operation takes in its address."""
    path = "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route)
    operation = _description()["paths"].get(path, {}).get(method.lower(), {})
    return frozenset(each["name"] for each in operation.get("parameters", ()) if each["in"] == "query")


def known_names_alone(run: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A name in an address that nobody asks for is refused: it may be a slip, or a name of somebody that no address should hold."""

    @wraps(run)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401  parts of the address
        route = request.resolver_match.route if request.resolver_match else ""
        unknown = sorted(set(request.GET) - _asked_for(request.method or "", route))
        if unknown:
            return problem(request, Refused(INVALID, errors=[unasked(f"query.{name}") for name in unknown]))
        return run(request, *args, **kwargs)

    return guarded


api.add_decorator(known_names_alone, mode="view")


@login_not_required
@require_GET
def description(request: HttpRequest) -> HttpResponse:
    """The description of the API (OpenAPI 3.1); the same for everybody, and without data."""
    del request
    return JsonResponse(_description(), json_dumps_params={"ensure_ascii": False})


urlpatterns: list[URLPattern | URLResolver] = [
    path("openapi.json", description, name="description"),
    path("", api.urls),
]
