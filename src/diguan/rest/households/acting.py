"""Recording a fact, and showing what is masked."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Path, Schema, Status
from pydantic import Field, StrictBool, StrictFloat, StrictInt

from diguan.domain.accounts.permissions import Act
from diguan.domain.refusals import UnableToAct
from diguan.domain.registry.actions.recording import Evidence, Finding, record_observation
from diguan.domain.registry.actions.revealing import reveal_household
from diguan.domain.registry.models import Household
from diguan.domain.registry.queries.household import household_of
from diguan.domain.screening.packs import fields
from diguan.engine.catalogue import FieldType
from diguan.engine.verdicts import Grade, Subject
from diguan.rest.frame.callers import needs, viewer_from
from diguan.rest.frame.clock import now
from diguan.rest.frame.door import UNKEPT
from diguan.rest.frame.problems import CONFLICT, Refused
from diguan.rest.frame.values import PLAIN, Asked, Day, Number, Reason, Version, Word
from diguan.rest.households.one import EVERY, household_one
from diguan.rest.households.reading import router
from diguan.rest.households.shapes import HouseholdOne

MOST_FACTS = 60
Value = StrictBool | StrictInt | StrictFloat | Annotated[str, Field(max_length=200, pattern=PLAIN)]


class Observed(Asked):
    """Facts of the household (`person` null) or of one member, as of a day. `grade`: said, on a department's list, or seen.

    `version`: of the household as it was read; somebody else may have been faster.
    """

    version: Version
    observed_on: Day
    grade: Literal["declared", "roster", "seen"]
    department: Word = ""
    evidence: Annotated[str, Field(min_length=1, max_length=200, pattern=PLAIN)]
    person: Word | None = None
    facts: Annotated[dict[Word, Value], Field(min_length=1, max_length=MOST_FACTS)]


class Recorded(Schema):
    """What was stored, and the household's new version."""

    observation: int
    version: int


class RevealAsked(Asked):
    """Why."""

    reason: Reason


@router.post("/households/{int:number}/observations", response={201: Recorded}, operation_id="record_observation")
@needs(Act.OBSERVE)
def record_facts(request: HttpRequest, number: Path[Number], asked: Observed) -> Status[Recorded]:
    """Record what somebody saw or heard. Nothing is changed in its place."""
    viewer = viewer_from(request)
    household = household_of(viewer, number, Act.OBSERVE)
    evidence = Evidence(Grade[asked.grade.upper()], asked.evidence, asked.department)
    finding = Finding(_typed(asked), asked.observed_on, evidence, asked.person)
    with overtaking(household, asked.version):
        kept = record_observation(
            household_id=household.pk,
            finding=finding,
            expected_version=asked.version,
            catalogue=fields(),
            actor=viewer,
            at=now(),
        )
    return Status(201, Recorded(observation=kept.pk, version=asked.version + 1))


@router.post("/households/{int:number}/reveal", response=HouseholdOne, operation_id="reveal_household")
@needs(Act.REVEAL)
def reveal(request: HttpRequest, number: Path[Number], asked: RevealAsked) -> HouseholdOne:
    """The household without a mask; who asked and why is on record before anything is shown."""
    viewer = viewer_from(request)
    household = household_of(viewer, number, Act.REVEAL)
    setattr(request, UNKEPT, True)
    found = reveal_household(household_id=household.pk, reason=asked.reason, actor=viewer, at=now())
    return household_one(household, EVERY, identifiers=found)


@contextmanager
def overtaking(household: Household, version: int) -> Iterator[None]:
    """Around an act on a household: where it is refused because somebody else was faster, that is a conflict (409)."""
    try:
        yield
    except UnableToAct as error:
        household.refresh_from_db()
        if household.version != version:
            raise Refused(CONFLICT, error.message, error.hint, kind="stale") from error
        raise


def _typed(asked: Observed) -> dict[str, Any]:
    """Values as the catalogue has them: days are sent as texts."""
    known = fields().fields(Subject.HOUSEHOLD if asked.person is None else Subject.PERSON)
    return {
        name: day_of(value) if name in known and known[name].type is FieldType.DATE else value
        for name, value in asked.facts.items()
    }


def day_of(value: Any) -> Any:  # noqa: ANN401  a value that is checked later
    """A day that was sent as text; whatever else is left for the catalogue to refuse."""
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return value
