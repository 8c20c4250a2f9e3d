"""Letting somebody in: at once, or after a code; and what they must do first."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from diguan.domain.accounts.demanding import Need, demand_by_age, demand_of
from diguan.domain.accounts.models import Account
from diguan.domain.accounts.sessions import BROWSER, SEEN, STARTED
from diguan.domain.accounts.signing import record_sign_in
from diguan.web.shared.client import browser_of
from diguan.web.shared.clock import now
from diguan.web.shared.requests import MUST_ENROL
from diguan.web.shared.texts import text

WAITING, SINCE, HASH = "waiting", "waiting_since", "waiting_hash"
WAITS_FOR = timedelta(minutes=10)
BACKEND = "django.contrib.auth.backends.ModelBackend"


def enter(request: HttpRequest, account: Account) -> HttpResponse:
    """Somebody is in. Whoever needs a second factor and has had the time for it is led there first."""
    forget_waiting(request)
    demand_by_age(account=account, at=now())
    login(request, account, backend=BACKEND)
    request.session[STARTED] = request.session[SEEN] = now().isoformat()
    request.session[BROWSER] = browser_of(request)
    record_sign_in(account=account, at=now())
    demand = demand_of(account=account, at=now())
    if demand.need is Need.NOW:
        request.session[MUST_ENROL] = True
        return redirect("signing:second_factor")
    if demand.need is Need.SOON and demand.until is not None:
        messages.warning(request, text("signing:factor.soon", day=demand.until.isoformat()))
    return redirect(next_of(request))


def wait_for_code(request: HttpRequest, account: Account) -> HttpResponse:
    """The password was right: the code is asked for. Nobody is signed in yet."""
    request.session.cycle_key()
    request.session[WAITING], request.session[SINCE] = account.pk, now().isoformat()
    request.session[HASH] = account.get_session_auth_hash()  # a password that changes meanwhile ends the waiting
    there = request.GET.get("next", "")
    return redirect(f"{reverse('signing:code')}?{urlencode({'next': there})}" if there else "signing:code")


def waiting_account(request: HttpRequest) -> Account | None:
    """Whoever has given the right password a few minutes ago and is asked for a code."""
    number, since = request.session.get(WAITING), request.session.get(SINCE)
    if number is None or since is None or now() - datetime.fromisoformat(since) > WAITS_FOR:
        return None
    found = Account.objects.filter(pk=number, is_active=True).first()
    same = found is not None and constant_time_compare(request.session[HASH], found.get_session_auth_hash())
    return found if same else None


def forget_waiting(request: HttpRequest) -> None:
    """Nobody is waited for any more."""
    for name in (WAITING, SINCE, HASH):
        request.session.pop(name, None)


def next_of(request: HttpRequest) -> str:
    """Where somebody wanted to go, if that is a page of ours."""
    there = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    return there if safe else "/"
