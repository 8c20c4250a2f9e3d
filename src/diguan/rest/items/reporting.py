"""A problem is reported, or a complaint taken down: it becomes an item; one that lives already is named instead."""

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Status
from pydantic import Field

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.ledger.actions.handling import MOST_DAYS
from diguan.domain.ledger.actions.opening import Received, Reported, open_item
from diguan.domain.ledger.choices import ReceivedBy as Way
from diguan.domain.ledger.choices import Refusal, Source
from diguan.domain.ledger.queries import item_page
from diguan.domain.regions.queries import resolve_region
from diguan.domain.registry.queries.household import household_of
from diguan.rest.frame.callers import needs, viewer_from
from diguan.rest.frame.clock import now, today
from diguan.rest.frame.values import PLAIN, Asked, Day, Number, Word
from diguan.rest.items.reading import one_of, router
from diguan.rest.items.shapes import ItemOne

THERE, OPENED = 200, 201
KIND = {Source.MANUAL: "reported", Source.COMPLAINT: "complaint"}
Words = Annotated[str, Field(max_length=2000, pattern=PLAIN)]


class ReceivedAsked(Asked):
    """Who took a complaint down, when, how, under which number; of whoever complained the first character of the name stays."""

    by: Annotated[str, Field(min_length=1, max_length=60, pattern=PLAIN)]
    on: Day
    way: Literal["call", "letter", "visit", "online", "handed_on"]
    registered_as: Word = ""
    complainer: Word = ""


class Reporting(Asked):
    """Of which place, or of which household (its id) or person in it.

    With `standard` and `indicator` the standard decides when it is gone; else `criteria` say so. `days`: working days from the
    determination. `received`: makes it a complaint. `token`: of this report, so that what is sent twice opens one item.
    """

    token: UUID
    region_code: Word = ""
    household: Number | None = None
    person_number: Word = ""
    standard: Word = ""
    indicator: Word = ""
    department: Word = ""
    title: Annotated[str, Field(max_length=200, pattern=PLAIN)] = ""
    explanation: Words
    criteria: Words = ""
    days: Annotated[int, Field(ge=1, le=MOST_DAYS)] | None = None
    received: ReceivedAsked | None = None


@router.post("/items", response={THERE: ItemOne, OPENED: ItemOne}, operation_id="report_item")
@needs(Act.HANDLE)
def report(request: HttpRequest, asked: Reporting) -> Status[ItemOne]:
    """Open an item (201); where the ledger has a living one for it, that one (200)."""
    viewer = viewer_from(request)
    outcome = open_item(reported=_reported(asked, viewer), actor=viewer, at=now())
    status = THERE if outcome.code is Refusal.KNOWN else OPENED
    return Status(status, one_of(item_page(viewer, outcome.item.pk, today())))


def _reported(asked: Reporting, viewer: Viewer) -> Reported:
    source = Source.MANUAL if asked.received is None else Source.COMPLAINT
    household = None if asked.household is None else household_of(viewer, asked.household, Act.HANDLE)
    place = "" if household else resolve_region(asked.region_code, viewer.scopes(Act.HANDLE))
    plain = ("person_number", "standard", "indicator", "department", "title", "explanation", "criteria", "days")
    return Reported(
        source=source,
        kind=KIND[source],
        region_code=household.region_code if household else place,
        household_id=household.pk if household else None,
        token=str(asked.token),
        received=_received(asked.received),
        **{name: getattr(asked, name) for name in plain},
    )


def _received(asked: ReceivedAsked | None) -> Received | None:
    if asked is None:
        return None
    return Received(asked.by, asked.on, Way(asked.way), asked.registered_as, asked.complainer)
