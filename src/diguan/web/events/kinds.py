"""Kinds of events as the pages offer them: which form asks, and which act it orders."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.registry.actions import events
from diguan.domain.registry.actions.by_hand import Evidence
from diguan.domain.registry.models import Household, LifeEvent
from diguan.domain.registry.queries.household.found import household_numbered
from diguan.engine.catalogue import load_catalogue
from diguan.engine.verdicts import Grade
from diguan.web.events import forms

Said = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Order:
    """What was filled in about one household, by whom, at which instant. `other`: a second household where the form needs one."""

    household: Household
    said: Said
    viewer: Viewer
    at: datetime
    other: Household | None = None

    @property
    def common(self) -> dict[str, Any]:
        """What every act takes."""
        return {"happening": happening_of(self.said), "actor": self.viewer, "at": self.at}

    @property
    def here(self) -> dict[str, Any]:
        """The same with the household."""
        return {"household_id": self.household.pk, **self.common}

    def numbered(self, field: str) -> int | None:
        """The household whose number an entry gives; None where it is empty."""
        if not self.said[field]:
            return None
        return household_numbered(self.viewer, self.household.county, self.said[field], Act.RECORD_EVENT, field).pk


def happening_of(said: Said) -> events.Happening:
    """When, why, on what evidence."""
    evidence = Evidence(Grade(int(said["grade"])), said["evidence"], said["department"])
    return events.Happening(said["happened_on"], said["reason"], evidence, said["version"], load_catalogue())


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of event. `needs_other`: a second household is asked for first; `of_gone`: about people who have left, too."""

    form: type[forms.EventForm]
    act: Callable[[Order], LifeEvent]
    needs_other: bool = False
    of_gone: bool = False


def _newcomer(order: Order) -> events.Newcomer:
    said = order.said
    return events.Newcomer(
        said["name"], said["relation"], said["sex"], said.get("birth_date"), said["identity"] or None
    )


def _born(order: Order) -> LifeEvent:
    return events.record_birth(newcomer=_newcomer(order), enrolling=order.said["enrolling"], **order.here)


def _married_in(order: Order) -> LifeEvent:
    return events.record_marriage_in(newcomer=_newcomer(order), **order.here)


def _died(order: Order) -> LifeEvent:
    said = order.said
    return events.record_death(person=said["person"], new_head=said["new_head"] or None, **order.here)


def _married_out(order: Order) -> LifeEvent:
    said = order.said
    to, relation = order.numbered("to_household"), said["relation"] or None
    return events.record_marriage_out(person=said["person"], to_household_id=to, relation=relation, **order.here)


def _moved(order: Order) -> LifeEvent:
    said = order.said
    destination = events.Destination(said["region_code"], said["new_number"])
    return events.record_migration(persons=said["persons"], destination=destination, **order.here)


def _returned(order: Order) -> LifeEvent:
    return events.record_return(person=order.said["person"], **order.here)


def _away(order: Order) -> LifeEvent:
    return events.record_state(person=order.said["person"], state=order.said["state"], **order.here)


def _split(order: Order) -> LifeEvent:
    said = order.said
    return events.split_household(
        persons=said["persons"], new_number=said["new_number"], head=said["head"] or None, **order.here
    )


def _merged(order: Order) -> LifeEvent:
    return events.merge_households(other_id=order.numbered("other") or 0, **order.here)


def _same_household(order: Order) -> LifeEvent:
    return events.declare_same_household(other_id=order.numbered("other") or 0, **order.here)


def _same_person(order: Order) -> LifeEvent:
    other = order.other.pk if order.other else 0
    return events.declare_same_person(
        person=order.said["person"], other_household_id=other, other_person=order.said["other_person"], **order.here
    )


KINDS: Mapping[str, Kind] = {
    "birth": Kind(forms.BirthForm, _born),
    "marriage_in": Kind(forms.MarriageInForm, _married_in),
    "death": Kind(forms.DeathForm, _died),
    "marriage_out": Kind(forms.MarriageOutForm, _married_out),
    "state": Kind(forms.StateForm, _away),
    "return": Kind(forms.ReturnForm, _returned, of_gone=True),
    "move": Kind(forms.MoveForm, _moved),
    "split": Kind(forms.SplitForm, _split),
    "merge": Kind(forms.OtherForm, _merged),
    "same_person": Kind(forms.SamePersonForm, _same_person, needs_other=True),
    "same_household": Kind(forms.OtherForm, _same_household),
}
