"""Which households to list and for which day to plan; the form of a visit, with one entry a question."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.fieldwork.actions.visiting import SPOKE, Answer
from diguan.domain.fieldwork.choices import Outcome, Told
from diguan.engine.catalogue import Field, FieldType
from diguan.engine.documents import Label
from diguan.engine.snapshot.wording import unit_label
from diguan.web.households.forms import entry_for
from diguan.web.shared.forms import DayField, PlainForm, RegionField
from diguan.web.shared.texts import late, spoken

MOST_RADIOS = 4
LONGEST_OPEN = 24 * 3600  # seconds; a form that stood open for longer says nothing of how long it took


class FindForm(PlainForm):
    """A place."""

    texts = "visiting:find"
    region_code = RegionField(required=False)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:  # noqa: ANN401  whatever a form takes
        super().__init__(*args, **kwargs)
        self.within(viewer.scopes(Act.OBSERVE))


class PlanForm(PlainForm):
    """A day for some households."""

    texts = "visiting:plan"
    planned_on = DayField()
    households = forms.TypedMultipleChoiceField(coerce=int)

    def __init__(self, *args: Any, households: Mapping[int, str], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.offer("households", [(str(number), name) for number, name in households.items()])


@dataclass(frozen=True, slots=True)
class Entry:
    """A question of the form: `name` of its entry; the field; the member it is about and how that one is spoken of.

    `decides`: labels of the indicators; `urgent`, `again`: as the domain says; `known`: what stands in the registry, where it may be shown.
    """

    name: str
    field: Field
    person_number: str | None
    who: Label | None
    decides: tuple[Label, ...]
    urgent: bool
    again: bool
    known: Label | None


class VisitForm(PlainForm):
    """How the visit went, and an entry with a tick "seen" for every question; nothing need be answered."""

    texts = "visiting:record"
    hints = ("told_by", "note")
    outcome = forms.ChoiceField(widget=forms.RadioSelect, initial=Outcome.MET.value)
    told_by = forms.ChoiceField(required=False)
    made_on = DayField()
    note = forms.CharField(max_length=190, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)
    token = forms.UUIDField(widget=forms.HiddenInput)
    opened = forms.CharField(widget=forms.HiddenInput)
    facts = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20_000)

    def __init__(self, *args: Any, entries: tuple[Entry, ...], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.entries = entries
        self.offer("outcome", [(str(o), late(f"visiting:outcome.{o}")) for o in Outcome])
        self.offer("told_by", [("", "–"), *((str(t), spoken(SPOKE[t])) for t in Told)])
        for entry in entries:
            self.fields[entry.name] = _optional(entry.field)
            seen = forms.BooleanField(required=False, label=late("visiting:record.seen"))
            seen.widget.attrs["class"] = "form-check-input"
            self.fields[f"{entry.name}.seen"] = seen

    def rows(self) -> Iterator[dict[str, Any]]:
        """Questions with their entries, for the page."""
        for entry in self.entries:
            yield {
                "entry": entry,
                "unit": unit_label(entry.field.unit),
                "value": self[entry.name],
                "seen": self[f"{entry.name}.seen"],
            }

    def answers(self) -> Iterator[Answer]:
        """What was answered."""
        for entry in self.entries:
            value = self.cleaned_data.get(entry.name)
            if value not in (None, ""):
                seen = bool(self.cleaned_data.get(f"{entry.name}.seen"))
                yield Answer(entry.field.name, value, seen, entry.person_number)


def _optional(about: Field) -> forms.Field:
    """The entry of a question: as for a record, but it may stay empty, and few choices lie open."""
    made = entry_for(about)
    made.required = False
    made.label, made.help_text = spoken(about.question or about.label), ""
    made.error_messages["invalid"] = made.error_messages["invalid_choice"] = late("frame:errors.invalid")
    if isinstance(made, forms.TypedChoiceField):
        made.empty_value = None
        offered: Any = made.choices
        choices = [(value, label) for value, label in offered if value != ""]
        if len(choices) <= MOST_RADIOS:
            made.widget = forms.RadioSelect(choices=choices)
            made.choices = choices
            return made
    made.widget.attrs["class"] = "form-select" if isinstance(made, forms.TypedChoiceField) else "form-control"
    if about.type in (FieldType.INTEGER, FieldType.NUMBER):
        made.widget.attrs["inputmode"] = "decimal"
    return made
