"""People who were announced from another place and have arrived: with name and number, and with nothing else that is known there."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.registry.actions.events.circumstances import (
    Circumstances,
    Happening,
    UnableToRecordEvent,
    check_circumstances,
    free_household,
    free_number,
    household_for,
    members_of,
)
from diguan.domain.registry.actions.events.comings import AT_HOME
from diguan.domain.registry.actions.events.draft import Draft
from diguan.domain.registry.actions.turns import take_turn
from diguan.domain.registry.choices import LifeEventKind
from diguan.domain.registry.models import Household, Identifiers, LifeEvent, Person
from diguan.domain.registry.queries.departures import departures
from diguan.domain.registry.queries.extraction import Extent
from diguan.domain.registry.queries.household import Member, household_file
from diguan.domain.sealing import about, seals
from diguan.engine.catalogue.model import Scalar
from diguan.engine.documents import Label

CARRIED = ("relation", "sex", "birth_date")
TAKEN_ALONG = ("name", "identity")


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who arrives where: a departure by its number, the village, and the household they join or the number of their new one."""

    departure_id: int
    region_code: str
    household_id: int | None = None
    new_number: str = ""


@transaction.atomic
def record_arrival(*, arrival: Arrival, happening: Happening, actor: Viewer, at: datetime) -> LifeEvent:
    """Take up people who have left another place for one where the actor may record events. A departure is taken up once.

    Whoever is a member of the household already, by identity number, was listed in both places: it is noted that they are at home, and
    nobody joins.
    """
    under = Circumstances(happening, actor, at)
    departure = departures(actor).filter(pk=arrival.departure_id).first()
    if departure is None:
        raise UnableToRecordEvent(
            Label(
                "没有待接收的这次迁出，或已被接收",
                "nobody was announced under this number, or they were taken up already",
            ),
            Label("请从待接收名单中选", "choose from those who are announced"),
        )
    household = _household(arrival, under)
    draft = Draft(LifeEventKind.ARRIVAL, household, under, answers=departure)
    new = arrival.household_id is None
    if new:
        draft.settled[household.number] = household.region_code
    joined = [_take_up(draft, member, new=new) for member in _leavers(departure, under)]
    if not new:
        draft.resize(household, joined.count(True))
    return draft.record()


def _household(arrival: Arrival, under: Circumstances) -> Household:
    if arrival.household_id is not None:
        return household_for(arrival.household_id, under)
    if not under.actor.may(Act.RECORD_EVENT, arrival.region_code):
        raise UnableToRecordEvent(
            Label("这个村不在您的范围内", "this village lies outside your region"),
            Label("请写您范围内的嘎查村", "name a village of your region"),
            "region_code",
        )
    check_circumstances(under)
    county = arrival.region_code[:6]
    take_turn(Extent(county))
    number = free_household(arrival.new_number, county)
    return Household(county=county, number=number, region_code=arrival.region_code, facts={})


def _leavers(departure: LifeEvent, under: Circumstances) -> list[Member]:
    """Whoever left, as they were known on the day before."""
    left = Household.objects.get(county=departure.county, number=departure.household_number)
    before = departure.happened_on - timedelta(days=1)
    file = household_file(left, under.happening.catalogue, before, as_it_was=True)
    return [member for member in file.members if member.person.number in departure.detail["persons"]]


def _take_up(draft: Draft, member: Member, *, new: bool) -> bool:
    """Whether somebody joins who is not there already."""
    person, home = member.person, draft.household
    there = None if new or person.blind is None else _there_already(home, bytes(person.blind))
    if there is not None:
        draft.named.append(there.number)
        draft.tell(there.number, {"person_state": AT_HOME})
        return False
    number = f"{home.number}-r{len(draft.named) + 1}" if new else free_number(home, taken=draft.named)
    known = {name: member.facts[name].value for name in CARRIED}
    facts: dict[str, Scalar | date] = {name: value for name, value in known.items() if value is not None}
    if not new:
        facts.pop("relation", None)  # he was related to another head
    draft.named.append(number)
    draft.join(home.number, number)
    draft.tell(number, {**facts, "person_state": AT_HOME}, _identifiers(person))
    return True


def _there_already(household: Household, blind: bytes) -> Person | None:
    found = (p for p in members_of(household).values() if p.blind is not None and bytes(p.blind) == blind)
    return next(found, None)


def _identifiers(person: Person) -> dict[str, str]:
    """Name and identity number as they were last known at the place of departure."""
    if person.blind is None:
        return {"name": person.name} if person.name else {}
    rows = Identifiers.objects.filter(blind=person.blind, observation__region_code__startswith=person.household.county)
    found = rows.order_by("-observation_id").first()
    if found is None:
        return {"name": person.name} if person.name else {}
    opened = json.loads(seals().unseal(bytes(found.sealed), found.key_id, about(found.pk)))
    known = {name: str(opened[name]) for name in TAKEN_ALONG if opened.get(name)}
    return {**({"name": person.name} if person.name else {}), **known}
