"""By which standard and as of which day a household is looked at."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from diguan.domain.screening.packs import Chosen, default_standard, household_standards, pack_of
from diguan.web.shared.forms import DayField, PlainForm
from diguan.web.shared.texts import late, spoken


class ChooseForm(PlainForm):
    """Standard and day."""

    texts = "households:choose"
    standard = forms.ChoiceField()
    as_of = DayField()

    def __init__(self, *args: Any, latest: date, **kwargs: Any) -> None:  # noqa: ANN401  whatever a form takes
        super().__init__(*args, **kwargs)
        self.latest = latest
        self.offer("standard", [(h.id, f"{spoken(h.label)} {h.version}") for h in household_standards()])

    def clean_as_of(self) -> date:
        """A day that has come."""
        day: date = self.cleaned_data["as_of"]
        if day > self.latest:
            raise forms.ValidationError(late("households:choose.later"))
        return day


def chosen_from(said: Mapping[str, Any], today: date, judged_by: str | None) -> tuple[ChooseForm, Chosen]:
    """What was asked for; where nothing or something impossible was, today and the standard that fits."""
    default = {"standard": default_standard(today, judged_by), "as_of": today.isoformat()}
    form = ChooseForm({**default, **{n: said[n] for n in default if said.get(n)}}, latest=today)
    if form.is_valid():
        return form, Chosen(pack_of(form.cleaned_data["standard"]), form.cleaned_data["as_of"])
    return form, Chosen(pack_of(default["standard"]), today)
