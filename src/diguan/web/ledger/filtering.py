"""Which items to list."""

from datetime import date
from typing import Any

from django import forms

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.accounts.queries import departments
from diguan.domain.ledger.choices import Level, Source, State
from diguan.domain.ledger.queries.listing import Filter
from diguan.web.shared.forms import PlainForm, RegionField
from diguan.web.shared.texts import late, spoken

SPECIAL = ("overdue", "rebound")


class FilterForm(PlainForm):
    """Place, state, department, source, level, what is late or came back, a number."""

    texts = "items:find"
    hints = ("words",)
    words = forms.CharField(required=False, max_length=80)
    region_code = RegionField(required=False)
    state = forms.ChoiceField(required=False)
    department = forms.ChoiceField(required=False)
    source = forms.ChoiceField(required=False)
    level = forms.ChoiceField(required=False)
    special = forms.ChoiceField(required=False)
    closing = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    kind = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    standard = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    indicator = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    post = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:  # noqa: ANN401  whatever a form takes
        super().__init__(*args, **kwargs)
        self.within(viewer.scopes(Act.SEE))
        self._choose("state", "items:find.living", {str(s): late(f"items:state.{s}") for s in State})
        self._choose("department", "items:find.any", {id: spoken(label) for id, label in departments().items()})
        self._choose("source", "items:find.any", {str(s): late(f"items:source.{s}") for s in Source})
        self._choose("level", "items:find.any", {str(level): late(f"items:level.{level}") for level in Level})
        self._choose("special", "items:find.any", {name: late(f"items:find.{name}") for name in SPECIAL})

    def _choose(self, name: str, empty: str, choices: dict[str, Any]) -> None:
        self.offer(name, [("", late(empty)), *choices.items()])

    def wanted(self, today: date) -> Filter:
        """The same as the domain takes it."""
        said = self.cleaned_data
        return Filter(
            region_code=said["region_code"],
            state=said["state"],
            department=said["department"],
            kind=said["kind"],
            standard=said["standard"],
            indicator=said["indicator"],
            source=said["source"],
            level=said["level"],
            closing=said["closing"],
            post=said["post"],
            overdue_on=today if said["special"] == "overdue" else None,
            rebound=said["special"] == "rebound",
            text=said["words"].strip(),
        )
