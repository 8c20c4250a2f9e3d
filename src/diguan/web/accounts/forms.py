"""Entries of accounts and grants."""

from typing import Any

from django import forms

from diguan.domain.accounts.permissions import Act, Role, Viewer
from diguan.domain.accounts.queries import departments
from diguan.web.shared.forms import DayField, PlainForm, RegionField
from diguan.web.shared.texts import late, spoken


class ScopedForm(PlainForm):
    """A form whose unit lies where the viewer manages accounts."""

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:  # noqa: ANN401  whatever a form takes
        super().__init__(*args, **kwargs)
        self.within(viewer.scopes(Act.MANAGE_ACCOUNTS))


class FindForm(ScopedForm):
    """Which accounts to list."""

    texts = "accounts:find"
    words = forms.CharField(required=False, max_length=60)
    region_code = RegionField(required=False)


class CreateForm(ScopedForm):
    """A new account."""

    texts = "accounts:create"
    hints = ("username", "name", "region_code")
    username = forms.CharField(
        max_length=32,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )
    name = forms.CharField(max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    region_code = RegionField()

    def clean_username(self) -> str:
        """Capitals are taken for small letters."""
        username: str = self.cleaned_data["username"]
        return username.lower()


class GrantForm(ScopedForm):
    """A role over a unit."""

    texts = "accounts:grant"
    hints = ("region_code", "department", "until_on")
    role = forms.ChoiceField(choices=[("", ""), *((role.value, late(f"accounts:role.{role.value}")) for role in Role)])
    region_code = RegionField()
    department = forms.ChoiceField(required=False)
    since_on = DayField()
    until_on = DayField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  whatever a form takes
        super().__init__(*args, **kwargs)
        self.offer("department", [("", ""), *((code, spoken(label)) for code, label in departments().items())])

    def clean_role(self) -> Role:
        """The role as the domain knows it."""
        return Role(self.cleaned_data["role"])


class ReasonForm(PlainForm):
    """Why something is done to an account."""

    texts = "accounts:because"
    reason = forms.CharField(max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))
