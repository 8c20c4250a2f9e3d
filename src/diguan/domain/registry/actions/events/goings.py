"""People who die, marry into another household, or are away for a time."""

from datetime import datetime

from django.db import transaction

from diguan.domain.accounts.permissions import Viewer
from diguan.domain.registry.actions.events.circumstances import (
    Circumstances,
    Happening,
    UnableToRecordEvent,
    free_number,
    household_for,
    listed_household,
    member_of,
    members_of,
)
from diguan.domain.registry.actions.events.draft import Draft
from diguan.domain.registry.choices import ENDING, LifeEventKind
from diguan.domain.registry.models import LifeEvent, Person
from diguan.engine.documents import Label

DEAD, MARRIED_OUT, MOVED_OUT = ENDING
AWAY = ("外出", "在校住宿", "服役", "服刑", "集中供养")  # states of somebody who stays a member
HEAD = "户主"


@transaction.atomic
def record_death(
    *, household_id: int, person: str, happening: Happening, actor: Viewer, at: datetime, new_head: str | None = None
) -> LifeEvent:
    """A member has died. Everything that was known stays; with the last member the household ends, and stays listed, ended."""
    under = Circumstances(happening, actor, at)
    household = household_for(household_id, under)
    draft = Draft(LifeEventKind.DEATH, household, under, named=[person])
    go(draft, member_of(household, person), DEAD, new_head)
    return draft.record()


def go(draft: Draft, person: Person, state: str, new_head: str | None = None) -> None:
    """A member goes for good, and why; somebody else becomes the head."""
    members = members_of(draft.household)
    draft.tell(person.number, {"person_state": state})
    draft.ends = all(other.state in ENDING for number, other in members.items() if number != person.number)
    if len(members) > 1:
        draft.leave(person.number)
        draft.resize(draft.household, -1)
    if new_head is not None:
        if new_head == person.number:
            raise UnableToRecordEvent(
                Label("新户主不能是离开的人", "whoever goes cannot be the new head"),
                Label("请从留下的成员中选", "choose from those who stay"),
                "new_head",
            )
        draft.tell(member_of(draft.household, new_head, "new_head").number, {"relation": HEAD})


@transaction.atomic
def record_marriage_out(  # noqa: PLR0913  who goes, to whom, as what
    *,
    household_id: int,
    person: str,
    happening: Happening,
    actor: Viewer,
    at: datetime,
    to_household_id: int | None = None,
    relation: str | None = None,
) -> LifeEvent:
    """A member marries out: into a household of the county, with everything that is known, or elsewhere."""
    under = Circumstances(happening, actor, at)
    household = household_for(household_id, under)
    leaver = member_of(household, person)
    draft = Draft(LifeEventKind.MARRIAGE_OUT, household, under, named=[person])
    if to_household_id is None:
        go(draft, leaver, MARRIED_OUT)
    else:
        change_home(draft, leaver, to_household_id, relation)
    return draft.record()


def change_home(draft: Draft, person: Person, to_household_id: int, relation: str | None) -> None:
    """A member of the household of a draft becomes one of another in the county, where the actor may record events, too."""
    home, other = draft.household, listed_household(to_household_id, draft.under.actor)
    if other.pk == home.pk or other.county != home.county:
        raise UnableToRecordEvent(
            Label("新的户必须是同一旗县的另一户", "the new household must be another one of the same county"),
            Label(
                "跨旗县的不选户，由迁入方登记", "between counties choose none; it is recorded where the person arrives"
            ),
            "to_household",
        )
    if len(members_of(home)) == 1:
        raise UnableToRecordEvent(
            Label("这是本户最后一人", "this is the last member of the household"),
            Label("全户并入另一户，请用“并户”", "when all join another household, record that the households merge"),
            "person",
        )
    number = free_number(other, wanted=person.number)
    draft.others.append(other)
    draft.move((home.number, person.number), (other.number, number))
    draft.join(other.number, number)
    draft.resize(home, -1)
    draft.resize(other, 1)
    if relation is not None:
        draft.tell(number, {"relation": relation, "person_state": "在家"}, at=other)


@transaction.atomic
def record_state(
    *, household_id: int, person: str, state: str, happening: Happening, actor: Viewer, at: datetime
) -> LifeEvent:
    """A member goes away and stays a member: to work, to school, to the army, to prison, into an institution."""
    under = Circumstances(happening, actor, at)
    household = household_for(household_id, under)
    if state not in AWAY:
        raise UnableToRecordEvent(
            Label(f"“{state}”不是外出的去向", f"'{state}' is no way of being away"),
            Label(f"应为{'、'.join(AWAY)}之一", f"one of {', '.join(AWAY)}"),
            "state",
        )
    draft = Draft(LifeEventKind.STATE, household, under, named=[person])
    draft.tell(member_of(household, person).number, {"person_state": state})
    return draft.record()
