"""Figures of every county below a place, for its map."""

from collections.abc import Mapping

from django.db.models import Q

from diguan.domain.accounts.permissions import Viewer
from diguan.domain.insight.choices import ALL, REGISTER
from diguan.domain.insight.models import HouseholdFigure, Reckoning
from diguan.domain.insight.queries.board import Figures, row_of, top_of
from diguan.domain.insight.queries.cells import household_cells, item_cells
from diguan.domain.insight.queries.choice import Choice
from diguan.domain.insight.queries.veil import veil_of
from diguan.domain.insight.rolling import parent_of
from diguan.domain.insight.suppression import Column
from diguan.domain.regions.queries import subtree

COUNTY_LEVEL = 3


def map_of(viewer: Viewer, choice: Choice, reckoning: Reckoning) -> Mapping[str, Figures]:
    """Figures by county. UnableToShowBoard where the place is none of the viewer's."""
    top = top_of(viewer, choice.region_code)
    low, high = subtree(choice.region_code)
    counties = Q(level=COUNTY_LEVEL, region_code__gte=low, region_code__lt=high)
    if viewer.is_outside(choice.region_code):
        return _veiled(choice, reckoning, top, counties)
    cells = household_cells(counties & (Q(standard=REGISTER) | Q(indicator=choice.judged_by)), choice.standard)
    cells.update(item_cells(counties if choice.cut else counties & Q(standard=ALL), choice))

    def shown(where: str, column: Column) -> int | None:
        return cells[where, column]

    return {code: row_of(code, choice, shown).figures for code in sorted({code for code, _ in cells})}


def _veiled(choice: Choice, reckoning: Reckoning, top: str, counties: Q) -> Mapping[str, Figures]:
    """Each county as the page of the unit above it shows it."""
    now = HouseholdFigure.objects.filter(counties, until__isnull=True, standard=REGISTER)
    found = {}
    for code in now.order_by("region_code").values_list("region_code", flat=True):
        above = top if code == top else parent_of(code)
        veil = veil_of(reckoning.pk, top, above, choice.standard)
        found[code] = row_of(code, choice, veil.cut_to(choice)).figures
    return found
