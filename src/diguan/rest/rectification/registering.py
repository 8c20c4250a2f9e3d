"""Registering inspections and their problems, and handing in files."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import File, Path, Status
from ninja.files import UploadedFile
from pydantic import Field

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.evidence.actions import store_evidence
from diguan.domain.evidence.choices import LARGEST
from diguan.domain.rectification import actions
from diguan.domain.rectification.actions.inspections import Feedback
from diguan.domain.rectification.actions.problems import Entered
from diguan.domain.rectification.choices import (
    PAPER_LENGTH,
    TEXT_LENGTH,
    TITLE_LENGTH,
    Category,
    InspectionKind,
    ProblemKind,
)
from diguan.domain.rectification.queries import check_page, inspection_of, problem_page, progress
from diguan.domain.regions.queries import resolve_region
from diguan.rest.frame.callers import needs, viewer_from
from diguan.rest.frame.clock import now, today
from diguan.rest.frame.problems import TOO_LARGE, Refused
from diguan.rest.frame.values import PLAIN, Asked, Day, Number, Word
from diguan.rest.items.shapes import Paper
from diguan.rest.rectification.reading import router
from diguan.rest.rectification.shapes import Far, InspectionOne, InspectionRow, ProblemList, ProblemRow

CREATED = 201
MOST_ENTERED = 200
Titled = Annotated[str, Field(min_length=1, max_length=TITLE_LENGTH, pattern=PLAIN)]
Numbered = Annotated[str, Field(min_length=1, max_length=PAPER_LENGTH, pattern=PLAIN)]
Placed = Annotated[str, Field(min_length=1, max_length=200, pattern=PLAIN)]
Words = Annotated[str, Field(max_length=TEXT_LENGTH, pattern=PLAIN)]


class Registering(Asked):
    """Who looked, when, and the paper that says what they found. `evidence`: number of the paper as a file that was handed in."""

    kind: InspectionKind
    title: Titled
    inspected_by: Titled
    paper_number: Numbered
    paper_on: Day
    region_code: Placed
    since_on: Day | None = None
    until_on: Day | None = None
    evidence: Number | None = None
    synthetic: bool = False


class Entering(Asked):
    """One problem. `number`: its place in the paper, null for the next one; `leader`: number of a post of the chain of its place.

    With `standard` and `indicator` a rule decides (`households`: numbers of those that were named, "household/person" of a person); else
    `criteria` do.
    """

    region_code: Placed
    kind: ProblemKind
    category: Category
    text: Words
    deadline_on: Day
    department: Word = ""
    number: Annotated[int, Field(ge=1, le=100_000)] | None = None
    leader: Number | None = None
    criteria: Words = ""
    standard: Word = ""
    indicator: Word = ""
    households: Annotated[list[Word], Field(max_length=MOST_ENTERED, default_factory=list)]


class EnteringAll(Asked):
    """Problems, taken all or none."""

    problems: Annotated[list[Entering], Field(min_length=1, max_length=MOST_ENTERED)]


@router.post("/rectification/inspections", response={CREATED: InspectionOne}, operation_id="register_inspection")
@needs(Act.RECTIFY)
def register(request: HttpRequest, asked: Registering) -> Status[InspectionOne]:
    """Register an inspection."""
    viewer = viewer_from(request)
    code = resolve_region(asked.region_code, viewer.scopes(Act.RECTIFY))
    said = asked.model_dump(exclude={"region_code", "evidence"})
    feedback = Feedback(region_code=code, evidence_id=asked.evidence, **said)
    made = actions.register_inspection(feedback=feedback, actor=viewer, at=now())
    far = progress(viewer, [made.pk], today())[made.pk]
    return Status(CREATED, InspectionOne(**InspectionRow.of(made).model_dump(), progress=Far.of(far)))


@router.post(
    "/rectification/inspections/{int:number}/problems", response={CREATED: ProblemList}, operation_id="add_problems"
)
@needs(Act.RECTIFY)
def add_problems(request: HttpRequest, number: Path[Number], asked: EnteringAll) -> Status[ProblemList]:
    """Enter problems of an inspection, each with its item in the ledger; all or none."""
    viewer = viewer_from(request)
    inspection_of(viewer, number)
    entered = [_entered(each, viewer) for each in asked.problems]
    made = actions.add_problems(inspection_id=number, entered=entered, actor=viewer, at=now())
    return Status(CREATED, ProblemList(rows=[ProblemRow.of(row) for row in made], next=None, previous=None))


@router.post(
    "/rectification/problems/{int:number}/evidence",
    response={CREATED: Paper},
    operation_id="hand_in_evidence_of_problem",
)
@needs(Act.OBSERVE, Act.RECTIFY)
def hand_in(request: HttpRequest, number: Path[Number], file: File[UploadedFile]) -> Status[Paper]:
    """Keep a file as evidence of the place of a problem; its number is sent along with a step."""
    viewer = viewer_from(request)
    return Status(CREATED, _kept(file, problem_page(viewer, number, today()).problem.region_code, viewer))


@router.post(
    "/rectification/checks/{int:number}/evidence",
    response={CREATED: Paper},
    operation_id="hand_in_evidence_of_check",
)
@needs(Act.OBSERVE, Act.RECTIFY)
def hand_in_of_check(request: HttpRequest, number: Path[Number], file: File[UploadedFile]) -> Status[Paper]:
    """The same of the unit of a self-check."""
    viewer = viewer_from(request)
    return Status(CREATED, _kept(file, check_page(viewer, number).check.region_code, viewer))


def _kept(file: UploadedFile, region_code: str, viewer: Viewer) -> Paper:
    if (file.size or 0) > LARGEST:
        raise Refused(TOO_LARGE)
    act = Act.OBSERVE if viewer.may(Act.OBSERVE, region_code) else Act.RECTIFY
    kept = store_evidence(
        content=file.read(), name=file.name or "", region_code=region_code, act=act, actor=viewer, at=now()
    )
    return Paper.of(kept)


def _entered(asked: Entering, viewer: Viewer) -> Entered:
    said: dict[str, Any] = asked.model_dump(exclude={"region_code", "leader"})
    code = resolve_region(asked.region_code, viewer.scopes(Act.RECTIFY))
    return Entered(region_code=code, leader_post_id=asked.leader, **said)
