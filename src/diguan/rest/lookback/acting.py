"""Drawing a sample, giving its cases to people outside the chain, and telling what was seen."""

import secrets
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Path, Schema, Status
from pydantic import Field

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.lookback.actions import Look, Wanted, draw_plan, give_cases, record_look
from diguan.domain.lookback.actions.giving import said_of
from diguan.domain.lookback.actions.looking import AtTheDoor, household_to_see
from diguan.domain.lookback.choices import LONGEST_NOTE, Method, Outcome, Unseen
from diguan.domain.lookback.models import SEED_LENGTH, Case
from diguan.domain.lookback.queries.frames import Extent
from diguan.domain.lookback.queries.plans import my_case, plan_of
from diguan.domain.lookback.refusals import UnableToFindLookback
from diguan.domain.regions.queries import resolve_region
from diguan.engine.documents import Label
from diguan.rest.frame.callers import needs, viewer_from
from diguan.rest.frame.clock import now
from diguan.rest.frame.problems import INVALID, Fault, Refused
from diguan.rest.frame.values import PLAIN, Asked, Day, Number, Text, Version, Word
from diguan.rest.lookback.reading import CaseRow, PlanOne, case_rows, plan_one, router
from diguan.rest.visits.acting import VisitAsked, account_of

CREATED = 201
SEED_BYTES = 8
NOBODY_THERE = Label("这个问题没有可走访的户", "there is no household to visit for this problem")


class Drawing(Asked):
    """From which closings (half-open days), how, how many: `size`, or as many as a `margin` (0 to 1) needs.

    `seed`: the same one draws the same again; one is made where none is given. `days`: working days for an inspection.
    """

    region_code: Annotated[str, Field(min_length=1, max_length=200, pattern=PLAIN)]
    closed_from: Day
    closed_until: Day
    method: Literal["random", "risk", "confirmers"]
    days: Annotated[int, Field(ge=1, le=120)]
    size: Annotated[int, Field(ge=1, le=2000)] | None = None
    margin: Annotated[float, Field(gt=0, le=0.5)] | None = None
    seed: Annotated[str, Field(max_length=SEED_LENGTH, pattern=PLAIN)] = ""
    department: Word = ""
    closing: Literal["", "mended", "corrected", "verified", "accepted"] = ""


class Giving(Asked):
    """Which cases of the sample, to the account of which name of sign-in."""

    username: Word
    cases: Annotated[list[Number], Field(min_length=1, max_length=2000)]


class GivenCase(Schema):
    """What became of it; `reasons`: why it was not given, empty where it was."""

    case: int
    given: bool
    reasons: list[str]
    why: Text | None


class GivenCases(Schema):
    """Each case that was to be given."""

    rows: list[GivenCase]


class Looking(Asked):
    """What looking again has shown. `why`: of what could not be seen; `visit`: what was seen at the door, where somebody went there."""

    version: Version
    found: Literal["persists", "rebounded", "unseen"]
    note: Annotated[str, Field(max_length=LONGEST_NOTE, pattern=PLAIN)] = ""
    why: Literal["absent", "moved", "refused", "unreachable", "undecided", "over"] | None = None
    visit: VisitAsked | None = None


@router.post("/lookback/plans", response={CREATED: PlanOne}, operation_id="draw_sample")
@needs(Act.LOOK_BACK)
def draw_sample(request: HttpRequest, asked: Drawing) -> Status[PlanOne]:
    """Draw a sample."""
    viewer = viewer_from(request)
    code = resolve_region(asked.region_code, viewer.scopes(Act.LOOK_BACK))
    wanted = Wanted(
        extent=Extent(code, asked.closed_from, asked.closed_until, asked.department, asked.closing),
        method=Method(asked.method),
        seed=asked.seed.strip() or secrets.token_hex(SEED_BYTES),
        days=asked.days,
        size=asked.size,
        margin=asked.margin,
    )
    return Status(CREATED, plan_one(draw_plan(wanted=wanted, actor=viewer, at=now())))


@router.post("/lookback/plans/{int:number}/give", response=GivenCases, operation_id="give_cases")
@needs(Act.LOOK_BACK)
def give(request: HttpRequest, number: Path[Number], asked: Giving) -> GivenCases:
    """Give cases to somebody; whoever is inside the chain is refused, each with its reasons, and the attempt stays on record."""
    viewer = viewer_from(request)
    plan = plan_of(viewer, number)
    own = Case.objects.filter(plan=plan, pk__in=asked.cases)
    if own.count() != len(set(asked.cases)):
        raise UnableToFindLookback
    given = give_cases(case_ids=asked.cases, username=asked.username, actor=viewer, at=now())
    return GivenCases(
        rows=[
            GivenCase(
                case=each.case.pk,
                given=not each.reasons,
                reasons=[str(why) for why in each.reasons],
                why=Text.of(said_of(each.reasons)) if each.reasons else None,
            )
            for each in given
        ]
    )


@router.post("/lookback/cases/{int:number}/look", response=CaseRow, operation_id="record_look")
@needs(Act.SEE)
def look(request: HttpRequest, number: Path[Number], asked: Looking) -> CaseRow:
    """Record what was seen of a problem that one was given. What is back stands in the ledger again."""
    viewer = viewer_from(request)
    case = my_case(viewer, number)
    found = Look(Outcome(asked.found), asked.note, Unseen(asked.why) if asked.why else None)
    door = None if asked.visit is None else _door(case, asked.visit)
    record_look(case_id=case.pk, version=asked.version, look=found, door=door, actor=viewer, at=now())
    return _shown(viewer, case.pk)


def _door(case: Case, visit: VisitAsked) -> AtTheDoor:
    household = household_to_see(case)
    if household is None:
        raise Refused(INVALID, errors=[Fault("body.visit", NOBODY_THERE)])
    account, catalogue = account_of(household, visit)
    return AtTheDoor(account, visit.version, catalogue)


def _shown(viewer: Viewer, number: int) -> CaseRow:
    return case_rows([my_case(viewer, number)])[0]
