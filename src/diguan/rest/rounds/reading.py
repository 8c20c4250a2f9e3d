"""Looking at rounds."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from diguan.domain.accounts.permissions import Act, Sensitivity, Viewer
from diguan.domain.screening.findings import Finding, findings_of
from diguan.domain.screening.models import Round
from diguan.domain.screening.packs import pack_of
from diguan.domain.screening.queries import open_values, rests_on, rounds
from diguan.domain.screening.verifying import verifications
from diguan.exchange.masking import mask_name
from diguan.rest.frame.callers import needs, viewer_from
from diguan.rest.frame.pages import ends, page_of
from diguan.rest.frame.problems import ABSENT, Refused
from diguan.rest.frame.values import (
    LARGEST_NUMBER,
    Asked,
    Day,
    Department,
    Limit,
    Number,
    Page,
    PageAsked,
    Place,
    Text,
    Word,
)
from diguan.rest.households.finding import known_standard
from diguan.rest.jobs import JobOne, job_one

router = Router(tags=["rounds"])


class RoundsAsked(PageAsked):
    """Of which standard."""

    standard: Word = ""


class RoundRow(Schema):
    """A round in a list."""

    id: int
    standard: str
    version: str
    label: Text
    as_of: date
    place: Place
    households: int
    persons: int
    sha256: str
    at: datetime


class RoundPage(Page):
    """Rounds over regions that one sees whole, newest first."""

    rows: list[RoundRow]


class IndicatorFigures(Schema):
    """Of an indicator how many households are unmet, unknown, met, not applicable."""

    id: str
    label: Text
    unmet: int
    unknown: int
    met: int
    not_applicable: int


class FindingFigures(Schema):
    """Of a kind of finding how many there are, in how many households."""

    kind: str
    label: Text
    findings: int
    households: int


class PlaceFindingFigures(Schema):
    """Of a kind of finding about villages and facilities how many there are. They are counted among no households."""

    kind: str
    label: Text
    findings: int


class RoundOne(RoundRow):
    """A round in figures. `current`: how households stand in its region still rests on it."""

    current: bool
    indicators: list[IndicatorFigures]
    findings: list[FindingFigures]
    place_findings: list[PlaceFindingFigures]
    verification: JobOne | None


class FindingsAsked(Asked):
    """Of which kind, after which finding, how many."""

    kind: Word = ""
    after: Annotated[int, Field(ge=0, le=LARGEST_NUMBER)] = 0
    limit: Limit = 50


class FindingRow(Schema):
    """A suspicion about a household (`household` null: it is no longer in the registry)."""

    id: int
    kind: str
    household: int | None
    household_number: str
    name: str
    place: Place
    department: Department | None
    deadline_on: date | None
    explanation: Text


class Findings(Schema):
    """Findings; `next`: where the next ones begin, null: there are none."""

    rows: list[FindingRow]
    next: int | None


class OpenAsked(Asked):
    """Of which standard, on which day."""

    standard: Word
    as_of: Day


class OpenValue(Schema):
    """A value that somebody must stand for before the standard may judge. `stated`: what the standard says, unverified."""

    name: str
    label: Text
    unit: str
    stated: str
    source: str
    required: bool


class OpenValues(Schema):
    """Required ones first."""

    rows: list[OpenValue]


@router.get("/rounds", response=RoundPage, operation_id="list_rounds")
@needs(Act.SEE)
def list_rounds(request: HttpRequest, asked: Query[RoundsAsked]) -> RoundPage:
    """Rounds."""
    found = rounds(viewer_from(request))
    slice_ = page_of(found.filter(standard=asked.standard) if asked.standard else found, ("-id",), asked)
    return RoundPage(rows=[RoundRow(**_row(round_)) for round_ in slice_.rows], **ends(slice_))


@router.get("/rounds/open-values", response=OpenValues, operation_id="list_open_values")
@needs(Act.SCREEN)
def list_open_values(request: HttpRequest, asked: Query[OpenAsked]) -> OpenValues:
    """What must be confirmed before a round by a standard may begin."""
    del request
    found = open_values(pack_of(known_standard(asked.standard)), asked.as_of)
    return OpenValues(
        rows=[OpenValue(**{**{n: getattr(v, n) for n in OPEN}, "label": Text.of(v.label)}) for v in found]
    )


@router.get("/rounds/{int:number}", response=RoundOne, operation_id="get_round")
@needs(Act.SEE)
def get_round(request: HttpRequest, number: Path[Number]) -> RoundOne:
    """What a round found, in figures."""
    return round_one(round_seen(viewer_from(request), number))


@router.get("/rounds/{int:number}/findings", response=Findings, operation_id="list_findings")
@needs(Act.SEE)
def list_findings(request: HttpRequest, number: Path[Number], asked: Query[FindingsAsked]) -> Findings:
    """The findings of a round, each with its household and why."""
    viewer = viewer_from(request)
    found = findings_of(round_seen(viewer, number), asked.kind, asked.after, asked.limit + 1)
    rows, more = found[: asked.limit], len(found) > asked.limit
    return Findings(rows=[_finding(viewer, each) for each in rows], next=rows[-1].id if more else None)


@router.get("/rounds/{int:number}/verification", response=JobOne, operation_id="get_verification")
@needs(Act.SEE)
def get_verification(request: HttpRequest, number: Path[Number]) -> JobOne:
    """The newest recomputation of a round; absent where nobody has asked for one."""
    newest = next(iter(verifications(round_seen(viewer_from(request), number))), None)
    if newest is None:
        raise Refused(ABSENT)
    return job_one(newest)


OPEN = ("name", "unit", "stated", "source", "required")


def round_seen(viewer: Viewer, number: int) -> Round:
    """A round whose whole region somebody sees; another one is absent."""
    found = rounds(viewer).filter(pk=number).first()
    if found is None:
        raise Refused(ABSENT)
    return found


def round_one(round_: Round) -> RoundOne:
    """A round with its figures."""
    households = round_.counts["verdicts"].get("household", {})
    about_places = round_.counts.get("place_findings", {})  # absent where the standard has no rule about places
    newest = next(iter(verifications(round_)), None)
    return RoundOne(
        **_row(round_),
        current=rests_on(round_),
        indicators=[
            IndicatorFigures(id=said["id"], label=Text.plain(said), **households[said["id"]])
            for said in round_.indicators
            if said["id"] in households
        ],
        findings=[
            FindingFigures(
                kind=said["id"],
                label=Text.plain(said),
                findings=round_.counts["findings"][said["id"]],
                households=round_.counts["finding_households"][said["id"]],
            )
            for said in round_.kinds
            if said["id"] in round_.counts["findings"]
        ],
        place_findings=[
            PlaceFindingFigures(kind=said["id"], label=Text.plain(said), findings=about_places[said["id"]])
            for said in round_.kinds
            if said["id"] in about_places
        ],
        verification=None if newest is None else job_one(newest),
    )


def _row(round_: Round) -> dict[str, Any]:
    plain = ("standard", "version", "as_of", "sha256", "at")
    return {
        **{name: getattr(round_, name) for name in plain},
        "id": round_.pk,
        "label": Text.plain(round_.label),
        "place": Place.of(round_.region_code),
        "households": round_.counts["households"],
        "persons": round_.counts["persons"],
    }


def _finding(viewer: Viewer, finding: Finding) -> FindingRow:
    home = finding.household
    shown = home is not None and Sensitivity.PERSONAL in viewer.sensitivities_at(home.region_code)
    name = home.head_name if home is not None else None
    return FindingRow(
        id=finding.id,
        kind=finding.kind,
        household=home.pk if home is not None else None,
        household_number=finding.number,
        name=(name or "") if shown else mask_name(name),
        place=Place.of(finding.region_code),
        department=Department.maybe(finding.department),
        deadline_on=finding.deadline_on,
        explanation=Text.of(finding.explanation),
    )
