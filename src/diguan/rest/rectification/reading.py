"""Looking at rectification."""

from typing import Literal

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema

from diguan.domain.accounts.permissions import Act
from diguan.domain.rectification.queries import (
    Line,
    check_page,
    checks,
    inspection_of,
    inspections,
    problem_page,
    problems,
    progress,
    reconcile,
)
from diguan.domain.rectification.queries.listing import NEWEST_FIRST
from diguan.rest.frame.callers import needs, viewer_from
from diguan.rest.frame.clock import today
from diguan.rest.frame.pages import ends, page_of
from diguan.rest.frame.values import Number, PageAsked
from diguan.rest.rectification.shapes import (
    CheckList,
    CheckOne,
    CheckRow,
    Far,
    InspectionOne,
    InspectionPage,
    InspectionRow,
    ProblemList,
    ProblemOne,
    ProblemRow,
    check_one,
    problem_one,
)

router = Router(tags=["rectification"])
STATES = Literal["", "received", "proposed", "under_way", "reported", "accepted"]


class ProblemsAsked(PageAsked):
    """Of which inspection, in which state."""

    inspection: Number | None = None
    state: STATES = ""


class ChecksAsked(PageAsked):
    """In which state."""

    state: Literal["", "asked", "replied", "accepted"] = ""


class ReconciledLine(Schema):
    """One problem: what was promised, done, proved, is open. `items`, `others`: of the ledger by state, own ones and those found elsewhere.

    `living`: numbers of own items that still live; `paper`: attempts on paper; `unlike`: what does not fit together.
    """

    problem: ProblemRow
    tasks: int
    stages: int
    stages_accepted: int
    stages_overdue: int
    files: int
    items: dict[str, int]
    others: dict[str, int]
    living: list[str]
    checks: int
    checks_accepted: int
    checks_overdue: int
    paper: int
    accepted_by: str
    unlike: list[str]
    settled: bool


class Reconciled(Schema):
    """Itemised reconciliation. `items`, `others`: sums of the lines by state; `ledger`: what the ledger counts; `agrees`: equal."""

    lines: list[ReconciledLine]
    items: dict[str, int]
    others: dict[str, int]
    ledger: dict[str, int]
    agrees: bool
    settled: int


@router.get("/rectification/inspections", response=InspectionPage, operation_id="list_inspections")
@needs(Act.SEE)
def list_inspections(request: HttpRequest, asked: Query[PageAsked]) -> InspectionPage:
    """Inspections of one's places, each with how far it is."""
    viewer = viewer_from(request)
    slice_ = page_of(inspections(viewer), NEWEST_FIRST, asked)
    far = progress(viewer, [row.pk for row in slice_.rows], today())
    rows = [InspectionOne(**InspectionRow.of(r).model_dump(), progress=Far.of(far[r.pk])) for r in slice_.rows]
    return InspectionPage(rows=rows, **ends(slice_))


@router.get("/rectification/inspections/{int:number}", response=InspectionOne, operation_id="get_inspection")
@needs(Act.SEE)
def get_inspection(request: HttpRequest, number: Path[Number]) -> InspectionOne:
    """One inspection."""
    viewer = viewer_from(request)
    row = inspection_of(viewer, number)
    far = progress(viewer, [row.pk], today())
    return InspectionOne(**InspectionRow.of(row).model_dump(), progress=Far.of(far[row.pk]))


@router.get(
    "/rectification/inspections/{int:number}/reconciliation", response=Reconciled, operation_id="get_reconciliation"
)
@needs(Act.SEE)
def get_reconciliation(request: HttpRequest, number: Path[Number]) -> Reconciled:
    """The problems that one sees, line by line, beside what the ledger counts."""
    viewer = viewer_from(request)
    found = reconcile(viewer, inspection_of(viewer, number).pk, today())
    return Reconciled(
        lines=[_line(line) for line in found.lines],
        items=found.items,
        others=found.others,
        ledger=found.ledger,
        agrees=found.agrees,
        settled=found.settled,
    )


@router.get("/rectification/problems", response=ProblemList, operation_id="list_problems")
@needs(Act.SEE)
def list_problems(request: HttpRequest, asked: Query[ProblemsAsked]) -> ProblemList:
    """Problems of one's places."""
    found = problems(viewer_from(request), asked.inspection, asked.state)
    slice_ = page_of(found, ("inspection_id", "number"), asked)
    return ProblemList(rows=[ProblemRow.of(row) for row in slice_.rows], **ends(slice_))


@router.get("/rectification/problems/{int:number}", response=ProblemOne, operation_id="get_problem")
@needs(Act.SEE)
def get_problem(request: HttpRequest, number: Path[Number]) -> ProblemOne:
    """One problem: plan, stages, proof, items, history, the steps that are open."""
    return problem_one(problem_page(viewer_from(request), number, today()))


@router.get("/rectification/checks", response=CheckList, operation_id="list_checks")
@needs(Act.SEE)
def list_checks(request: HttpRequest, asked: Query[ChecksAsked]) -> CheckList:
    """Self-checks of one's units."""
    slice_ = page_of(checks(viewer_from(request), asked.state), ("reply_by", "id"), asked)
    return CheckList(rows=[CheckRow.of(row) for row in slice_.rows], **ends(slice_))


@router.get("/rectification/checks/{int:number}", response=CheckOne, operation_id="get_check")
@needs(Act.SEE)
def get_check(request: HttpRequest, number: Path[Number]) -> CheckOne:
    """One self-check: what was found, history, the steps that are open."""
    return check_one(check_page(viewer_from(request), number))


def _line(line: Line) -> ReconciledLine:
    plain = (name for name in ReconciledLine.model_fields if name != "problem")
    return ReconciledLine(problem=ProblemRow.of(line.problem), **{name: getattr(line, name) for name in plain})
