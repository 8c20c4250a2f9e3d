"""Which households to list; which fact to record, and what it is."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from diguan.domain.accounts.permissions import Act, Sensitivity, Viewer
from diguan.domain.registry.queries.listing import FOCUS
from diguan.domain.screening.choices import OF_ANY, STANDINGS
from diguan.domain.screening.packs import fields, household_standards
from diguan.engine.catalogue import Field, FieldType
from diguan.engine.documents import Label
from diguan.engine.snapshot.wording import GRADES, YES_NO
from diguan.engine.verdicts import Grade, Subject
from diguan.web.shared.forms import DayField, PlainForm, RegionField
from diguan.web.shared.texts import late, spoken


class FindForm(PlainForm):
    """Words to search by, place, status, group of care, and what the newest round of a standard found, in one indicator or in any."""

    texts = "households:find"
    hints = ("words",)
    words = forms.CharField(required=False, max_length=60)
    region_code = RegionField(required=False)
    status = forms.ChoiceField(required=False)
    focus = forms.ChoiceField(required=False)
    standing = forms.ChoiceField(required=False)
    indicator = forms.ChoiceField(required=False)
    standard = forms.ChoiceField(required=False)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  whatever a form takes
        viewer: Viewer,
        indicators: Mapping[str, Label],
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **kwargs)
        self.within(viewer.scopes(Act.SEE))
        if Sensitivity.PERSONAL not in viewer.sensitivities:
            self.fields["words"].help_text = late("households:find.words.by_number")
        statuses = fields().field(Subject.HOUSEHOLD, "status").code_labels
        self._choose("status", {code: spoken(label) for code, label in statuses.items()})
        self._choose("focus", {name: late(f"households:focus.{name}") for name in FOCUS})
        self._choose("standing", {name: late(f"households:standing.{name}") for name in STANDINGS})
        self._choose("indicator", {id: spoken(label) for id, label in indicators.items()})
        self.offer("standard", [(h.id, spoken(h.label)) for h in household_standards()])

    def _choose(self, name: str, choices: dict[str, Any]) -> None:
        self.offer(name, [("", late("households:any")), *choices.items()])

    def clean(self) -> dict[str, Any]:
        """An indicator is asked for a verdict, and what most households are is asked of one indicator alone."""
        said = super().clean() or {}
        if said.get("indicator") and not said.get("standing"):
            self.add_error("standing", late("households:find.which_verdict"))
        if said.get("standing") not in ("", None, *OF_ANY) and not said.get("indicator") and not self.errors:
            self.add_error("indicator", late("households:find.which_indicator"))
        return said


class FactForm(PlainForm):
    """Which fact, of the household or of one of its people. The choices come from the caller."""

    texts = "households:which"
    fact = forms.ChoiceField()

    def __init__(self, *args: Any, choices: Sequence[tuple[str, Any]], **kwargs: Any) -> None:  # noqa: ANN401  whatever a form takes
        super().__init__(*args, **kwargs)
        self.offer("fact", list(choices))


class RecordForm(PlainForm):
    """A value in the type of its field, its day, how it is known, by which paper; and the household as it was when this was opened."""

    texts = "households:record"
    hints = ("observed_on", "evidence", "department")
    observed_on = DayField()
    grade = forms.ChoiceField()
    department = forms.ChoiceField(required=False)
    evidence = forms.CharField(max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  whatever a form takes
        about: Field,
        departments: Mapping[str, Label],
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **kwargs)
        entry = entry_for(about)
        entry.label, entry.help_text = spoken(about.label), spoken(about.question) if about.question else ""
        entry.error_messages["required"] = late("frame:errors.required")
        entry.error_messages["invalid"] = late("frame:errors.invalid")
        entry.widget.attrs["class"] = "form-select" if isinstance(entry, forms.TypedChoiceField) else "form-control"
        self.fields = {"value": entry, **self.fields}
        self.offer("grade", [(str(int(g)), spoken(GRADES[g])) for g in (Grade.DECLARED, Grade.ROSTER, Grade.SEEN)])
        self.offer("department", [("", "–"), *((id, spoken(label)) for id, label in departments.items())])

    def clean(self) -> dict[str, Any]:
        """A list has the department that keeps it."""
        said = super().clean() or {}
        if said.get("grade") == str(int(Grade.ROSTER)) and not said.get("department"):
            self.add_error("department", late("frame:errors.required"))
        return said


def entry_for(about: Field) -> forms.Field:
    """The entry for a value of a field."""
    if about.type is FieldType.BOOLEAN:
        choices = [("", "–"), *((str(value), spoken(label)) for value, label in YES_NO.items())]
        return forms.TypedChoiceField(choices=choices, coerce=lambda said: said == "True")
    if about.type is FieldType.CODE:
        codes = [("", "–"), *((code, spoken(about.code_labels.get(code, Label(code, code)))) for code in about.codes)]
        return forms.TypedChoiceField(choices=codes)
    if about.type is FieldType.DATE:
        return DayField()
    if about.type is FieldType.INTEGER:
        return forms.IntegerField()
    return forms.FloatField() if about.type is FieldType.NUMBER else forms.CharField(max_length=200)
