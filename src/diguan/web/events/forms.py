"""What is asked about an event: one form a kind. Entries are named like the arguments of the acts, so that refusals find them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from diguan.domain.registry.actions.events.goings import AWAY
from diguan.domain.registry.choices import KinKind
from diguan.engine.catalogue import load_catalogue
from diguan.engine.documents import Label
from diguan.engine.snapshot.wording import GRADES
from diguan.engine.verdicts import Grade, Subject
from diguan.web.shared.forms import DayField, PlainForm, RegionField
from diguan.web.shared.texts import late, spoken

People = Sequence[tuple[str, str]]  # person number, and who that is
CHECKED = {"class": "form-check-input"}
EVERYWHERE = (("0" * 12, "9" * 12),)


class EventForm(PlainForm):
    """When, why, how it is known; and the household as it was when this was opened. The people come from the caller."""

    texts = "events:form"
    hints = (
        "happened_on",
        "reason",
        "evidence",
        "department",
        "identity",
        "new_number",
        "to_household",
        "region_code",
        "other",
    )
    happened_on = DayField()
    reason = forms.CharField(max_length=200)
    grade = forms.ChoiceField()
    department = forms.ChoiceField(required=False)
    evidence = forms.CharField(max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  whatever a form takes
        departments: Mapping[str, Label],
        people: People = (),
        others: People = (),
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **kwargs)
        common = ("happened_on", "reason", "grade", "department", "evidence", "version")
        self.fields = {n: f for n, f in self.fields.items() if n not in common} | {n: self.fields[n] for n in common}
        self.choose("grade", [(str(int(g)), spoken(GRADES[g])) for g in (Grade.SEEN, Grade.ROSTER, Grade.DECLARED)])
        self.choose("department", [("", "–"), *((id, spoken(label)) for id, label in departments.items())])
        for name in ("person", "persons", "new_head", "head"):
            if name in self.fields:
                empty = [] if self.fields[name].required else [("", "–")]
                self.choose(name, [*empty, *people])
        if "other_person" in self.fields:
            self.choose("other_person", others)
        for name in ("relation", "sex"):
            if name in self.fields:
                labels = load_catalogue().field(Subject.PERSON, name).code_labels
                self.choose(name, [("", "–"), *((code, spoken(label)) for code, label in labels.items())])
        if "state" in self.fields:
            labels = load_catalogue().field(Subject.PERSON, "person_state").code_labels
            self.choose("state", [(code, spoken(labels[code])) for code in AWAY])

    def choose(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        """Set what an entry offers."""
        self.offer(name, list(choices))

    def clean(self) -> dict[str, Any]:
        """A list has the department that keeps it."""
        said = super().clean() or {}
        if said.get("grade") == str(int(Grade.ROSTER)) and not said.get("department"):
            self.add_error("department", late("frame:errors.required"))
        return said


class BirthForm(EventForm):
    """Who was born."""

    name = forms.CharField(max_length=60)
    sex = forms.ChoiceField()
    relation = forms.ChoiceField()
    identity = forms.CharField(required=False, max_length=22)
    enrolling = forms.BooleanField(required=False)


class MarriageInForm(EventForm):
    """Who marries in from elsewhere."""

    name = forms.CharField(max_length=60)
    sex = forms.ChoiceField()
    birth_date = DayField()
    relation = forms.ChoiceField()
    identity = forms.CharField(required=False, max_length=22)


class DeathForm(EventForm):
    """Who died, and who is the head now."""

    person = forms.ChoiceField()
    new_head = forms.ChoiceField(required=False)


class MarriageOutForm(EventForm):
    """Who marries out, into which household."""

    person = forms.ChoiceField()
    to_household = forms.CharField(required=False, max_length=80)
    relation = forms.ChoiceField(required=False)


class MoveForm(EventForm):
    """Who moves, where to."""

    persons = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple(attrs=CHECKED))
    region_code = RegionField()
    new_number = forms.CharField(required=False, max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  whatever a form takes
        super().__init__(*args, **kwargs)
        self.within(EVERYWHERE)


class ReturnForm(EventForm):
    """Who is back."""

    person = forms.ChoiceField()


class StateForm(EventForm):
    """Who goes away for a time, and how."""

    person = forms.ChoiceField()
    state = forms.ChoiceField()


class SplitForm(EventForm):
    """Who leaves into a household of their own."""

    persons = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple(attrs=CHECKED))
    new_number = forms.CharField(max_length=80)
    head = forms.ChoiceField(required=False)


class OtherForm(EventForm):
    """Which other household."""

    other = forms.CharField(max_length=80)


class SamePersonForm(EventForm):
    """Which two numbers are one person."""

    person = forms.ChoiceField()
    other_person = forms.ChoiceField()


class ArrivalForm(EventForm):
    """Where people who were announced arrive."""

    region_code = RegionField()
    new_number = forms.CharField(required=False, max_length=80)
    to_household = forms.CharField(required=False, max_length=80)


class WhichForm(PlainForm):
    """The number of another household."""

    texts = "events:which"
    hints = ("other",)
    other = forms.CharField(max_length=80)


class KinForm(PlainForm):
    """Who is whose kin, since when, on what evidence."""

    texts = "events:kin"
    hints = ("since_on", "evidence")
    person = forms.ChoiceField()
    kind = forms.ChoiceField()
    other_person = forms.ChoiceField()
    since_on = DayField(required=False)
    evidence = forms.CharField(max_length=200)

    def __init__(self, *args: Any, people: People, others: People, **kwargs: Any) -> None:  # noqa: ANN401  whatever a form takes
        super().__init__(*args, **kwargs)
        kinds = [(str(kind), late(f"events:kin_kind.{kind}")) for kind in KinKind]
        for name, choices in (("person", people), ("kind", kinds), ("other_person", others)):
            self.offer(name, list(choices))


class EndKinForm(PlainForm):
    """Since when kin is none any more; without a day it never was."""

    texts = "events:end_kin"
    hints = ("ended_on",)
    ended_on = DayField(required=False)
