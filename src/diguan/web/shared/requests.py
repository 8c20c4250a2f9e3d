"""Requests as pages know them: with the account and the viewer, and the guard before them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import cast

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve

from diguan.domain.accounts.models import Account
from diguan.domain.accounts.permissions import Viewer
from diguan.domain.accounts.queries import viewer_of
from diguan.domain.accounts.sessions import SEEN
from diguan.web.shared.clock import now, today

Handler = Callable[[HttpRequest], HttpResponse]
SEEN_EVERY = timedelta(minutes=5)
MUST_ENROL = "must_enrol"  # in the session of somebody who must set up a second factor before anything else
FREE = frozenset({"signing:password", "signing:sign_out", "language"})  # open to whoever must change a password first
ENROLLING = FREE | {"signing:second_factor"}


class Asked(HttpRequest):
    """A request of somebody who has signed in."""

    user: Account
    viewer: Viewer


def account_of(request: HttpRequest) -> Account | None:
    """Whoever has signed in."""
    user = getattr(request, "user", None)
    return (
        None if user is None or isinstance(user, AnonymousUser) or not user.is_authenticated else cast("Account", user)
    )


def asked(request: HttpRequest) -> Asked:
    """A request behind the sign-in, with whose it is."""
    return cast("Asked", request)


def viewer_middleware(handler: Handler) -> Handler:
    """Finds out who looks and what they may do today, and remembers when they were here.

    A first password is changed, and a second factor that is needed set up, before anything else.
    """

    def ask(request: HttpRequest) -> HttpResponse:
        account = account_of(request)
        if account is None or hasattr(request, "caller"):  # a program, which the API has let in
            return handler(request)
        asked(request).viewer = viewer_of(account.pk, today())
        _remember(request)
        if account.must_change_password and resolve(request.path_info).view_name not in FREE:
            return redirect("signing:password")
        if request.session.get(MUST_ENROL) and resolve(request.path_info).view_name not in ENROLLING:
            return redirect("signing:second_factor")
        return handler(request)

    return ask


def _remember(request: HttpRequest) -> None:
    at, seen = now(), request.session.get(SEEN)
    if seen is None or at - datetime.fromisoformat(seen) >= SEEN_EVERY:
        request.session[SEEN] = at.isoformat()
