"""What a board says the same to everybody who may look at it: written once a count, kept by the process that wrote it.

Whether somebody may look is found out anew at every request, before anything is handed out from here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.insight.models import Reckoning
from diguan.domain.insight.queries import Board, Choice, Resting, board_of, history_of
from diguan.domain.insight.queries.board import top_of
from diguan.domain.insight.rolling import level_of
from diguan.web.board.forms import Chosen
from diguan.web.board.persisting import ranked
from diguan.web.board.showing import CLOSINGS, PLACES, Persisted, Showing, board_address, share
from diguan.web.board.tables import written_table
from diguan.web.shared.texts import language

MOST_DAYS = 14  # in the table beside the chart
MAPPED = 2  # levels whose units below are drawn as counties
MOST_KEPT = 256  # pages; one of a county has about 60,000 characters
KEY = ("living", "overdue", "rebound", "closed", "progress", "unmet", "unknown", "declared", "households")
SERIES = ("living", "overdue", "rebound", "closed", "unmet", "unknown", "declared")


@dataclass(frozen=True, slots=True)
class Sight:
    """All that decides what a board says: the count, what is chosen, how it may be seen, in which language.

    `top`: the highest unit of somebody who sees no rows here, for small figures are left out by it; "" for whoever sees them.
    `rounds`: those that the figures rest on, and whether they open. `persisted`: by unit, what looking again has shown so far.
    """

    count: tuple[int, datetime]
    choice: Choice
    top: str
    language: str
    rounds: tuple[tuple[int, bool], ...] = ()
    persisted: tuple[tuple[str, Persisted], ...] = ()
    viewer: Viewer = field(compare=False, kw_only=True)
    reckoning: Reckoning = field(compare=False, kw_only=True)
    resting: Resting = field(compare=False, kw_only=True)

    @property
    def board(self) -> Board:
        """The figures."""
        return board_of(self.viewer, self.choice, self.reckoning)


def sight_of(viewer: Viewer, chosen: Chosen, reckoning: Reckoning, persisted: Mapping[str, Persisted]) -> Sight:
    """How somebody sees what is chosen; UnableToShowBoard where they may not."""
    choice = chosen.choice
    assert choice is not None  # noqa: S101  for the type alone
    top = top_of(viewer, choice.region_code)
    return Sight(
        (reckoning.pk, reckoning.at),
        choice,
        top if viewer.is_outside(choice.region_code) else "",
        language(),
        tuple((r.pk, viewer.may(Act.SEE, r.region_code)) for r in chosen.resting.of(choice.standard)),
        tuple(sorted(persisted.items())),
        viewer=viewer,
        reckoning=reckoning,
        resting=chosen.resting,
    )


@lru_cache(maxsize=MOST_KEPT)
def written(sight: Sight) -> SafeString:
    """The figures of the page."""
    return SafeString(render_to_string("board/figures.html", _shown(sight)))


def _shown(sight: Sight) -> dict[str, Any]:
    board, choice, resting, persisted = sight.board, sight.choice, sight.resting, dict(sight.persisted)
    showing = Showing(board, resting)
    days, indicators = history_of(sight.viewer, board), showing.by_indicator()
    lines, departments = ranked(showing.places(), persisted), showing.by_department()
    looked = any(each.looked_back for each in persisted.values())
    opening = dict(sight.rounds)

    def table(rows: Any, measures: Any, name: str, heading: str, *, looks: bool = False) -> SafeString:  # noqa: ANN401
        if not rows:
            return SafeString("")
        return written_table(rows, measures, f"board:{name}.title", f"board:column.{heading}", looks=looks)

    return {
        "board": board,
        "choice": choice,
        "rounds": [(r, opening[r.pk]) for r in resting.of(choice.standard)],
        "whole": showing.whole(),
        "uncovered": showing.uncovered(indicators),
        "covered": share(board.whole["households"], board.whole["registered"]),
        "units": table(lines, PLACES, "units", "unit", looks=True),
        "ranked": looked,
        "persisted": persisted.get(choice.region_code),
        "indicators": table(indicators, showing.of_indicators, "indicators", "indicator"),
        "departments": table(departments, showing.of_departments, "departments", "department"),
        "key": KEY,
        "closings": CLOSINGS,
        "days": days[-MOST_DAYS:],
        "series": SERIES,
        "mapped": level_of(choice.region_code) <= MAPPED,
        "charts": board_address(choice, "board:charts"),
        "outlines": board_address(Choice(choice.region_code), "board:outlines"),
    }
