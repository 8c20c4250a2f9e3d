"""Whom to visit, what to ask there, which visits were made."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema

from diguan.domain.accounts.models import Account
from diguan.domain.accounts.permissions import Act
from diguan.domain.fieldwork.models import Visit
from diguan.domain.fieldwork.queries.door import asked_at
from diguan.domain.fieldwork.queries.visiting import ORDER, to_visit, visits_of
from diguan.domain.ledger.models import UNDATED
from diguan.domain.regions.queries import resolve_region
from diguan.domain.registry.queries.household import household_file, household_of
from diguan.domain.registry.queries.showing import Shown
from diguan.domain.screening.packs import default_standard
from diguan.domain.screening.queries import newest_standard, standings_of
from diguan.domain.screening.verdicts import confirmed_for, opinions_on
from diguan.engine.screening.explain_sources import person_label
from diguan.rest.frame.callers import needs, viewer_from
from diguan.rest.frame.clock import today
from diguan.rest.frame.pages import ends, page_of
from diguan.rest.frame.values import Number, Page, PageAsked, Place, Text, Word
from diguan.rest.households.one import chosen_by

router = Router(tags=["visits"])


class VisitsAsked(PageAsked):
    """Where."""

    region_code: Word = ""


class ToVisit(Schema):
    """A household that needs a visit; `due_on`: the nearest deadline of its open problems."""

    household: int
    number: str
    name: str
    place: Place
    planned_on: date | None
    due_on: date | None
    unmet: int
    unknown: int
    visited_on: date | None


class ToVisitPage(Page):
    """Planned ones first, then those whose deadline is next."""

    standard: str
    rows: list[ToVisit]


class DoorQuestion(Schema):
    """A fact to ask for. `person`: number of the member, as it is sent back; `again`: it is known, and makes something unmet."""

    field: str
    text: Text
    type: str
    unit: str | None
    codes: list[str]
    person: str | None
    who: Text | None
    decides: list[str]
    urgent: bool
    again: bool


class Door(Schema):
    """What to ask at one door. `version` is sent back with the visit."""

    household: int
    version: int
    standard: str
    as_of: date
    questions: list[DoorQuestion]


class VisitRow(Schema):
    """A visit that was made."""

    id: int
    made_on: date
    by: str
    outcome: str
    told_by: str
    asked: int
    answered: int
    seconds: int
    note: str
    at: datetime


class VisitPage(Page):
    """Visits of a household, newest first."""

    rows: list[VisitRow]


@router.get("/visits", response=ToVisitPage, operation_id="list_visits")
@needs(Act.OBSERVE)
def list_visits(request: HttpRequest, asked: Query[VisitsAsked]) -> ToVisitPage:
    """Households that need a visit, where whoever asks may record."""
    viewer = viewer_from(request)
    code = resolve_region(asked.region_code, viewer.scopes(Act.OBSERVE)) if asked.region_code else ""
    standard = newest_standard(viewer) or default_standard(today(), None)
    slice_ = page_of(to_visit(viewer, standard, code).defer("facts"), ORDER, asked)
    rows: list[Any] = list(slice_.rows)
    return ToVisitPage(
        standard=standard,
        rows=[
            ToVisit(
                household=row.pk,
                number=row.number,
                name=Shown.to(viewer, row.region_code).name(row.head_name),
                place=Place.of(row.region_code),
                planned_on=None if row.planned_on == UNDATED else row.planned_on,
                due_on=None if row.due_on == UNDATED else row.due_on,
                unmet=row.unmet,
                unknown=row.unknown,
                visited_on=row.visited_on,
            )
            for row in rows
        ],
        **ends(slice_),
    )


@router.get("/households/{int:number}/questions", response=Door, operation_id="list_questions")
@needs(Act.OBSERVE)
def list_questions(request: HttpRequest, number: Path[Number]) -> Door:
    """What to ask at the door: what decides first, then what may be looked at again."""
    household = household_of(viewer_from(request), number, Act.OBSERVE)
    chosen = chosen_by(standings_of(household.county, household.number))
    file = household_file(household, chosen.pack.catalogue, chosen.as_of)
    questions = []
    if chosen.in_force:
        confirmed = confirmed_for(household, chosen.pack.id)
        opinions = opinions_on(file, chosen.pack, chosen.as_of, confirmed=confirmed)
        who = {told.id: person_label(told, chosen.pack.catalogue) for told in opinions.case.members}
        questions = [
            DoorQuestion(
                field=each.field.name,
                text=Text.of(each.field.question or each.field.label),
                type=str(each.field.type),
                unit=each.field.unit,
                codes=list(each.field.codes),
                person=each.person_number,
                who=Text.maybe(who.get(each.person_number or "")),
                decides=list(each.indicators),
                urgent=each.urgent,
                again=each.again,
            )
            for each in asked_at(opinions)
        ]
    return Door(
        household=household.pk,
        version=household.version,
        standard=chosen.pack.id,
        as_of=chosen.as_of,
        questions=questions,
    )


@router.get("/households/{int:number}/visits", response=VisitPage, operation_id="list_visits_of_household")
@needs(Act.OBSERVE)
def list_visits_of_household(request: HttpRequest, number: Path[Number], asked: Query[PageAsked]) -> VisitPage:
    """Visits that were made to a household."""
    household = household_of(viewer_from(request), number, Act.OBSERVE)
    slice_ = page_of(visits_of(household), ("-made_on", "-id"), asked)
    makers = Account.objects.filter(pk__in={visit.made_by for visit in slice_.rows})
    names = dict(makers.values_list("pk", "name"))
    return VisitPage(rows=[visit_row(visit, names) for visit in slice_.rows], **ends(slice_))


def visit_row(visit: Visit, names: Mapping[int, str]) -> VisitRow:
    """A visit as it goes out."""
    plain = ("made_on", "outcome", "told_by", "asked", "answered", "seconds", "note", "at")
    return VisitRow(id=visit.pk, by=names.get(visit.made_by, ""), **{name: getattr(visit, name) for name in plain})
