"""Recording life events and taking them back; who helps a household goes along with its number."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from ninja import Path, Status

from diguan.domain.accounts.permissions import Act
from diguan.domain.regions.queries import region_of
from diguan.domain.registry.actions import events
from diguan.domain.registry.actions.by_hand import Evidence
from diguan.domain.registry.models import Household, LifeEvent
from diguan.domain.registry.queries.household import household_of
from diguan.domain.responsibility.actions.carrying import carry_helpers
from diguan.domain.screening.packs import fields
from diguan.engine.verdicts import Grade
from diguan.rest.events import shapes
from diguan.rest.events.reading import router
from diguan.rest.frame.callers import needs, viewer_from
from diguan.rest.frame.clock import now, today
from diguan.rest.frame.values import Number
from diguan.rest.households.acting import overtaking

CREATED = 201


def _recorded(
    request: HttpRequest,
    number: int,
    asked: shapes.Happened,
    act: Callable[..., LifeEvent],
    **said: Any,  # noqa: ANN401  what the act takes
) -> Status[shapes.Recorded]:
    """Order an act on a household; a household that somebody else has changed meanwhile is a conflict (409)."""
    viewer = viewer_from(request)
    household: Household = household_of(viewer, number, Act.RECORD_EVENT)
    evidence = Evidence(Grade[asked.grade.upper()], asked.evidence, asked.department)
    happening = events.Happening(asked.happened_on, asked.reason, evidence, asked.version, fields())
    with overtaking(household, asked.version):
        event = act(household_id=household.pk, happening=happening, actor=viewer, at=now(), **said)
    carry_helpers(county=household.county, actor=viewer, at=now(), on=today())
    household.refresh_from_db()
    return Status(CREATED, shapes.Recorded(event=event.pk, version=household.version))


@router.post("/households/{int:number}/events/birth", response={CREATED: shapes.Recorded}, operation_id="record_birth")
@needs(Act.RECORD_EVENT)
def birth(request: HttpRequest, number: Path[Number], asked: shapes.Born) -> Status[shapes.Recorded]:
    """A birth."""
    newcomer = events.Newcomer(asked.name, asked.relation, asked.sex, None, asked.identity or None)
    return _recorded(request, number, asked, events.record_birth, newcomer=newcomer, enrolling=asked.enrolling)


@router.post(
    "/households/{int:number}/events/marriage-in",
    response={CREATED: shapes.Recorded},
    operation_id="record_marriage_in",
)
@needs(Act.RECORD_EVENT)
def marriage_in(request: HttpRequest, number: Path[Number], asked: shapes.MarriedIn) -> Status[shapes.Recorded]:
    """A marriage into the household."""
    newcomer = events.Newcomer(asked.name, asked.relation, asked.sex, asked.birth_date, asked.identity or None)
    return _recorded(request, number, asked, events.record_marriage_in, newcomer=newcomer)


@router.post("/households/{int:number}/events/death", response={CREATED: shapes.Recorded}, operation_id="record_death")
@needs(Act.RECORD_EVENT)
def death(request: HttpRequest, number: Path[Number], asked: shapes.Died) -> Status[shapes.Recorded]:
    """A death."""
    said = {"person": asked.person, "new_head": asked.new_head or None}
    return _recorded(request, number, asked, events.record_death, **said)


@router.post(
    "/households/{int:number}/events/marriage-out",
    response={CREATED: shapes.Recorded},
    operation_id="record_marriage_out",
)
@needs(Act.RECORD_EVENT)
def marriage_out(request: HttpRequest, number: Path[Number], asked: shapes.MarriedOut) -> Status[shapes.Recorded]:
    """A marriage out of the household."""
    if asked.to_household is not None:
        household_of(viewer_from(request), asked.to_household, Act.RECORD_EVENT)
    said = {"person": asked.person, "to_household_id": asked.to_household, "relation": asked.relation or None}
    return _recorded(request, number, asked, events.record_marriage_out, **said)


@router.post("/households/{int:number}/events/move", response={CREATED: shapes.Recorded}, operation_id="record_move")
@needs(Act.RECORD_EVENT)
def move(request: HttpRequest, number: Path[Number], asked: shapes.Moved) -> Status[shapes.Recorded]:
    """A move, within the county or away from it."""
    destination = events.Destination(region_of(asked.region_code).code, asked.new_number)
    return _recorded(request, number, asked, events.record_migration, persons=asked.persons, destination=destination)


@router.post(
    "/households/{int:number}/events/return", response={CREATED: shapes.Recorded}, operation_id="record_return"
)
@needs(Act.RECORD_EVENT)
def back(request: HttpRequest, number: Path[Number], asked: shapes.Returned) -> Status[shapes.Recorded]:
    """Somebody is back."""
    return _recorded(request, number, asked, events.record_return, person=asked.person)


@router.post("/households/{int:number}/events/state", response={CREATED: shapes.Recorded}, operation_id="record_state")
@needs(Act.RECORD_EVENT)
def away(request: HttpRequest, number: Path[Number], asked: shapes.Away) -> Status[shapes.Recorded]:
    """Somebody goes away for a time."""
    return _recorded(request, number, asked, events.record_state, person=asked.person, state=asked.state)


@router.post(
    "/households/{int:number}/events/split", response={CREATED: shapes.Recorded}, operation_id="split_household"
)
@needs(Act.RECORD_EVENT)
def split(request: HttpRequest, number: Path[Number], asked: shapes.Split) -> Status[shapes.Recorded]:
    """Some leave into a household of their own."""
    said = {"persons": asked.persons, "new_number": asked.new_number, "head": asked.head or None}
    return _recorded(request, number, asked, events.split_household, **said)


@router.post(
    "/households/{int:number}/events/merge", response={CREATED: shapes.Recorded}, operation_id="merge_households"
)
@needs(Act.RECORD_EVENT)
def merge(request: HttpRequest, number: Path[Number], asked: shapes.Merged) -> Status[shapes.Recorded]:
    """Two households become one."""
    return _recorded(request, number, asked, events.merge_households, other_id=_other(request, asked.other))


@router.post(
    "/households/{int:number}/events/same-household",
    response={CREATED: shapes.Recorded},
    operation_id="declare_same_household",
)
@needs(Act.RECORD_EVENT)
def same_household(request: HttpRequest, number: Path[Number], asked: shapes.Merged) -> Status[shapes.Recorded]:
    """Two numbers were one household all along."""
    return _recorded(request, number, asked, events.declare_same_household, other_id=_other(request, asked.other))


@router.post(
    "/households/{int:number}/events/same-person",
    response={CREATED: shapes.Recorded},
    operation_id="declare_same_person",
)
@needs(Act.RECORD_EVENT)
def same_person(request: HttpRequest, number: Path[Number], asked: shapes.SamePerson) -> Status[shapes.Recorded]:
    """Two numbers were one person all along."""
    said = {"person": asked.person, "other_person": asked.other_person}
    other = _other(request, asked.other)
    return _recorded(request, number, asked, events.declare_same_person, other_household_id=other, **said)


@router.post(
    "/households/{int:number}/events/{int:event}/undo",
    response={CREATED: shapes.Recorded},
    operation_id="undo_event",
)
@needs(Act.RECORD_EVENT)
def undo(
    request: HttpRequest, number: Path[Number], event: Path[Number], asked: shapes.Happened
) -> Status[shapes.Recorded]:
    """Take an event back: why, on what evidence."""
    return _recorded(request, number, asked, events.undo_event, event_id=event)


def _other(request: HttpRequest, number: int) -> int:
    """Another household where the same person may act; one that lies elsewhere is absent."""
    return household_of(viewer_from(request), number, Act.RECORD_EVENT).pk
