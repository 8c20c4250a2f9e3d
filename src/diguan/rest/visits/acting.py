"""Planning visits, calling one off, recording one."""

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Schema, Status
from pydantic import Field

from diguan.domain.accounts.permissions import Act
from diguan.domain.fieldwork.actions.visiting import Account, Answer, drop_plan, plan_visits, record_visit
from diguan.domain.fieldwork.choices import Outcome, Told
from diguan.domain.registry.models import Household
from diguan.domain.registry.queries.household import household_of
from diguan.domain.screening.queries import standings_of
from diguan.engine.catalogue import Catalogue, FieldType
from diguan.engine.verdicts import Subject
from diguan.rest.frame.callers import needs, viewer_from
from diguan.rest.frame.clock import now
from diguan.rest.frame.values import PLAIN, Asked, Day, Number, Version, Word
from diguan.rest.households.acting import Value, day_of, overtaking
from diguan.rest.households.one import chosen_by
from diguan.rest.visits.reading import VisitRow, router, visit_row

MOST_PLANNED, MOST_ANSWERS, LONGEST = 200, 400, 24 * 3600


class Answered(Asked):
    """A fact of the household (`person` null) or of a member; `seen`: seen with one's own eyes, else said."""

    field: Word
    value: Value
    seen: bool = False
    person: Word | None = None


class VisitAsked(Asked):
    """What is told of a visit. `token`: of this visit, so that what is sent twice counts once; `asked`: questions that were shown."""

    version: Version
    token: UUID
    made_on: Day
    outcome: Literal["met", "remote", "absent"]
    told_by: Literal["head", "spouse", "adult", "other"] | None = None
    answers: Annotated[list[Answered], Field(max_length=MOST_ANSWERS, default_factory=list)]
    asked: Annotated[int, Field(ge=0, le=MOST_ANSWERS)] = 0
    seconds: Annotated[int, Field(ge=0, le=LONGEST)] = 0
    note: Annotated[str, Field(max_length=190, pattern=PLAIN)] = ""


class PlanAsked(Asked):
    """Which households, on which day."""

    households: Annotated[list[Number], Field(min_length=1, max_length=MOST_PLANNED)]
    planned_on: Day


class Planned(Schema):
    """How many visits are planned now."""

    planned: int


@router.post("/households/{int:number}/visits", response={201: VisitRow}, operation_id="record_visit")
@needs(Act.OBSERVE)
def record(request: HttpRequest, number: Path[Number], asked: VisitAsked) -> Status[VisitRow]:
    """Record a visit and every answer it brought."""
    viewer = viewer_from(request)
    household = household_of(viewer, number, Act.OBSERVE)
    account, catalogue = account_of(household, asked)
    with overtaking(household, asked.version):
        visit = record_visit(
            household_id=household.pk,
            account=account,
            expected_version=asked.version,
            catalogue=catalogue,
            actor=viewer,
            at=now(),
        )
    return Status(201, visit_row(visit, {viewer.account_id: request.user.name}))  # type: ignore[union-attr]  # the door put it there


def account_of(household: Household, asked: VisitAsked) -> tuple[Account, Catalogue]:
    """What was told of a visit, as the domain takes it, and the facts that may be told of the household."""
    catalogue = chosen_by(standings_of(household.county, household.number)).pack.catalogue
    days = {
        (subject, name)
        for subject in (Subject.HOUSEHOLD, Subject.PERSON)
        for name, field in catalogue.fields(subject).items()
        if field.type is FieldType.DATE
    }
    answers = [
        Answer(
            each.field, day_of(each.value) if (_about(each), each.field) in days else each.value, each.seen, each.person
        )
        for each in asked.answers
    ]
    account = Account(
        token=str(asked.token),
        made_on=asked.made_on,
        outcome=Outcome(asked.outcome),
        told_by=Told(asked.told_by) if asked.told_by else None,
        answers=answers,
        asked=max(asked.asked, len(answers)),
        seconds=asked.seconds,
        note=asked.note,
    )
    return account, catalogue


@router.post("/visits/plans", response={201: Planned}, operation_id="plan_visits")
@needs(Act.OBSERVE)
def plan(request: HttpRequest, asked: PlanAsked) -> Status[Planned]:
    """Plan visits on a day; one that is planned already is moved to it."""
    viewer = viewer_from(request)
    count = plan_visits(household_ids=asked.households, planned_on=asked.planned_on, actor=viewer, at=now())
    return Status(201, Planned(planned=count))


@router.post("/households/{int:number}/drop-plan", response={204: None}, operation_id="drop_plan")
@needs(Act.OBSERVE)
def drop(request: HttpRequest, number: Path[Number]) -> Status[None]:
    """Call a planned visit off."""
    drop_plan(household_id=number, actor=viewer_from(request), at=now())
    return Status(204, None)


def _about(answer: Answered) -> Subject:
    return Subject.HOUSEHOLD if answer.person is None else Subject.PERSON
