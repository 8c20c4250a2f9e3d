"""What every template knows."""

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from diguan.domain.accounts.models import Account
from diguan.domain.accounts.permissions import Viewer
from diguan.domain.messages.queries import MOST_COUNTED, unread_count
from diguan.web.shared.navigation import menu_of, place_at, places_for
from diguan.web.shared.requests import MUST_ENROL, account_of
from diguan.web.shared.texts import language


def frame(request: HttpRequest) -> dict[str, Any]:
    """Language, account, viewer and the menu of what is open to them."""
    viewer = getattr(request, "viewer", None) or Viewer(0)
    account = account_of(request)
    open_places = list(places_for(viewer)) if account and not _held_up(request, account) else []
    here = place_at(request.path, open_places)
    return {
        "unread": SimpleLazyObject(lambda: _unread(account)) if account and open_places else 0,
        "language": language(),
        "account": account,
        "viewer": viewer,
        "menu": menu_of(open_places, here),
        "here": here,
        "address": address_of(request),
    }


def address_of(request: HttpRequest) -> str:
    """Where one can come back to: this page, or, when it answers a form, the page of the form."""
    if request.method == "GET":
        return request.get_full_path()
    form = urlsplit(request.headers.get("Referer", ""))
    if form.netloc != request.get_host():
        return "/"
    return f"{form.path}?{form.query}" if form.query else form.path


def _unread(account: Account) -> str:
    """How many messages wait; empty for none. Asked where a page shows it, not for every part of one."""
    count = unread_count(account.pk)
    return f"{MOST_COUNTED - 1}+" if count >= MOST_COUNTED else str(count or "")


def _held_up(request: HttpRequest, account: Account) -> bool:
    """Whether something else must be done first: then no page is offered."""
    return account.must_change_password or bool(request.session.get(MUST_ENROL))
