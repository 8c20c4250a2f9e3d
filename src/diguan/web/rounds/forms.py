"""Which round to run, and who stands for the values that nobody has verified."""

from collections.abc import Sequence
from typing import Any

from django import forms

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.screening.packs import pack_of, standards_for_rounds
from diguan.domain.screening.queries import OpenValue
from diguan.engine.documents import Label
from diguan.engine.snapshot.wording import unit_label
from diguan.engine.standards.parameters import UnableToUseStandard, require_in_force
from diguan.locale import texts
from diguan.web.shared.forms import DayField, PlainForm, RegionField
from diguan.web.shared.texts import language, late, spoken


class ChooseForm(PlainForm):
    """Standard, day and region."""

    texts = "rounds:start"
    hints = ("as_of", "region_code")
    standard = forms.ChoiceField()
    as_of = DayField()
    region_code = RegionField()

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:  # noqa: ANN401  whatever a form takes
        super().__init__(*args, **kwargs)
        self.offer("standard", [(h.id, f"{spoken(h.label)} {h.version}") for h in standards_for_rounds()])
        self.within(viewer.scopes(Act.SCREEN), whole=True)

    def clean(self) -> dict[str, Any]:
        """A standard that is not in force on the day is refused here, before anybody is asked for its values."""
        said = super().clean() or {}
        if {"standard", "as_of"} <= said.keys():
            try:
                require_in_force(pack_of(said["standard"]), said["as_of"])
            except UnableToUseStandard as error:
                self.add_error("as_of", error.message[language()])
        return said


class ConfirmForm(PlainForm):
    """For every open value what it is and where that is written; an optional one may be left out."""

    texts = "rounds:confirm"

    def __init__(self, *args: Any, values: Sequence[OpenValue], **kwargs: Any) -> None:  # noqa: ANN401  whatever a form takes
        self.values = tuple(values)
        super().__init__(*args, **kwargs)
        for value in self.values:
            self._add(f"value-{value.name}", value, "value", value.stated)
            self._add(f"source-{value.name}", value, "source", "")

    def _add(self, name: str, value: OpenValue, part: str, initial: str) -> None:
        unit = unit_label(value.unit) if part == "value" else Label("", "")
        told = Label(unit.zh and f"（{unit.zh}）", unit.en and f" ({unit.en})")
        label = texts("rounds").say(f"confirm.{part}", language(), name=spoken(value.label), unit=spoken(told))
        hint = late("rounds:confirm.stated", source=value.source) if part == "value" and value.source else ""
        field = forms.CharField(label=label, required=value.required, max_length=200, initial=initial, help_text=hint)
        field.error_messages["required"] = late("frame:errors.required")
        field.widget.attrs["class"] = "form-control"
        self.fields[name] = field

    def clean(self) -> dict[str, Any]:
        """A value has its source, or neither is given."""
        said = super().clean() or {}
        for value in self.values:
            number, source = said.get(f"value-{value.name}", ""), said.get(f"source-{value.name}", "")
            if number and not source and f"source-{value.name}" not in self.errors and value.required:
                self.add_error(f"source-{value.name}", late("frame:errors.required"))
        return said

    @property
    def confirmations(self) -> tuple[str, ...]:
        """As on the command line: name=value@source. An optional value without a source is not confirmed."""
        said = self.cleaned_data
        pairs = ((v.name, said.get(f"value-{v.name}"), said.get(f"source-{v.name}")) for v in self.values)
        return tuple(f"{name}={value}@{source}" for name, value, source in pairs if value and source)
