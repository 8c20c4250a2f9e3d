"""Two numbers that were one person or one household all along: merged with their history, and taken apart again by a counter-act."""

from datetime import datetime

from django.db import transaction

from diguan.domain.accounts.permissions import Viewer
from diguan.domain.registry.actions.events.circumstances import (
    Circumstances,
    Happening,
    UnableToRecordEvent,
    household_for,
    listed_household,
    member_of,
    members_of,
)
from diguan.domain.registry.actions.events.draft import Draft
from diguan.domain.registry.actions.events.households import unite
from diguan.domain.registry.choices import LifeEventKind
from diguan.domain.registry.models import LifeEvent
from diguan.engine.documents import Label


@transaction.atomic
def declare_same_person(  # noqa: PLR0913  two persons of two households
    *,
    household_id: int,
    person: str,
    other_household_id: int,
    other_person: str,
    happening: Happening,
    actor: Viewer,
    at: datetime,
) -> LifeEvent:
    """The other was this person all along, in this household or in another of the county: what is known of both is known of this one.

    Where the two differ nothing is decided. It holds on every day, also before the day on which it was found out.
    """
    under = Circumstances(happening, actor, at)
    household, other = household_for(household_id, under), listed_household(other_household_id, actor)
    kept, double = member_of(household, person), member_of(other, other_person, "other_person")
    if kept.pk == double.pk or household.county != other.county:
        raise UnableToRecordEvent(
            Label("要选同一旗县的两个不同编号", "choose two different numbers of one county"),
            Label(
                "跨旗县的重复，请上级协调由一方按迁出办理",
                "between counties one of them is recorded as having moved out",
            ),
            "other_person",
        )
    if household.pk != other.pk and len(members_of(other)) == 1:
        raise UnableToRecordEvent(
            Label("另一户只有此人", "the other household has nobody else"),
            Label("请合并重复的两户", "say that the two households are one"),
            "other_person",
        )
    draft = Draft(LifeEventKind.DUPLICATE, household, under, others=[other], named=[person])
    draft.move((other.number, other_person), (household.number, person))
    draft.resize(other, -1)
    return draft.record()


@transaction.atomic
def declare_same_household(
    *, household_id: int, other_id: int, happening: Happening, actor: Viewer, at: datetime
) -> LifeEvent:
    """The other number was this household all along. People of one identity number in both become one person each."""
    under = Circumstances(happening, actor, at)
    household, other = household_for(household_id, under), listed_household(other_id, actor)
    draft = Draft(LifeEventKind.DUPLICATE, household, under, others=[other])
    unite(draft, other)
    here = {bytes(p.blind): p.number for p in members_of(household).values() if p.blind is not None}
    double = 0
    for index, (old, new) in enumerate(draft.moves):
        blind = None if old[1] is None else members_of(other)[old[1]].blind
        if blind is not None and bytes(blind) in here:
            draft.moves[index] = (old, (household.number, here[bytes(blind)]))
            draft.named.remove(str(new[1]))
            double += 1
    draft.said.clear()
    draft.resize(household, len(draft.moves) - 1 - double)
    return draft.record()
