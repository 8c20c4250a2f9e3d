"""People who have left another place for one of ours: who is announced, and taking them up."""

from datetime import date

from django.http import HttpRequest
from ninja import Path, Query, Schema, Status

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.regions.queries import resolve_region
from diguan.domain.registry.actions import events
from diguan.domain.registry.actions.by_hand import Evidence
from diguan.domain.registry.models import Household, LifeEvent, Person
from diguan.domain.registry.queries.departures import announced, departures
from diguan.domain.registry.queries.household import household_of
from diguan.domain.registry.queries.showing import Shown
from diguan.domain.screening.packs import fields
from diguan.engine.verdicts import Grade
from diguan.rest.events.reading import router
from diguan.rest.events.shapes import Happened, Said
from diguan.rest.frame.callers import needs, viewer_from
from diguan.rest.frame.clock import now
from diguan.rest.frame.pages import ends, page_of
from diguan.rest.frame.problems import ABSENT, CONFLICT, Refused
from diguan.rest.frame.values import Number, Page, PageAsked, Place, Word

CREATED = 201
NEWEST_FIRST = ("-happened_on", "-id")


class ArrivalRow(Schema):
    """Who left which county for which of our places, and when; nothing else of where they were is told. Names are masked as ever."""

    id: int
    happened_on: date
    county: Place
    to: Place
    names: list[str]


class Arrivals(Page):
    """The newest first."""

    rows: list[ArrivalRow]


class TakenUp(Happened):
    """Into which village; a household that is there (`household`, with its `version`), or the number of a new one (`version` 0)."""

    region_code: Said
    household: Number | None = None
    new_number: Word = ""


class Arrived(Schema):
    """The event that was stored, the household, its new version."""

    event: int
    household: int
    version: int


@router.get("/arrivals", response=Arrivals, operation_id="list_arrivals")
@needs(Act.RECORD_EVENT)
def list_arrivals(request: HttpRequest, asked: Query[PageAsked]) -> Arrivals:
    """Who is announced and was not taken up yet."""
    viewer = viewer_from(request)
    slice_ = page_of(departures(viewer), NEWEST_FIRST, asked)
    people = announced(slice_.rows)
    return Arrivals(rows=[_row(event, people[event.pk], viewer) for event in slice_.rows], **ends(slice_))


@router.post("/arrivals/{int:number}/take-up", response={CREATED: Arrived}, operation_id="take_up_arrival")
@needs(Act.RECORD_EVENT)
def take_up(request: HttpRequest, number: Path[Number], asked: TakenUp) -> Status[Arrived]:
    """Take people up in a household that is there, or in a new one; a departure is taken up once."""
    viewer = viewer_from(request)
    if not departures(viewer).filter(pk=number).exists():
        raise Refused(ABSENT)
    place = resolve_region(asked.region_code, viewer.scopes(Act.RECORD_EVENT))
    joined = None if asked.household is None else household_of(viewer, asked.household, Act.RECORD_EVENT).pk
    evidence = Evidence(Grade[asked.grade.upper()], asked.evidence, asked.department)
    happening = events.Happening(asked.happened_on, asked.reason, evidence, asked.version, fields())
    arrival = events.Arrival(number, place, joined, asked.new_number)
    try:
        done = events.record_arrival(arrival=arrival, happening=happening, actor=viewer, at=now())
    except events.UnableToOvertake as error:
        raise Refused(CONFLICT, error.message, error.hint, kind="stale") from error
    there = Household.objects.get(county=done.county, number=done.household_number)
    return Status(CREATED, Arrived(event=done.pk, household=there.pk, version=there.version))


def _row(event: LifeEvent, people: list[Person], viewer: Viewer) -> ArrivalRow:
    shown = Shown.to(viewer, event.to_region_code)
    return ArrivalRow(
        id=event.pk,
        happened_on=event.happened_on,
        county=Place.of(event.county.ljust(12, "0")),
        to=Place.of(event.to_region_code),
        names=[shown.name(person.name) for person in people],
    )
