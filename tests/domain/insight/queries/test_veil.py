"""Figures for whoever sees no rows: every page down from the top is read, and everything is reckoned that can be."""

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.accounts.permissions import is_small
from diguan.domain.insight.choices import CLOSED, LIVING
from diguan.domain.insight.queries import Choice, board_of, map_of
from diguan.domain.insight.queries.veil import DIRECT, OF_DEPARTMENT, VERDICTS, veil_of
from tests.domain.insight.attacking import leftovers, settled
from tests.domain.insight.conftest import DEPARTMENTS, INDICATORS, STANDARD, drawn, stored
from tests.factories.accounts import REGION, viewer

pytestmark = pytest.mark.django_db


class Pages:
    """All pages from the top down: what they show, the true values, and the sums that hold."""

    def __init__(self, reckoning, top):
        self.shown, self.values, self.sums = {}, {}, []
        self._read(reckoning, top, top)

    def _read(self, reckoning, top, place):
        veil = veil_of(reckoning.pk, top, place, STANDARD)
        columns = {column for _, column in veil.cells if column[0] != "open"}
        for where in (place, *veil.units):
            for column in columns:
                self.values[where, column] = veil.cells[where, column]
                if (found := veil.shown(where, column)) is not None:
                    assert self.shown.setdefault((where, column), found) == found
                elif place == top or where != place:
                    assert (where, column) not in self.shown
            self._within(where)
        if veil.units:
            self.sums += [((place, c), [(unit, c) for unit in veil.units]) for c in columns]
        for unit in veil.units:
            if not unit.startswith(DIRECT):
                self._read(reckoning, top, unit)

    def _within(self, where):
        pairs = [("items", "living", LIVING), ("items", "closed", CLOSED)]
        sums = [((where, (kind, total)), [(where, (kind, part)) for part in parts]) for kind, total, parts in pairs]
        sums += [((where, ("items", m)), [(where, ("department", d, m)) for d in DEPARTMENTS]) for m in OF_DEPARTMENT]
        sums += [((where, ("any", "households")), [(where, ("indicator", i, v)) for v in VERDICTS]) for i in INDICATORS]
        self.sums += [(t, p) for t, p in sums if t in self.values and all(each in self.values for each in p)]


@pytest.mark.parametrize("seed", range(2))
def test_no_small_figure_of_any_page_is_shown_or_follows_from_all_of_them(region, seed):
    reckoning = stored(*drawn(seed, region))
    pages = Pages(reckoning, REGION)
    published = [cell for cell in pages.values if cell[1][0] != "department" or cell[1][2] in OF_DEPARTMENT]
    small = {cell for cell in published if is_small(pages.values[cell])}
    assert len(small) > 50
    assert not small & set(pages.shown)
    assert not small & settled(pages.sums, pages.shown, pages.values)
    assert not [out for left, out in leftovers(pages.sums, pages.shown, pages.values) if is_small(left)]
    assert len(pages.shown) > 0.2 * len(published)


def test_map_shows_of_a_county_what_the_page_above_it_shows(region):
    reckoning, auditor = stored(*drawn(3, region)), viewer(Role.AUDITOR)
    counties = map_of(auditor, Choice(REGION, STANDARD), reckoning)
    pages = {}
    for row in board_of(auditor, Choice(REGION, STANDARD), reckoning).rows:
        below = board_of(auditor, Choice(row.id, STANDARD), reckoning)
        pages |= {each.id: each.figures for each in below.rows if not each.direct}
    assert dict(counties) == pages
    assert len(counties) == 6


def test_villages_are_shown_to_nobody_who_does_not_see_their_rows(region):
    village = region.children("152222100000")[0].code
    reckoning = stored({(village, "", "*"): (500, 0, 0, 0, 0, 0, 0)})
    below = board_of(viewer(Role.AUDITOR), Choice("152222100000", STANDARD), reckoning)
    assert (below.veiled, below.rows, below.whole["registered"]) == (True, (), 500)
    assert [r.id for r in board_of(viewer(Role.COUNTY), Choice("152222100000"), reckoning).rows] == [village]


def test_items_by_indicator_are_only_for_those_who_see_them(region):
    reckoning = stored(*drawn(1, region))
    cut = board_of(viewer(Role.AUDITOR), Choice(REGION, STANDARD, INDICATORS[0]), reckoning)
    assert {cut.whole[measure] for measure in ("living", "closed", "overdue")} == {None}
    by = board_of(viewer(Role.AUDITOR, username="two"), Choice(REGION, STANDARD, department="housing"), reckoning)
    whole = board_of(viewer(Role.REGION), Choice(REGION, STANDARD, department="housing"), reckoning)
    assert by.whole["living"] in (None, whole.whole["living"])
    assert by.whole["suspected"] is None
