"""The guard of a page: an act that whoever asks must be allowed, somewhere at all. Where, the queries cut."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from diguan.domain.accounts.permissions import Act
from diguan.web.shared.requests import asked

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def needs(act: Act) -> Callable[[View[P]], View[P]]:
    """A page for those who may do an act; others read that they may not (403)."""

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not asked(request).viewer.may(act):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        marked: Any = guarded
        marked.act = act  # read by the test of every address and role
        return marked  # type: ignore[no-any-return]  # the guarded view

    return guard
