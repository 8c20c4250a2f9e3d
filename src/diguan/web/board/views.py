"""The page of the board."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.insight.queries import Choice, last_reckoning
from diguan.domain.insight.rolling import parent_of
from diguan.web.board.forms import Chosen, TakeForm
from diguan.web.board.persisting import persistence_of
from diguan.web.board.showing import board_address
from diguan.web.board.written import sight_of, written
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs


@require_GET
@needs(Act.SEE_FIGURES)
def board(request: HttpRequest) -> HttpResponse:
    """Figures of a place, of the units below it, by indicator, department and day; each leads to its rows."""
    viewer, reckoning = asked(request).viewer, last_reckoning()
    chosen = Chosen(request.GET, viewer, reckoning)
    context: dict[str, Any] = {"form": chosen.form, "places": chosen.places}
    if (choice := chosen.choice) is not None and reckoning is not None:
        sight = sight_of(viewer, chosen, reckoning, persistence_of(viewer, choice))
        context |= {
            "choice": choice,
            "above": _above(viewer, choice),
            "figures": written(sight),
            "take": TakeForm(may_reveal=viewer.may(Act.REVEAL, choice.region_code)),
            "book": board_address(choice, "board:book"),
        }
    return render(request, "board/board.html", context)


def _above(viewer: Viewer, choice: Choice) -> str:
    """The unit one level up, where its figures may be seen."""
    parent = parent_of(choice.region_code)
    return parent if parent and viewer.may(Act.SEE_FIGURES, parent) else ""
