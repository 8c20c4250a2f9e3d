"""What is asked of somebody who reports a problem or takes down a complaint."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.accounts.queries import departments
from diguan.domain.ledger.actions.handling import MOST_DAYS
from diguan.domain.ledger.actions.opening import Received, Reported
from diguan.domain.ledger.choices import ReceivedBy, Source
from diguan.domain.ledger.rules import packs_at
from diguan.domain.registry.models import Household
from diguan.domain.registry.queries.household.found import household_numbered
from diguan.engine.standards import Pack
from diguan.engine.verdicts import Subject
from diguan.web.shared.forms import DayField, PlainForm, RegionField
from diguan.web.shared.texts import late, spoken

SEPARATOR = "|"
COMPLAINT = ("way", "received_on", "received_by", "register", "complainer")
IN_WORDS = ("title", "criteria", "days")  # what a problem needs that no indicator describes
KIND = {Source.MANUAL: "reported", Source.COMPLAINT: "complaint"}


class ReportForm(PlainForm):
    """Where, what (an indicator, or words with criteria), whose, until when; of a complaint how it came in."""

    texts = "reporting:form"
    hints = (
        "household_number",
        "rule",
        "person_number",
        "title",
        "explanation",
        "criteria",
        "days",
        "register",
        "complainer",
    )
    token = forms.UUIDField(widget=forms.HiddenInput)
    region_code = RegionField()
    household_number = forms.CharField(required=False, max_length=40)
    rule = forms.ChoiceField(required=False)
    person_number = forms.ChoiceField(required=False)
    title = forms.CharField(required=False, max_length=100)
    explanation = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    criteria = forms.CharField(required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    department = forms.ChoiceField(required=False)
    days = forms.IntegerField(required=False, min_value=1, max_value=MOST_DAYS)
    way = forms.ChoiceField()
    received_on = DayField()
    received_by = forms.CharField(max_length=60)
    register = forms.CharField(required=False, max_length=40)
    complainer = forms.CharField(required=False, max_length=40)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  whatever a form takes
        viewer: Viewer,
        source: Source,
        household: Household | None,
        people: Iterable[tuple[str, str]] = (),
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        initial = {"token": uuid.uuid4(), **kwargs.pop("initial", {})}
        super().__init__(*args, initial=initial, **kwargs)
        self.viewer, self.source, self.household = viewer, source, household
        self.within(viewer.scopes(Act.HANDLE))
        named = ((id_, spoken(label)) for id_, label in departments().items())
        self.offer("department", [("", late("reporting:any")), *named])
        self.offer("way", [(str(way), late(f"reporting:way.{way}")) for way in ReceivedBy])
        if source is not Source.COMPLAINT:
            for name in COMPLAINT:
                del self.fields[name]
        if household is None:
            del self.fields["rule"], self.fields["person_number"]
            for name in IN_WORDS:
                self.fields[name].required = True
                self.fields[name].help_text = late(f"reporting:in_words_hint.{name}")
            return
        del self.fields["region_code"], self.fields["household_number"]
        self.offer("rule", [("", late("reporting:in_words")), *_rules(packs_at(household.region_code))])
        self.offer("person_number", [("", late("reporting:whole_household")), *people])

    def clean(self) -> dict[str, Any]:
        """In words, a problem needs its name, what must be fulfilled, and how long that may take."""
        said = super().clean() or {}
        if not said.get("rule"):
            for name in IN_WORDS:
                if name not in self.errors and not said.get(name):
                    self.add_error(name, late("frame:errors.required"))
        return said

    def reported(self) -> Reported:
        """The same as the domain takes it. UnableToFindHousehold names `household_number`."""
        said = self.cleaned_data
        place, household = said.get("region_code", ""), self.household
        if household is None and said["household_number"].strip():
            number = said["household_number"]
            household = household_numbered(self.viewer, place[:6], number, Act.HANDLE, "household_number")
        standard, _, indicator = said.get("rule", "").partition(SEPARATOR)
        return Reported(
            source=self.source,
            kind=KIND[self.source],
            title=said["title"],
            explanation=said["explanation"],
            region_code=place if household is None else household.region_code,
            household_id=None if household is None else household.pk,
            person_number=said.get("person_number", ""),
            standard=standard,
            indicator=indicator,
            department=said["department"],
            criteria=said["criteria"],
            days=said["days"],
            token=str(said["token"]),
            received=self._received(said),
        )

    def _received(self, said: Mapping[str, Any]) -> Received | None:
        if self.source is not Source.COMPLAINT:
            return None
        return Received(
            said["received_by"], said["received_on"], ReceivedBy(said["way"]), said["register"], said["complainer"]
        )


def _rules(packs: Mapping[str, Pack]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Indicators about households and people, below the standard that they are of."""
    about = (Subject.HOUSEHOLD, Subject.PERSON)
    return [
        (
            spoken(pack.label),
            [(f"{id_}{SEPARATOR}{i.id}", spoken(i.label)) for i in pack.indicators.values() if i.subject in about],
        )
        for id_, pack in packs.items()
    ]
