"""Figures: how households stand by every standard, how the ledger stands, who has how many problems."""

from datetime import date

from django.http import HttpRequest
from ninja import Query, Router, Schema

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.ledger.queries import counts, load_by_owner, overdue_by_level
from diguan.domain.regions.queries import resolve_region
from diguan.domain.screening.queries import standings_in
from diguan.rest.frame.callers import needs, viewer_from
from diguan.rest.frame.clock import today
from diguan.rest.frame.values import Asked, Text, Word
from diguan.rest.items.shapes import PostSaid

router = Router(tags=["figures"])
MOST_OWNERS = 200


class StandingFigures(Schema):
    """Of a standard how many households were judged, have something unmet, have something unknown."""

    standard: str
    label: Text
    as_of: date
    households: int
    unmet: int
    unknown: int


class StandingsFigures(Schema):
    """The standard of the newest round first."""

    rows: list[StandingFigures]


class LedgerAsked(Asked):
    """Where, and of which department."""

    region_code: Word = ""
    department: Word = ""


class LedgerFigures(Schema):
    """How the ledger of a place stands on a day. `overdue` are among the open ones."""

    on: date
    by_state: dict[str, int]
    by_closing: dict[str, int]
    living: int
    overdue: int
    rebound: int
    postponed: int


class LevelFigures(Schema):
    """Living and overdue items of a level."""

    level: str
    living: int
    overdue: int


class OwnerFigures(Schema):
    """What one post has; null: items that belong to nobody. `oldest`: the deadline that passed first."""

    post: PostSaid | None
    level: str
    living: int
    overdue: int
    oldest: date | None
    newest_step_on: date | None


class WorkloadFigures(Schema):
    """By level, and by owner, the most overdue first (200 at most)."""

    on: date
    levels: list[LevelFigures]
    owners: list[OwnerFigures]


@router.get("/figures/standings", response=StandingsFigures, operation_id="get_standing_figures")
@needs(Act.SEE)
def get_standing_figures(request: HttpRequest) -> StandingsFigures:
    """How the households that one sees stand."""
    found = standings_in(viewer_from(request))
    plain = ("standard", "as_of", "households", "unmet", "unknown")
    return StandingsFigures(
        rows=[StandingFigures(label=Text.of(s.label), **{name: getattr(s, name) for name in plain}) for s in found]
    )


@router.get("/figures/ledger", response=LedgerFigures, operation_id="get_ledger_figures")
@needs(Act.SEE)
def get_ledger_figures(request: HttpRequest, asked: Query[LedgerAsked]) -> LedgerFigures:
    """Items by state and by way of closing."""
    viewer = viewer_from(request)
    found = counts(viewer, today(), _place(viewer, asked.region_code), asked.department)
    return LedgerFigures(
        on=today(),
        by_state={str(name): number for name, number in found.by_state.items()},
        by_closing={str(name): number for name, number in found.by_closing.items()},
        living=found.living,
        overdue=found.overdue,
        rebound=found.rebound,
        postponed=found.postponed,
    )


class WorkloadAsked(Asked):
    """Where."""

    region_code: Word = ""


@router.get("/figures/workload", response=WorkloadFigures, operation_id="get_workload_figures")
@needs(Act.SEE)
def get_workload_figures(request: HttpRequest, asked: Query[WorkloadAsked]) -> WorkloadFigures:
    """Who has how many items, and how many of them late."""
    viewer = viewer_from(request)
    place = _place(viewer, asked.region_code)
    levels = overdue_by_level(viewer, today(), place)
    return WorkloadFigures(
        on=today(),
        levels=[LevelFigures(level=str(k), living=living, overdue=late) for k, (living, late) in levels.items()],
        owners=[
            OwnerFigures(
                post=None if load.post is None else PostSaid.of(load.post),
                level=load.level,
                living=load.living,
                overdue=load.overdue,
                oldest=load.oldest,
                newest_step_on=load.newest_step_on,
            )
            for load in load_by_owner(viewer, today(), place, MOST_OWNERS)
        ],
    )


def _place(viewer: Viewer, said: str) -> str:
    return resolve_region(said, viewer.scopes(Act.SEE)) if said else ""
