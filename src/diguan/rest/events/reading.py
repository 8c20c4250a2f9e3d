"""Life events that concern a household."""

from datetime import date

from django.http import HttpRequest
from ninja import Path, Router, Schema

from diguan.domain.accounts.models import Account
from diguan.domain.accounts.permissions import Act
from diguan.domain.registry.queries.events import EventOfHousehold, events_of
from diguan.domain.registry.queries.household import household_of
from diguan.rest.frame.callers import needs, viewer_from
from diguan.rest.frame.values import Number, Place

router = Router(tags=["events"])


class Joined(Schema):
    """Somebody joined a household, or left it."""

    household: str
    person: str
    joins: bool


class Settled(Schema):
    """Where a household lives since."""

    household: str
    place: Place


class EventRow(Schema):
    """An event; `taken_back`: by a counter-act. Numbers are those of the county."""

    id: int
    kind: str
    happened_on: date
    reason: str
    by: str
    taken_back: bool
    changes: list[Joined]
    settled: list[Settled]


class Events(Schema):
    """Events of a household, the newest first."""

    rows: list[EventRow]


@router.get("/households/{int:number}/events", response=Events, operation_id="list_events")
@needs(Act.SEE)
def list_events(request: HttpRequest, number: Path[Number]) -> Events:
    """What happened to a household and its people."""
    found = events_of(household_of(viewer_from(request), number))
    names = dict(Account.objects.filter(pk__in={event.actor for event in found}).values_list("pk", "name"))
    return Events(rows=[_row(event, names.get(event.actor, "")) for event in found])


def _row(event: EventOfHousehold, by: str) -> EventRow:
    return EventRow(
        id=event.pk,
        kind=event.kind,
        happened_on=event.happened_on,
        reason=event.reason,
        by=by,
        taken_back=event.taken_back,
        changes=[Joined(household=h, person=p, joins=joins) for h, p, joins in event.changes],
        settled=[Settled(household=h, place=Place.of(code)) for h, code in event.settled],
    )
