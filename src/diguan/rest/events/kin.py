"""Kin across households: who is whose child, parent, spouse; recorded, ended, or called a mistake."""

from datetime import date

from django.http import HttpRequest
from ninja import Path, Schema, Status

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.registry.actions.events.kin import Tie, end_kin, link_kin
from diguan.domain.registry.choices import KinKind
from diguan.domain.registry.models import Household, Person
from diguan.domain.registry.queries.household import household_of
from diguan.domain.registry.queries.kin import Kin, kin_of
from diguan.domain.registry.queries.showing import Shown
from diguan.domain.screening.packs import fields
from diguan.engine.documents import Label
from diguan.rest.events.reading import router
from diguan.rest.events.shapes import Person as Numbered
from diguan.rest.events.shapes import Said
from diguan.rest.frame.callers import needs, viewer_from
from diguan.rest.frame.clock import now
from diguan.rest.frame.problems import ABSENT, INVALID, Fault, Refused
from diguan.rest.frame.values import Asked, Day, Number

CREATED = 201
NOBODY = Label("本户没有这个人编号", "nobody of the household has this number")


class Relative(Schema):
    """Somebody of a household: its id and number, the number of the person, the name (masked as ever)."""

    household: int
    household_number: str
    person: str
    name: str


class KinRow(Schema):
    """`one` is `kind` of `two`, since a day (null: always so); null for one of them: lives where whoever asks sees nobody."""

    id: int
    kind: KinKind
    one: Relative | None
    two: Relative | None
    since_on: date | None


class KinRows(Schema):
    """Kin of a household that was recorded and has not ended."""

    rows: list[KinRow]


class KinAsked(Asked):
    """Who of the household is `kind` of whom of which other one, since when, on what evidence."""

    person: Numbered
    kind: KinKind
    other: Number
    other_person: Numbered
    since_on: Day | None = None
    evidence: Said


class KinEnded(Asked):
    """On which day it ended; null: it never was."""

    ended_on: Day | None


class KinDone(Schema):
    """The number of what was recorded or ended."""

    id: int


@router.get("/households/{int:number}/kin", response=KinRows, operation_id="list_kin")
@needs(Act.SEE)
def list_kin(request: HttpRequest, number: Path[Number]) -> KinRows:
    """Kin of a household's people in other households."""
    viewer = viewer_from(request)
    return KinRows(rows=[_row(kin, viewer) for kin in kin_of(viewer, household_of(viewer, number))])


@router.post("/households/{int:number}/kin", response={CREATED: KinDone}, operation_id="link_kin")
@needs(Act.RECORD_EVENT)
def link(request: HttpRequest, number: Path[Number], asked: KinAsked) -> Status[KinDone]:
    """Record that somebody of the household is kin of somebody of another one."""
    viewer = viewer_from(request)
    own = household_of(viewer, number, Act.RECORD_EVENT)
    other = household_of(viewer, asked.other)
    tie = Tie(
        _person(own, asked.person, "person"),
        _person(other, asked.other_person, "other_person"),
        asked.kind,
        asked.evidence,
        asked.since_on,
    )
    return Status(CREATED, KinDone(id=link_kin(tie=tie, catalogue=fields(), actor=viewer, at=now()).pk))


@router.post("/households/{int:number}/kin/{int:kin}/end", response=KinDone, operation_id="end_kin")
@needs(Act.RECORD_EVENT)
def end(request: HttpRequest, number: Path[Number], kin: Path[Number], asked: KinEnded) -> KinDone:
    """Kin has ended, or never was. The record stays."""
    viewer = viewer_from(request)
    household = household_of(viewer, number, Act.RECORD_EVENT)
    if not any(known.link.pk == kin for known in kin_of(viewer, household)):
        raise Refused(ABSENT)
    return KinDone(id=end_kin(link_id=kin, ended_on=asked.ended_on, catalogue=fields(), actor=viewer, at=now()).pk)


def _person(household: Household, number: str, field: str) -> int:
    """A member by number, as the pages offer them."""
    found = household.persons.filter(number=number, gone=False, member=True).values_list("pk", flat=True).first()
    if found is None:
        raise Refused(INVALID, errors=[Fault(f"body.{field}", NOBODY, value=number)])
    return found


def _row(kin: Kin, viewer: Viewer) -> KinRow:
    own, other = _relative(kin.person, viewer), _relative(kin.other, viewer)
    one, two = (other, own) if kin.turned else (own, other)
    return KinRow(id=kin.link.pk, kind=KinKind(kin.link.kind), one=one, two=two, since_on=kin.link.since_on)


def _relative(person: Person | None, viewer: Viewer) -> Relative | None:
    if person is None:
        return None
    return Relative(
        household=person.household_id,
        household_number=person.household.number,
        person=person.number,
        name=Shown.to(viewer, person.region_code).name(person.name),
    )
