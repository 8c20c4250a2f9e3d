"""Measures of safety on an account, each with its reason: a new password is demanded, a lost second factor is reset."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from diguan.domain.accounts.demanding import demand_password
from diguan.domain.accounts.factor import reset_factor
from diguan.domain.accounts.permissions import Act
from diguan.web.accounts.changes import account_seen, done
from diguan.web.accounts.forms import ReasonForm
from diguan.web.shared.clock import now
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import text


@require_POST
@needs(Act.MANAGE_ACCOUNTS)
def demand(request: HttpRequest, number: int) -> HttpResponse:
    """Have an account choose a new password before it goes on."""
    account, actor, reason = account_seen(request, number), asked(request).viewer, _reason(request)
    if not reason:
        return redirect("accounts:one", number=number)
    return done(
        request,
        number,
        "password_demanded",
        lambda: demand_password(account=account, reason=reason, actor=actor, at=now()),
    )


@require_POST
@needs(Act.MANAGE_ACCOUNTS)
def reset_second_factor(request: HttpRequest, number: int) -> HttpResponse:
    """Take the second factor away from an account whose phone is lost."""
    account, actor, reason = account_seen(request, number), asked(request).viewer, _reason(request)
    if not reason:
        return redirect("accounts:one", number=number)
    return done(
        request, number, "factor_reset", lambda: reset_factor(account=account, reason=reason, actor=actor, at=now())
    )


def _reason(request: HttpRequest) -> str:
    """The reason that was given; where none was, the page says so."""
    form = ReasonForm(request.POST)
    if form.is_valid():
        return str(form.cleaned_data["reason"])
    messages.error(request, text("frame:errors.required"))
    return ""
