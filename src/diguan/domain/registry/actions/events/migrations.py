"""Households and people who move: to another village of the county by one act, elsewhere by a departure that is taken up there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.regions.queries import region_of
from diguan.domain.registry.actions.events.circumstances import (
    Circumstances,
    Happening,
    UnableToRecordEvent,
    household_for,
    member_of,
    members_of,
)
from diguan.domain.registry.actions.events.draft import Draft
from diguan.domain.registry.actions.events.goings import MOVED_OUT
from diguan.domain.registry.actions.events.households import part
from diguan.domain.registry.choices import LifeEventKind
from diguan.domain.registry.models import LifeEvent
from diguan.engine.documents import Label


@dataclass(frozen=True, slots=True)
class Destination:
    """Where to: a full code. `new_number`: of the household that those found there who move without the others."""

    region_code: str
    new_number: str = ""


@transaction.atomic
def record_migration(
    *,
    household_id: int,
    persons: Sequence[str],
    destination: Destination,
    happening: Happening,
    actor: Viewer,
    at: datetime,
) -> LifeEvent:
    """Members, or all of them, move. Where the actor may record events at both places of one county, they are there by this act.

    Otherwise they have left, and whoever may record events at the other place takes them up (`record_arrival`).
    """
    under = Circumstances(happening, actor, at)
    household = household_for(household_id, under)
    code = region_of(destination.region_code, "region_code").code
    draft = Draft(LifeEventKind.MIGRATION, household, under, named=list(persons), to_region_code=code)
    if not persons:
        raise UnableToRecordEvent(
            Label("没有选人", "nobody was chosen"), Label("请从成员中选", "choose from the members"), "persons"
        )
    for number in persons:
        member_of(household, number, "persons")
    if code == household.region_code:
        raise UnableToRecordEvent(
            Label("已经在这个村", "they live in this village already"),
            Label(
                "请写迁往的嘎查村；同村另立户的用“分户”",
                "name the village they move to; within a village a household splits",
            ),
            "region_code",
        )
    if code.startswith(household.county) and actor.may(Act.RECORD_EVENT, code):
        _settle(draft, persons, destination, code)
    else:
        _depart(draft, persons)
    return draft.record()


def _settle(draft: Draft, persons: Sequence[str], destination: Destination, code: str) -> None:
    draft.to_region_code = ""
    if set(persons) == set(members_of(draft.household)):
        draft.settled[draft.household.number] = code
    else:
        part(draft, persons, destination.new_number, code)


def _depart(draft: Draft, persons: Sequence[str]) -> None:
    """They are gone from here; when nobody stays, all stay listed as moved out until a list strikes the household."""
    members = members_of(draft.household)
    for number in persons:
        draft.tell(number, {"person_state": MOVED_OUT})
        if len(persons) < len(members):
            draft.leave(number)
    if len(persons) < len(members):
        draft.resize(draft.household, -len(persons))
