"""Samples with how far they are, their cases, one's own inspections, figures of persistence."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema

from diguan.domain.accounts.models import Account
from diguan.domain.accounts.permissions import Act
from diguan.domain.lookback.choices import REPRESENTATIVE, Method
from diguan.domain.lookback.models import Case, Plan
from diguan.domain.lookback.precision import Interval
from diguan.domain.lookback.queries.plans import (
    MINE,
    ORDER,
    Progress,
    cases_of,
    estimate_of,
    my_cases,
    plan_of,
    plans,
    progress_in,
    progress_of,
)
from diguan.domain.lookback.queries.tables import By, Line, table
from diguan.domain.regions.queries import resolve_region
from diguan.rest.frame.callers import needs, viewer_from
from diguan.rest.frame.clock import today
from diguan.rest.frame.pages import ends, page_of
from diguan.rest.frame.problems import FORBIDDEN, Refused
from diguan.rest.frame.values import Asked, Department, Number, Page, PageAsked, Place, Text, Word

router = Router(tags=["lookback"])
Drawn = Literal["", "random", "risk", "confirmers"]


class Share(Schema):
    """A share from 0 to 1 with its exact interval (95 in 100); null where nothing was looked at."""

    share: float | None
    low: float
    high: float

    @classmethod
    def of(cls, found: Interval) -> "Share":
        """From an interval."""
        return cls(share=found.share, low=found.low, high=found.high)


class ProgressSaid(Schema):
    """How far a sample is; `late` of the given ones after their day."""

    size: int
    persisted: int
    rebounded: int
    unseen: int
    given: int
    late: int
    waiting: int

    @classmethod
    def of(cls, progress: Progress) -> "ProgressSaid":
        """From what was counted."""
        return cls(**{name: getattr(progress, name) for name in cls.model_fields})


class PlanRow(Schema):
    """A sample of what was closed in a place within half-open days. The same seed over the same population draws the same."""

    id: int
    place: Place
    department: Department | None
    closing: str
    closed_from: date
    closed_until: date
    method: str
    seed: str
    size: int
    population: int
    population_sha256: str
    lapsed: int
    days: int
    drawn_by: str
    drawn_at: datetime
    progress: ProgressSaid


class PlanOne(PlanRow):
    """A sample with the share that persists: of the whole population, of a sample by risk of those looked at alone."""

    weights: dict[str, int]
    persists: Share


class PlanPage(Page):
    """Samples, the newest first."""

    rows: list[PlanRow]


class CaseRow(Schema):
    """A closing that was drawn. `version` is sent back with what was seen; `share`: of how many closings it speaks for."""

    id: int
    version: int
    place: int
    item: int
    number: str
    title: Text
    region: Place
    indicator: str
    closing: str
    closed_on: date
    risks: list[str]
    share: float
    inspector: str
    due_on: date | None
    outcome: str
    known: str
    why: str
    note: str
    decided_on: date | None


class CasePage(Page):
    """Cases; of a sample in the order in which they were drawn, of one's own the next deadline first."""

    rows: list[CaseRow]


class PersistenceAsked(Asked):
    """By what, where; of samples drawn how (by chance alone where nothing is given)."""

    by: Literal["region", "indicator", "department", "closing", "confirmer"] = "region"
    region_code: Word = ""
    method: Drawn = ""


class PersistenceLine(Schema):
    """Figures of one value; all null where they are too few to be told to whoever asks. `label`: name of a place or person."""

    key: str
    label: str
    looked_back: int | None
    persisted: int | None
    rebounded: int | None
    unseen: int | None
    share: Share | None
    hidden: bool


class PersistenceFigures(Schema):
    """Lines in the order of their keys, all together, and the day of the last result."""

    by: str
    lines: list[PersistenceLine]
    total: PersistenceLine
    as_of: date | None


@router.get("/lookback/plans", response=PlanPage, operation_id="list_samples")
@needs(Act.LOOK_BACK)
def list_samples(request: HttpRequest, asked: Query[PageAsked]) -> PlanPage:
    """Samples of one's region."""
    slice_ = page_of(plans(viewer_from(request)), ORDER, asked)
    far, names = progress_in(slice_.rows, today()), names_of(plan.drawn_by for plan in slice_.rows)
    rows = [PlanRow(**_plan(plan, far[plan.pk], names)) for plan in slice_.rows]
    return PlanPage(rows=rows, **ends(slice_))


