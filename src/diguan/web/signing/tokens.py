"""One's own tokens: what programs sign in with. Made, shown once, revoked."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from diguan.domain.accounts.choices import Scope
from diguan.domain.accounts.refusals import UnableToFindToken
from diguan.domain.accounts.tokens import MOST_DAYS, create_token, revoke_token, tokens_of
from diguan.domain.refusals import UnableToAct
from diguan.web.shared.clock import now
from diguan.web.shared.forms import PlainForm
from diguan.web.shared.requests import asked
from diguan.web.shared.texts import late, text

PROPOSED_DAYS = 90


class TokenForm(PlainForm):
    """For which program, what it may do, how long; one's password once more."""

    texts = "signing:token"
    hints = ("name", "scope", "days", "password")
    name = forms.CharField(max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    scope = forms.ChoiceField(initial=Scope.READ.value)
    days = forms.IntegerField(min_value=1, max_value=MOST_DAYS, initial=PROPOSED_DAYS)
    password = forms.CharField(
        max_length=500, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  whatever a form takes
        super().__init__(*args, **kwargs)
        self.offer("scope", [(str(scope), late(f"signing:scope.{scope}")) for scope in Scope])


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens of one's account, and a form to make another, which is shown once."""
    account = asked(request).user
    form = TokenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            made, secret = create_token(account=account, **{**said, "scope": Scope(said["scope"])}, at=now())
        except UnableToAct as error:
            form.refuse(error)
        else:
            address = request.build_absolute_uri(settings.API)
            return render(request, "signing/token.html", {"made": made, "secret": secret, "api": address})
    rows = [{"token": row, "works": row.revoked_at is None and row.expires_at > now()} for row in tokens_of(account.pk)]
    return render(request, "signing/tokens.html", {"form": form, "tokens": rows})


@require_POST
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """One of one's own tokens works no longer."""
    try:
        revoke_token(account=asked(request).user, token_id=number, actor=asked(request).viewer, at=now())
    except UnableToFindToken as error:
        raise Http404 from error
    messages.success(request, text("signing:tokens.revoked"))
    return redirect("signing:tokens")
