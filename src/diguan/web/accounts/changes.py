"""One account: looking at it, and every act on it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from diguan.domain.accounts.actions import create_account, grant_role, revoke_grant, switch_account
from diguan.domain.accounts.factor import factor_of
from diguan.domain.accounts.models import Account
from diguan.domain.accounts.passwords import reset_password
from diguan.domain.accounts.permissions import Act
from diguan.domain.accounts.queries import accounts_for, grants_listed, may_manage
from diguan.domain.accounts.tokens import revoke_token, tokens_of
from diguan.domain.refusals import UnableToAct
from diguan.web.accounts.forms import CreateForm, GrantForm, ReasonForm
from diguan.web.shared.clock import now, today
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import language, text


@require_http_methods(["GET", "POST"])
@needs(Act.MANAGE_ACCOUNTS)
def create(request: HttpRequest) -> HttpResponse:
    """A new account; its first password is shown once."""
    viewer = asked(request).viewer
    form = CreateForm(request.POST if request.method == "POST" else None, viewer=viewer)
    if form.is_valid():
        try:
            account, password = create_account(**form.cleaned_data, actor=viewer, at=now())
        except UnableToAct as error:
            form.refuse(error)
        else:
            return _told_once(request, account, password)
    return render(request, "accounts/create.html", {"form": form})


@require_http_methods(["GET", "POST"])
@needs(Act.MANAGE_ACCOUNTS)
def one(request: HttpRequest, number: int) -> HttpResponse:
    """An account with its grants; a form to grant another role."""
    viewer, account = asked(request).viewer, account_seen(request, number)
    form = GrantForm(request.POST if request.method == "POST" else None, viewer=viewer, initial={"since_on": today()})
    if form.is_valid():
        try:
            grant_role(account=account, **form.cleaned_data, actor=viewer, at=now(), on=today())
        except UnableToAct as error:
            form.refuse(error)
        else:
            messages.success(request, text("accounts:one.granted"))
            return redirect("accounts:one", number=number)
    own = account.pk == viewer.account_id
    context = {
        "form": form,
        "one": account,
        "grants": grants_listed(account, today()),
        "own": own,
        "factor": factor_of(account),
        "demand": ReasonForm(auto_id="id_demand_%s"),
        "reset_factor": ReasonForm(auto_id="id_reset_%s"),
        "tokens": [
            {"token": row, "works": row.revoked_at is None and row.expires_at > now()} for row in tokens_of(account.pk)
        ],
        "manageable": not own and may_manage(viewer, account, today()),
    }
    return render(request, "accounts/one.html", context)


@require_POST
@needs(Act.MANAGE_ACCOUNTS)
def revoke(request: HttpRequest, number: int, grant: int) -> HttpResponse:
    """Ends a grant."""
    account = account_seen(request, number)
    held = account.grants.filter(pk=grant).first()
    if held is None:
        raise Http404
    return done(
        request, number, "revoked", lambda: revoke_grant(grant=held, actor=asked(request).viewer, at=now(), on=today())
    )


@require_POST
@needs(Act.MANAGE_ACCOUNTS)
def revoke_one_token(request: HttpRequest, number: int, token: int) -> HttpResponse:
    """A token of an account works no longer."""
    account = account_seen(request, number)
    if not account.tokens.filter(pk=token).exists():
        raise Http404
    actor = asked(request).viewer
    return done(
        request, number, "token_revoked", lambda: revoke_token(account=account, token_id=token, actor=actor, at=now())
    )


@require_POST
@needs(Act.MANAGE_ACCOUNTS)
def reset(request: HttpRequest, number: int) -> HttpResponse:
    """A new first password, shown once."""
    account = account_seen(request, number)
    try:
        password = reset_password(account=account, actor=asked(request).viewer, at=now(), on=today())
    except UnableToAct as error:
        messages.error(request, error.said(language()))
        return redirect("accounts:one", number=number)
    return _told_once(request, account, password)


@require_POST
@needs(Act.MANAGE_ACCOUNTS)
def switch(request: HttpRequest, number: int) -> HttpResponse:
    """Switches an account off or on."""
    account, active = account_seen(request, number), request.POST.get("active") == "1"
    said = "switched_on" if active else "switched_off"
    viewer = asked(request).viewer
    return done(
        request,
        number,
        said,
        lambda: switch_account(account=account, active=active, actor=viewer, at=now(), on=today()),
    )


def account_seen(request: HttpRequest, number: int) -> Account:
    """An account that the viewer may know of; one of another place is answered like none."""
    found = accounts_for(asked(request).viewer).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def done(request: HttpRequest, number: int, said: str, act: Callable[[], None]) -> HttpResponse:
    """Do an act on an account, and say on its page how it ended."""
    try:
        act()
    except UnableToAct as error:
        messages.error(request, error.said(language()))
    else:
        messages.success(request, text(f"accounts:one.{said}"))
    return redirect("accounts:one", number=number)


def _told_once(request: HttpRequest, account: Account, password: str) -> HttpResponse:
    return render(request, "accounts/password.html", {"one": account, "password": password})