@router.get("/lookback/plans/{int:number}", response=PlanOne, operation_id="get_sample")
@needs(Act.LOOK_BACK)
def get_sample(request: HttpRequest, number: Path[Number]) -> PlanOne:
    """One sample."""
    return plan_one(plan_of(viewer_from(request), number))


@router.get("/lookback/plans/{int:number}/cases", response=CasePage, operation_id="list_drawn")
@needs(Act.LOOK_BACK)
def list_drawn(request: HttpRequest, number: Path[Number], asked: Query[PageAsked]) -> CasePage:
    """What was drawn."""
    slice_ = page_of(cases_of(plan_of(viewer_from(request), number)), ("place", "id"), asked)
    return CasePage(rows=case_rows(slice_.rows), **ends(slice_))


@router.get("/lookback/mine", response=CasePage, operation_id="list_my_cases")
@needs(Act.SEE)
def list_my_cases(request: HttpRequest, asked: Query[PageAsked]) -> CasePage:
    """What one is to look at again."""
    slice_ = page_of(my_cases(viewer_from(request)), MINE, asked)
    return CasePage(rows=case_rows(slice_.rows), **ends(slice_))


@router.get("/figures/persistence", response=PersistenceFigures, operation_id="get_persistence")
@needs(Act.SEE)
def get_persistence(request: HttpRequest, asked: Query[PersistenceAsked]) -> PersistenceFigures:
    """How much of what was closed persists. By who confirmed: for those who may look back."""
    viewer = viewer_from(request)
    if asked.by == "confirmer" and not viewer.may(Act.LOOK_BACK):
        raise Refused(FORBIDDEN)
    place = resolve_region(asked.region_code, viewer.scopes(Act.SEE)) if asked.region_code else ""
    methods = [Method(asked.method)] if asked.method else list(REPRESENTATIVE)
    found = table(viewer, asked.by, region_code=place, methods=methods)
    named = _named(asked.by, found.lines)
    return PersistenceFigures(
        by=asked.by,
        lines=[_line(line, named.get(line.key, line.key)) for line in found.lines],
        total=_line(found.total, ""),
        as_of=found.as_of,
    )


def plan_one(plan: Plan) -> PlanOne:
    """A sample with its figures."""
    said = _plan(plan, progress_of(plan, today()), names_of([plan.drawn_by]))
    return PlanOne(**said, weights=plan.weights, persists=Share.of(estimate_of(plan)))


def case_rows(cases: Iterable[Case]) -> list[CaseRow]:
    """Cases with the names of their inspectors."""
    rows = list(cases)
    names = names_of(case.inspector for case in rows)
    return [_case(case, names) for case in rows]


def names_of(accounts: Iterable[int | None]) -> Mapping[int, str]:
    """Names of accounts by number."""
    return dict(Account.objects.filter(pk__in={n for n in accounts if n is not None}).values_list("pk", "name"))


def _plan(plan: Plan, progress: Progress, names: Mapping[int, str]) -> dict[str, Any]:
    plain = ("closing", "closed_from", "closed_until", "method", "seed", "size", "population", "population_sha256")
    return {
        **{name: getattr(plan, name) for name in (*plain, "lapsed", "days", "drawn_at")},
        "id": plan.pk,
        "place": Place.of(plan.region_code),
        "department": Department.maybe(plan.department),
        "drawn_by": names.get(plan.drawn_by or 0, ""),
        "progress": ProgressSaid.of(progress),
    }


def _case(case: Case, names: Mapping[int, str]) -> CaseRow:
    plain = ("version", "place", "indicator", "closing", "closed_on", "risks", "share", "due_on", "outcome", "known")
    return CaseRow(
        **{name: getattr(case, name) for name in (*plain, "why", "note", "decided_on")},
        id=case.pk,
        item=case.item_id,
        number=case.item.number,
        title=Text.plain(case.item.title),
        region=Place.of(case.region_code),
        inspector=names.get(case.inspector or 0, ""),
    )


def _named(by: By, lines: Iterable[Line]) -> Mapping[str, str]:
    if by == "region":
        return {line.key: Place.of(line.key).path for line in lines}
    if by == "confirmer":
        return {str(number): name for number, name in names_of(int(line.key) for line in lines).items()}
    return {}


def _line(line: Line, label: str) -> PersistenceLine:
    plain = ("key", "looked_back", "persisted", "rebounded", "unseen", "hidden")
    share = None if line.share is None else Share.of(line.share)
    return PersistenceLine(label=label, share=share, **{name: getattr(line, name) for name in plain})
