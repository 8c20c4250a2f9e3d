"""Entries of signing in and of changing the password."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest

from diguan.domain.accounts.models import Account
from diguan.web.shared.forms import PlainForm
from diguan.web.shared.texts import text


class SignInForm(PlainForm):
    """Name and password; what is wrong with them is not told."""

    texts = "signing:sign_in"
    username = forms.CharField(
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        max_length=500, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    account: Account | None = None

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:  # noqa: ANN401  whatever a form takes
        self.request = request
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Whoever has this name and this password."""
        said = super().clean() or {}
        if not self.errors:
            found = authenticate(self.request, username=said["username"].strip().lower(), password=said["password"])
            self.account = found if isinstance(found, Account) else None
            if self.account is None:
                raise forms.ValidationError(text("signing:sign_in.wrong"))
        return said


class PasswordForm(PlainForm):
    """The old password, the new one twice."""

    texts = "signing:password"
    hints = ("new",)
    old = forms.CharField(
        max_length=500, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    new = forms.CharField(
        max_length=500, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    repeated = forms.CharField(
        max_length=500, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean_repeated(self) -> str:
        """The new password once more."""
        repeated: str = self.cleaned_data["repeated"]
        if "new" in self.cleaned_data and repeated != self.cleaned_data["new"]:
            raise forms.ValidationError(text("signing:password.unequal"))
        return repeated


class AddressForm(PlainForm):
    """One's own address for mail, or none."""

    texts = "signing:address"
    hints = ("email",)
    email = forms.CharField(
        max_length=254, required=False, widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"})
    )


def _code() -> forms.CharField:
    """An entry for a code; a phone shows digits for it and offers what came by message."""
    return forms.CharField(
        max_length=40, widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"})
    )


class CodeForm(PlainForm):
    """A code of the phone, or a recovery code."""

    texts = "signing:code"
    hints = ("code",)
    code = _code()


class ConfirmForm(PlainForm):
    """The first code of a phone."""

    texts = "signing:factor"
    hints = ("code",)
    code = _code()


class DropForm(PlainForm):
    """Password and code, to turn the second factor off."""

    texts = "signing:drop"
    password = forms.CharField(
        max_length=500, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    code = _code()
