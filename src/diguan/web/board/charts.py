"""What the charts of the board draw: numbers as they stand in the tables, and the outlines of counties. Fetched after the page."""

import json
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.insight.queries import Board, Choice, history_of, last_reckoning, map_of
from diguan.domain.insight.queries.board import Row
from diguan.domain.insight.rolling import level_of
from diguan.domain.regions.queries import region_name, region_tree
from diguan.engine.regions.outlines import UnableToDrawMap, county_outlines, forget_outlines
from diguan.web.board.forms import Chosen
from diguan.web.board.showing import PLACES, board_address, progress
from diguan.web.board.written import MAPPED, MOST_KEPT, SERIES, Sight, sight_of
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs

DIGITS = 3  # of a degree: about a hundred metres
A_DAY = 24 * 3600


@require_GET
@needs(Act.SEE_FIGURES)
def data(request: HttpRequest) -> HttpResponse:
    """Figures of counties for the map, of the units below for the bars, of days for the curve."""
    viewer = asked(request).viewer
    chosen = Chosen(request.GET, viewer, reckoning := last_reckoning())
    if chosen.choice is None or reckoning is None:
        raise Http404
    return HttpResponse(drawn(sight_of(viewer, chosen, reckoning, {})), content_type="application/json")


@lru_cache(maxsize=MOST_KEPT)
def drawn(sight: Sight) -> str:
    """The figures that are drawn, as JSON."""
    viewer, choice, found = sight.viewer, sight.choice, sight.board
    mapped = level_of(choice.region_code) <= MAPPED
    counties = map_of(viewer, choice, sight.reckoning) if mapped else {}
    said = {
        "counties": [_unit(Row(code, figures), choice) for code, figures in counties.items()],
        "units": [_unit(row, choice) for row in found.rows if not row.direct],
        "days": _days(viewer, found),
    }
    return json.dumps(said, separators=(",", ":"))


def _unit(row: Row, choice: Choice) -> dict[str, Any]:
    down = Choice(row.id, choice.standard, choice.indicator, choice.department)
    figures = {measure: row[measure] for measure in PLACES if measure != "progress"}
    return {
        "code": row.id,
        "name": region_name(row.id),
        "address": board_address(down),
        **figures,
        "progress": progress(row),
    }


def _days(viewer: Viewer, found: Board) -> list[dict[str, Any]]:
    return [
        {"on": day.on.isoformat(), **{name: day.figures[name] for name in SERIES}} for day in history_of(viewer, found)
    ]


@require_GET
@needs(Act.SEE_FIGURES)
def outlines(request: HttpRequest) -> HttpResponse:
    """Outlines of the counties of a place; none where nobody has installed any. They change with the program alone."""
    viewer = asked(request).viewer
    chosen = Chosen(request.GET, viewer, last_reckoning())
    if chosen.choice is None or level_of(chosen.choice.region_code) > MAPPED:
        raise Http404
    response = JsonResponse(
        {"type": "FeatureCollection", "features": _features(region_tree().form.scheme.significant(chosen.place))}
    )
    response.headers["Cache-Control"] = f"private, max-age={A_DAY}"
    return response


def _features(head: str) -> list[dict[str, Any]]:
    return [feature for feature in _all_features() if feature["properties"]["name"].startswith(head)]


@lru_cache(maxsize=1)
def _all_features() -> tuple[dict[str, Any], ...]:
    """Outlines of every county of the tree, as coarse as a screen needs them; the whole country is not kept in mind."""
    try:
        found = county_outlines([unit.code for unit in region_tree().units(region_tree().levels[0].id)], region_tree())
    except UnableToDrawMap:
        return ()
    finally:
        forget_outlines()
    return tuple(
        {
            "type": "Feature",
            "properties": {"name": each.code},
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [[_coarse(r) for r in rings] for rings in each.polygons],
            },
        }
        for each in found
    )


def _coarse(ring: tuple[tuple[float, float], ...]) -> list[list[float]]:
    """A ring without points that fall together; the first one is the last one again."""
    points = [[round(x, DIGITS), round(y, DIGITS)] for x, y in ring]
    return [point for place, point in enumerate(points) if not place or point != points[place - 1]]
