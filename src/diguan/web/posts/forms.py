"""Entries of posts, officers, helpers, trips."""

import re
from datetime import date
from typing import Any

from django import forms

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.accounts.queries import departments
from diguan.domain.responsibility.choices import PostKind
from diguan.domain.responsibility.models import Officer
from diguan.domain.responsibility.queries.reach import officers
from diguan.web.loads.forms import FilesField
from diguan.web.shared.forms import DayField, PlainForm, RegionField
from diguan.web.shared.texts import late, spoken, text

NUMBERED = re.compile(r".*#(\d{1,12})\s*")


class OfficerField(forms.CharField):
    """An officer by name, or by what the suggestions say ("name (unit) #12"); cut to those whom `viewer` manages."""

    viewer: Viewer

    def __init__(self, act: Act = Act.MANAGE_POSTS, **kwargs: Any) -> None:  # noqa: ANN401  whatever a field takes
        super().__init__(max_length=200, **kwargs)
        self.act = act
        self.widget.attrs.update(autocomplete="off", list="officer-suggestions")
        self.widget.attrs.update(
            {
                "hx-get": "/posts/officers/suggestions/",
                "hx-trigger": "input changed delay:300ms",
                "hx-target": "#officer-suggestions",
            }
        )

    def clean(self, value: Any) -> Officer | None:  # noqa: ANN401  what a browser sends
        """The officer; none or several of the name are told."""
        said = str(super().clean(value)).strip()
        if not said:
            return None
        reached = officers(self.viewer, self.act)
        numbered = NUMBERED.fullmatch(said)
        found = list(reached.filter(pk=int(numbered[1])) if numbered else reached.filter(name=said)[:2])
        if len(found) == 1:
            return found[0]
        raise forms.ValidationError(text("posts:entry.officer.several" if found else "posts:entry.officer.none"))


class PostsForm(PlainForm):
    """A form whose units and officers are those that the viewer manages."""

    texts = "posts:entry"
    act = Act.MANAGE_POSTS

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:  # noqa: ANN401  whatever a form takes
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, RegionField):
                field.scopes = viewer.scopes(self.act)
            if isinstance(field, OfficerField):
                field.viewer = viewer


class KindForm(PostsForm):
    """A form that asks for a kind of post."""

    hints = ("region_code", "department")
    region_code = RegionField()
    kind = forms.ChoiceField(choices=[("", ""), *((kind.value, late(f"posts:kind.{kind.value}")) for kind in PostKind)])
    department = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  whatever a form takes
        super().__init__(*args, **kwargs)
        self.offer("department", [("", ""), *((code, spoken(label)) for code, label in departments().items())])

    def clean_kind(self) -> PostKind:
        """The kind as the domain knows it."""
        return PostKind(self.cleaned_data["kind"])


class OpenForm(KindForm):
    """A new post."""

    title = forms.CharField(max_length=80, required=False)
    opened_on = DayField()
    reason = forms.CharField(max_length=200)


class MoveForm(KindForm):
    """Where somebody goes from a post: to a vacant one of a kind in a unit."""

    moved_on = DayField()
    reason = forms.CharField(max_length=200)


class AppointForm(PostsForm):
    """Who holds a post."""

    hints = ("officer", "until_on", "reason")
    officer = OfficerField()
    since_on = DayField()
    until_on = DayField(required=False)
    reason = forms.CharField(max_length=200)


class EndForm(PostsForm):
    """The end of a tenure or of help."""

    hints = ("until_on", "reason")
    until_on = DayField()
    reason = forms.CharField(max_length=200)


class CloseForm(PostsForm):
    """The end of a post."""

    hints = ("reason",)
    closed_on = DayField()
    reason = forms.CharField(max_length=200)


class HelpForm(PostsForm):
    """Who helps a household."""

    hints = ("officer", "reason")
    officer = OfficerField()
    since_on = DayField()
    reason = forms.CharField(max_length=200)


class OfficerForm(PostsForm):
    """What is known of an officer."""

    hints = ("identity", "region_code")
    name = forms.CharField(max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    unit = forms.CharField(max_length=120, required=False)
    rank = forms.CharField(max_length=60, required=False)
    phone = forms.CharField(max_length=30, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    identity = forms.CharField(max_length=18, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    region_code = RegionField()


class CorrectForm(PostsForm):
    """What is corrected of an officer; what is left empty stays."""

    name = forms.CharField(max_length=60)
    unit = forms.CharField(max_length=120, required=False)
    rank = forms.CharField(max_length=60, required=False)
    phone = forms.CharField(max_length=30, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class AccountForm(PlainForm):
    """Whose account it is."""

    texts = "posts:entry"
    hints = ("username",)
    username = forms.CharField(max_length=32, widget=forms.TextInput(attrs={"autocapitalize": "none"}))


class TripForm(PostsForm):
    """A supervision trip; the officer may be anybody whom the viewer sees."""

    act = Act.SEE
    hints = ("note",)
    officer = OfficerField(act=Act.SEE)
    region_code = RegionField()
    went_on = DayField()
    days = forms.IntegerField(min_value=1, max_value=60, initial=1)
    note = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class AsOfForm(PostsForm):
    """Which unit, on which day."""

    act = Act.SEE
    region_code = RegionField(required=False)
    on = DayField(required=False)

    def day(self, today: date) -> date:
        """The day that was asked for, today unless one was."""
        said = self.cleaned_data.get("on") if self.is_valid() else None
        return said if isinstance(said, date) else today

    def unit(self) -> str:
        """The unit that was asked for; "" for all."""
        return str(self.cleaned_data.get("region_code") or "") if self.is_valid() else ""


class UnvisitedForm(PostsForm):
    """Households that were not met for so many days."""

    act = Act.SEE
    days = forms.TypedChoiceField(choices=[(n, str(n)) for n in (30, 90, 180, 365)], coerce=int, required=False)
    region_code = RegionField(required=False)


class FindOfficerForm(PostsForm):
    """Which officers."""

    act = Act.SEE
    words = forms.CharField(required=False, max_length=60)
    region_code = RegionField(required=False)


class SheetsForm(PostsForm):
    """Sheets of posts and helpers."""

    hints = ("inputs", "region_code")
    inputs = FilesField()
    region_code = RegionField()
