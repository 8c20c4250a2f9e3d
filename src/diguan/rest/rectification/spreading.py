"""From one problem to all of its kind: a condition that a job looks for, self-checks of the units below."""

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Path, Status
from pydantic import Field

from diguan.domain.accounts.permissions import Act
from diguan.domain.rectification.actions.spreading import Wide, ask_self_check, request_again, request_spread
from diguan.domain.rectification.actions.spreading.checking import Asking
from diguan.domain.rectification.choices import TEXT_LENGTH
from diguan.domain.rectification.searching import Condition
from diguan.domain.regions.queries import resolve_region
from diguan.engine.verdicts import Subject
from diguan.rest.frame.callers import needs, viewer_from
from diguan.rest.frame.clock import now
from diguan.rest.frame.values import PLAIN, Asked, Day, Number, Word
from diguan.rest.households.finding import known_standard
from diguan.rest.jobs import JobOne, job_one
from diguan.rest.rectification.reading import router
from diguan.rest.rectification.shapes import SpreadOne, spread_one

CREATED, ACCEPTED = 201, 202
Given = Annotated[str, Field(min_length=1, max_length=TEXT_LENGTH, pattern=PLAIN)]


class CheckAsked(Asked):
    """Of whose units one level below, what they look for, when what they find is mended, by when they reply."""

    region_code: Annotated[str, Field(min_length=1, max_length=200, pattern=PLAIN)]
    question: Given
    criteria: Given
    reply_by: Day
    department: Word = ""


@router.post(
    "/rectification/problems/{int:number}/self-checks",
    response={CREATED: SpreadOne},
    operation_id="ask_self_check",
)
@needs(Act.RECTIFY)
def ask(request: HttpRequest, number: Path[Number], asked: CheckAsked) -> Status[SpreadOne]:
    """Ask every unit below to look for itself."""
    viewer = viewer_from(request)
    code = resolve_region(asked.region_code, viewer.scopes(Act.RECTIFY))
    asking = Asking(code, asked.question, asked.criteria, asked.reply_by, asked.department)
    spread = ask_self_check(problem_id=number, asking=asking, actor=viewer, at=now())
    checks = spread.checks.select_related("spread").order_by("region_code")
    return Status(CREATED, spread_one(spread, checks))


class ConditionAsked(Asked):
    """A condition of the rule language over households or persons, by the fields and values of a standard; where it is looked for."""

    standard: Word
    subject: Literal["household", "person"]
    expression: Given
    region_code: Annotated[str, Field(min_length=1, max_length=200, pattern=PLAIN)]
    question: Given
    criteria: Given
    department: Word = ""


@router.post(
    "/rectification/problems/{int:number}/conditions",
    response={ACCEPTED: JobOne},
    operation_id="look_by_condition",
)
@needs(Act.RECTIFY)
def look(request: HttpRequest, number: Path[Number], asked: ConditionAsked) -> Status[JobOne]:
    """Keep a condition with a problem and queue the search; its hits become suspicions of the ledger."""
    viewer = viewer_from(request)
    code = resolve_region(asked.region_code, viewer.scopes(Act.RECTIFY))
    standard = known_standard(asked.standard, "body.standard")
    condition = Condition(standard, Subject(asked.subject), asked.expression)
    wide = Wide(condition, code, asked.question, asked.criteria, asked.department)
    return Status(ACCEPTED, job_one(request_spread(problem_id=number, wide=wide, actor=viewer, at=now())))


@router.post("/rectification/spreads/{int:number}/again", response={ACCEPTED: JobOne}, operation_id="look_again")
@needs(Act.RECTIFY)
def again(request: HttpRequest, number: Path[Number]) -> Status[JobOne]:
    """Queue another search for a kept condition; one that waits or runs is that one."""
    viewer = viewer_from(request)
    return Status(ACCEPTED, job_one(request_again(spread_id=number, actor=viewer, at=now())))
