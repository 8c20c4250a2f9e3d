"""The second factor in the browser: the code at sign-in, putting the secret into a phone, recovery codes, turning it off."""

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from diguan.domain.accounts.factor import (
    address_for_phone,
    begin_factor,
    codes_left,
    confirm_factor,
    drop_factor,
    factor_of,
    renew_codes,
    use_code,
)
from diguan.domain.accounts.refusals import UnableToUseFactor
from diguan.domain.refusals import UnableToAct
from diguan.web.shared.clock import now
from diguan.web.shared.requests import MUST_ENROL, asked
from diguan.web.shared.texts import language, text
from diguan.web.signing.entering import enter, waiting_account
from diguan.web.signing.forms import CodeForm, ConfirmForm, DropForm

GROUP = 4  # letters of the secret, as somebody types them


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The code after the password."""
    account = waiting_account(request)
    if account is None:
        return redirect("signing:sign_in")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            use_code(account=account, code=form.cleaned_data["code"], at=now())
        except UnableToUseFactor as error:
            form.refuse(error)
        else:
            return enter(request, account)
    return render(request, "signing/code.html", {"form": form, "next": request.GET.get("next", "")})


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """How one stands; without a second factor the picture for the phone and an entry for its first code."""
    account = asked(request).user
    if factor_of(account) is not None:
        context = {
            "drop": DropForm(auto_id="id_drop_%s"),
            "renew": CodeForm(auto_id="id_renew_%s"),
            "left": codes_left(account),
        }
        return render(request, "signing/factor.html", context)
    secret = begin_factor(account=account)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            codes = confirm_factor(account=account, code=form.cleaned_data["code"], at=now())
        except UnableToUseFactor as error:
            form.refuse(error)
        else:
            request.session.pop(MUST_ENROL, None)
            return _codes(request, codes)
    context = {
        "form": form,
        "picture": _picture(address_for_phone(account, secret)),
        "secret": " ".join(secret[at : at + GROUP] for at in range(0, len(secret), GROUP)),
        "demanded": bool(request.session.get(MUST_ENROL)),
    }
    return render(request, "signing/enrol.html", context)


@sensitive_post_parameters()
@require_POST
def renew(request: HttpRequest) -> HttpResponse:
    """New recovery codes."""
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            return _codes(request, renew_codes(account=asked(request).user, code=form.cleaned_data["code"], at=now()))
        except UnableToAct as error:
            messages.error(request, error.said(language()))
    return redirect("signing:second_factor")


@sensitive_post_parameters()
@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    """Turn it off, before another phone say."""
    form = DropForm(request.POST)
    if form.is_valid():
        try:
            drop_factor(account=asked(request).user, **form.cleaned_data, at=now())
        except UnableToAct as error:
            messages.error(request, error.said(language()))
        else:
            messages.success(request, text("signing:drop.done"))
    return redirect("signing:second_factor")


def _codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    return render(request, "signing/recovery.html", {"codes": codes})


def _picture(address: str) -> SafeString:
    """A QR code as SVG: shapes and classes, no style that the rules for the browser forbid."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(omitsize=True, svgclass="qr", lineclass="qr-line")
    return mark_safe(drawn)  # noqa: S308  drawn here, of letters and digits
