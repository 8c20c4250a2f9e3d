"""The page of the board."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.insight.queries import Board, Choice, Day, Resting, board_of, days_of, last_reckoning
from diguan.domain.insight.queries.board import top_of
from diguan.domain.insight.rolling import level_of, parent_of
from diguan.web.board.forms import Chosen, TakeForm
from diguan.web.board.persisting import persistence_of, ranked
from diguan.web.board.showing import CLOSINGS, PLACES, Showing, board_address, share
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs

DAYS = 400  # days back on the axis of time
MOST_DAYS = 14  # in the table beside the chart
MAPPED = 2  # levels whose units below are drawn as counties
KEY = ("living", "overdue", "rebound", "closed", "progress", "unmet", "unknown", "declared", "households")
SERIES = ("living", "overdue", "rebound", "closed", "unmet", "unknown", "declared")


@require_GET
@needs(Act.SEE_FIGURES)
def board(request: HttpRequest) -> HttpResponse:
    """Figures of a place, of the units below it, by indicator, department and day; each leads to its rows."""
    viewer = asked(request).viewer
    chosen, reckoning = Chosen(request.GET, viewer), last_reckoning()
    context: dict[str, Any] = {"form": chosen.form, "places": chosen.places}
    if chosen.choice is not None and reckoning is not None:
        found = board_of(viewer, chosen.choice, reckoning)
        context |= _shown(viewer, found, chosen.resting)
    return render(request, "board/board.html", context)


def _shown(viewer: Viewer, found: Board, resting: Resting) -> dict[str, Any]:
    showing, choice = Showing(found, resting), found.choice
    rounds = [(r, viewer.may(Act.SEE, r.region_code)) for r in resting.of(choice.standard)]
    days = history_of(viewer, found)
    persisted = persistence_of(viewer, found)
    return {
        "board": found,
        "choice": choice,
        "above": _above(viewer, choice),
        "rounds": rounds,
        "whole": showing.whole(),
        "uncovered": showing.uncovered(),
        "covered": share(found.whole["households"], found.whole["registered"]),
        "lines": ranked(showing.places(), persisted),
        "ranked": any(each.looked_back for each in persisted.values()),
        "persisted": persisted.get(choice.region_code),
        "indicators": showing.by_indicator(),
        "departments": showing.by_department(),
        "measures": {
            "places": PLACES,
            "indicators": showing.of_indicators,
            "departments": showing.of_departments,
            "closings": CLOSINGS,
            "key": KEY,
        },
        "days": days[-MOST_DAYS:],
        "series": SERIES,
        "mapped": level_of(choice.region_code) <= MAPPED,
        "charts": board_address(choice, "board:charts"),
        "outlines": board_address(Choice(choice.region_code), "board:outlines"),
        "take": TakeForm(may_reveal=viewer.may(Act.REVEAL, choice.region_code)),
        "book": board_address(choice, "board:book"),
    }


def history_of(viewer: Viewer, found: Board) -> list[Day]:
    """The days of a place. Who sees no rows gets those of the highest place alone: no sibling gives anything of it away."""
    if found.veiled and top_of(viewer, found.choice.region_code) != found.choice.region_code:
        return []
    return days_of(found.choice, _since(found.on), veiled=found.veiled)


def _since(on: date) -> date:
    return on - timedelta(days=DAYS)


def _above(viewer: Viewer, choice: Choice) -> str:
    """The unit one level up, where its figures may be seen."""
    parent = parent_of(choice.region_code)
    return parent if parent and viewer.may(Act.SEE_FIGURES, parent) else ""
