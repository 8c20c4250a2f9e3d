"""Which figures to show; for whom they are taken along."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.accounts.queries import departments
from diguan.domain.insight.models import Reckoning
from diguan.domain.insight.queries import Choice, Resting, resting_on
from diguan.domain.insight.queries.board import places_of
from diguan.engine.documents import Label
from diguan.web.shared.forms import PlainForm, RegionField
from diguan.web.shared.texts import late, spoken, text

LEAST_REASON = 4  # characters
KEPT = ("region_code", "standard", "indicator", "department")


class ChooseForm(PlainForm):
    """Place, standard, indicator, department."""

    texts = "board:choose"
    region_code = RegionField(required=False)
    standard = forms.ChoiceField(required=False)
    indicator = forms.ChoiceField(required=False)
    department = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:  # noqa: ANN401  whatever a form takes
        super().__init__(*args, **kwargs)
        self.within(viewer.scopes(Act.SEE_FIGURES))
        self._choose("department", departments())

    def offer_standards(self, standards: Mapping[str, Label], indicators: Mapping[str, Label]) -> None:
        """What the rounds of the place judged by."""
        self.offer("standard", [(id, spoken(label)) for id, label in standards.items()])
        self._choose("indicator", indicators)

    def _choose(self, name: str, choices: Mapping[str, Label]) -> None:
        self.offer(name, [("", late("board:choose.all")), *((id, spoken(label)) for id, label in choices.items())])


class TakeForm(PlainForm):
    """For whom a workbook is, and who answers for it."""

    texts = "board:take"
    hints = ("recipient", "compiler", "reason")
    recipient = forms.CharField(max_length=60)
    compiler = forms.CharField(max_length=60)
    reason = forms.CharField(max_length=200, required=False)

    def __init__(self, *args: Any, may_reveal: bool, **kwargs: Any) -> None:  # noqa: ANN401  whatever a form takes
        super().__init__(*args, **kwargs)
        self.may_reveal = may_reveal

    def clean_reason(self) -> str:
        """Why small figures leave, too: at least four characters, from somebody who may reveal; "" leaves them out."""
        said = str(self.cleaned_data["reason"]).strip()
        if said and (len(said) < LEAST_REASON or not self.may_reveal):
            raise forms.ValidationError(text("board:take.no_reason"))
        return said


class Chosen:
    """What an address asks for, with the rounds that the figures of its place rest on. `choice` is None where it cannot be understood."""

    def __init__(self, questions: QueryDict, viewer: Viewer, reckoning: Reckoning | None) -> None:
        self.places = places_of(viewer)
        said = {name: questions.get(name, "") for name in KEPT}
        self.place = _place(said["region_code"], viewer) or (self.places[0] if self.places else "")
        self.resting = resting_on(self.place, reckoning) if self.place else Resting(())
        said["standard"] = said["standard"] or next(iter(self.resting.standards), "")
        self.form = ChooseForm(said, viewer=viewer)
        self.form.offer_standards(self.resting.standards, self.resting.indicators(said["standard"]))
        good = self.form.is_valid() and self.place
        self.choice = Choice(self.place, *(self.form.cleaned_data[name] for name in KEPT[1:])) if good else None


def _place(said: str, viewer: Viewer) -> str:
    """The unit that is asked for; "" for none, also where there is none: the form says so."""
    field = RegionField(required=False)
    field.scopes = viewer.scopes(Act.SEE_FIGURES)
    try:
        return field.clean(said)
    except forms.ValidationError:
        return ""
