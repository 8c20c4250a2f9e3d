"""Households that split and merge."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from diguan.domain.accounts.permissions import Viewer
from diguan.domain.registry.actions.events.circumstances import (
    Circumstances,
    Happening,
    UnableToRecordEvent,
    free_household,
    household_for,
    listed_household,
    members_of,
)
from diguan.domain.registry.actions.events.draft import Draft, size_of
from diguan.domain.registry.choices import LifeEventKind
from diguan.domain.registry.models import Household, LifeEvent
from diguan.engine.documents import Label


@transaction.atomic
def split_household(  # noqa: PLR0913  who goes, where to, who is the head there
    *,
    household_id: int,
    persons: Sequence[str],
    new_number: str,
    happening: Happening,
    actor: Viewer,
    at: datetime,
    head: str | None = None,
) -> LifeEvent:
    """Some members go into a household of their own, with all that is known of them. The household's facts stay where they are."""
    under = Circumstances(happening, actor, at)
    household = household_for(household_id, under)
    draft = Draft(LifeEventKind.SPLIT, household, under, named=list(persons))
    part(draft, persons, new_number, household.region_code)
    if head is not None and head in persons:
        new = Household(county=household.county, number=new_number.strip(), region_code=household.region_code)
        draft.tell(head, {"relation": "户主"}, at=new)
    return draft.record()


def part(draft: Draft, persons: Sequence[str], new_number: str, region_code: str) -> None:
    """Move some members of the household of a draft, and not all, into a new one at a place."""
    household, members = draft.household, members_of(draft.household)
    if not persons or not set(persons) < set(members):
        raise UnableToRecordEvent(
            Label("分出的人必须是本户成员，且不能是全部", "whoever goes must be a member, and somebody must stay"),
            Label("请从成员中选", "choose from the members"),
            "persons",
        )
    number = free_household(new_number, household.county)
    for person in persons:
        draft.move((household.number, person), (number, person))
        draft.join(number, person)
    draft.settled[number] = region_code
    draft.resize(household, -len(persons))


@transaction.atomic
def merge_households(
    *, household_id: int, other_id: int, happening: Happening, actor: Viewer, at: datetime
) -> LifeEvent:
    """The people of the other household join this one. Where the facts of the two differ, nothing is decided: they stay unknown."""
    under = Circumstances(happening, actor, at)
    household, other = household_for(household_id, under), listed_household(other_id, actor)
    draft = Draft(LifeEventKind.MERGE, household, under, others=[other])
    unite(draft, other)
    return draft.record()


def unite(draft: Draft, other: Household) -> None:
    """Move a household and everybody in it into the one of a draft."""
    household = draft.household
    if household.pk == other.pk or household.county != other.county:
        raise UnableToRecordEvent(
            Label(
                "只能合并同一旗县的两户不同的在册户", "only two different listed households of one county can be merged"
            ),
            Label("跨旗县的按迁出、迁入办理", "between counties it is a move out and a move in"),
            "other",
        )
    taken = set(household.persons.values_list("number", flat=True))
    draft.move((other.number, None), (household.number, None))
    there = members_of(other)
    for old in there:
        new = old if old not in taken else f"{other.number}-{old}"
        draft.move((other.number, old), (household.number, new))
        draft.named.append(new)
    known = size_of(other, draft.under)
    draft.resize(household, len(there) if known is None else known)
