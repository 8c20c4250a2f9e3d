"""The board: figures of a place, of the units below it, by indicator and department; for whoever may see figures, rows or none."""

from datetime import date, datetime

from django.http import HttpRequest
from ninja import Query, Router, Schema

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.accounts.queries import departments
from diguan.domain.insight.queries import Board, Choice, Resting, Row, board_of, history_of, last_reckoning, resting_on
from diguan.domain.insight.queries.board import UnableToShowBoard, places_of
from diguan.domain.regions.queries import region_name, resolve_region
from diguan.engine.documents import Label
from diguan.rest.frame.callers import needs, viewer_from
from diguan.rest.frame.problems import INVALID, Fault, Refused
from diguan.rest.frame.values import Asked, Place, Text, Word

router = Router(tags=["figures"])
NOT_THERE = Label("这里没有按它判过", "nothing was judged by it here")


class BoardAsked(Asked):
    """Where, by which standard (that of the newest round where none is given), one indicator of it, one department."""

    region_code: Word = ""
    standard: Word = ""
    indicator: Word = ""
    department: Word = ""


class Measures(Schema):
    """Figures of one unit, indicator or department by measure; null: left out because it is small, or nobody counted it.

    `own`: of the unit itself, not of one below it.
    """

    id: str
    label: Text
    own: bool
    figures: dict[str, int | None]


class RoundSaid(Schema):
    """A round that the figures of households rest on."""

    id: int
    as_of: date
    place: Place


class BoardFigures(Schema):
    """`on`, `at`: when it was counted; null: nothing was yet. `veiled`: whoever asks sees no rows here, and reads no small figures."""

    on: date | None
    at: datetime | None
    place: Place
    standard: str
    indicator: str
    department: str
    veiled: bool
    whole: Measures | None
    places: list[Measures]
    indicators: list[Measures]
    departments: list[Measures]
    rounds: list[RoundSaid]


class DayFigures(Schema):
    """Figures from a day on, by measure; null: left out because it is small, or nobody knew yet."""

    on: date
    figures: dict[str, int | None]


class BoardDays(Schema):
    """Days on which a figure of the place changed, earliest first. `veiled`: as with the board; then one's highest place alone has days."""

    place: Place
    standard: str
    indicator: str
    department: str
    veiled: bool
    rows: list[DayFigures]


@router.get("/figures/board", response=BoardFigures, operation_id="get_board")
@needs(Act.SEE_FIGURES)
def get_board(request: HttpRequest, asked: Query[BoardAsked]) -> BoardFigures:
    """The board of a place; without one that of the highest unit whose figures one may see."""
    viewer = viewer_from(request)
    reckoning = last_reckoning()
    resting = resting_on(place := _place(viewer, asked.region_code), reckoning)
    choice = _choice(place, resting, asked)
    if reckoning is None:
        return _said(choice, None, resting)
    return _said(choice, board_of(viewer, choice, reckoning), resting)


@router.get("/figures/board/days", response=BoardDays, operation_id="list_board_days")
@needs(Act.SEE_FIGURES)
def list_board_days(request: HttpRequest, asked: Query[BoardAsked]) -> BoardDays:
    """How the figures of a place went over the last 400 days."""
    viewer = viewer_from(request)
    reckoning = last_reckoning()
    choice = _choice(place := _place(viewer, asked.region_code), resting_on(place, reckoning), asked)
    board = None if reckoning is None else board_of(viewer, choice, reckoning)
    days = [] if board is None else history_of(viewer, board)
    return BoardDays(
        place=Place.of(place),
        standard=choice.standard,
        indicator=choice.indicator,
        department=choice.department,
        veiled=board is not None and board.veiled,
        rows=[DayFigures(on=day.on, figures=day.figures) for day in days],
    )


def _place(viewer: Viewer, said: str) -> str:
    if said:
        return resolve_region(said, viewer.scopes(Act.SEE_FIGURES))
    own = places_of(viewer)
    if not own:
        raise UnableToShowBoard
    return own[0]


def _choice(place: str, resting: Resting, asked: BoardAsked) -> Choice:
    """What is looked at; a standard, indicator or department that is none here is refused, it does not count as all of them."""
    standard = asked.standard or next(iter(resting.standards), "")
    known = {"standard": resting.standards, "indicator": resting.indicators(standard), "department": departments()}
    for name, there in known.items():
        value = getattr(asked, name)
        if value and value not in there:
            raise Refused(INVALID, errors=[Fault(f"query.{name}", NOT_THERE, value=value)])
    return Choice(place, standard, asked.indicator, asked.department)


def _said(choice: Choice, board: Board | None, resting: Resting) -> BoardFigures:
    named = resting.indicators(choice.standard)
    return BoardFigures(
        on=None if board is None else board.on,
        at=None if board is None else board.at,
        place=Place.of(choice.region_code),
        standard=choice.standard,
        indicator=choice.indicator,
        department=choice.department,
        veiled=board is not None and board.veiled,
        whole=None if board is None else _measures(board.whole, _region(board.whole.id)),
        places=[_measures(row, _region(row.id)) for row in (() if board is None else board.rows)],
        indicators=[_measures(row, named.get(row.id)) for row in (() if board is None else board.indicators)],
        departments=[_measures(row, departments().get(row.id)) for row in (() if board is None else board.departments)],
        rounds=[RoundSaid(id=r.pk, as_of=r.as_of, place=Place.of(r.region_code)) for r in resting.of(choice.standard)],
    )


def _region(code: str) -> Label:
    name = region_name(code)
    return Label(name, name)


def _measures(row: Row, label: Label | None) -> Measures:
    said = label or Label(row.id, row.id)
    return Measures(id=row.id, label=Text.of(said), own=row.direct, figures=dict(row.figures))
