"""A board says what is stored, cut to whoever asks."""

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.insight.queries import Choice, UnableToShowBoard, board_of, map_of
from diguan.domain.insight.queries.board import places_of
from tests.domain.insight.conftest import INDICATORS, STANDARD, drawn, stored
from tests.factories.accounts import COUNTY, OTHER_COUNTY, PREFECTURE, REGION, viewer

pytestmark = pytest.mark.django_db
HOUSING, INCOME = INDICATORS
HERE, BESIDE, ELSEWHERE = "152222100000", "152222101000", "152223100000"


def counts(place, unmet, *, living, overdue=0, department="housing", indicator=HOUSING):
    """Households and items of a place."""
    households = {
        (place, "", "*"): (50, 0, 0, 0, 0, 0, 0),
        (place, STANDARD, "*"): (40, 0, 7, unmet, 5, 0, 0),
        (place, STANDARD, indicator): (40, 35 - unmet, 7, unmet, 5, 0, 0),
    }
    return households, {(place, STANDARD, indicator, department): (0, living, 0, 2, 1, 0, 0, 3, overdue, 1)}


def kept(*each):
    households, items = {}, {}
    for one, other in each:
        households |= one
        items |= other
    return stored(households, items)


@pytest.fixture
def reckoning(region):
    return kept(
        counts(HERE, 3, living=6, overdue=2),
        counts(BESIDE, 1, living=4, department="water"),
        counts(COUNTY, 0, living=1),
        counts(ELSEWHERE, 9, living=9),
    )


def test_whole_is_the_sum_of_its_units_and_of_what_stands_at_it_itself(reckoning):
    board = board_of(viewer(Role.COUNTY), Choice(COUNTY, STANDARD), reckoning)
    assert [(row.id, row.direct) for row in board.rows] == [(HERE, False), (BESIDE, False), (COUNTY, True)]
    for measure in ("registered", "households", "unmet", "unknown", "declared", "living", "closed", "overdue"):
        assert board.whole[measure] == sum(row[measure] for row in board.rows), measure
    whole = {"registered": 150, "unmet": 4, "living": 11, "closed": 9, "overdue": 2, "withdrawn": 9}
    assert {name: board.whole[name] for name in whole} == whole
    assert (board.veiled, board.on, board.at) == (False, reckoning.on, reckoning.at)


def test_indicator_and_department_cut_the_figures(reckoning):
    county = viewer(Role.COUNTY)
    by = board_of(county, Choice(COUNTY, STANDARD, HOUSING, "water"), reckoning)
    assert (by.whole["living"], by.whole["unmet"], by.rows[1]["living"]) == (4, 4, 4)
    assert [(row.id, row["living"]) for row in by.departments] == [("housing", 7), ("water", 4)]
    assert board_of(county, Choice(COUNTY, STANDARD, INCOME), reckoning).whole["living"] == 0
    plain = board_of(county, Choice(COUNTY, STANDARD), reckoning)
    assert [(row.id, row["unmet"], row["living"]) for row in plain.indicators] == [(HOUSING, 4, 11)]


@pytest.mark.parametrize("role", [Role.COUNTY, Role.DEPARTMENT, Role.TOWNSHIP])
@pytest.mark.parametrize("place", [OTHER_COUNTY, ELSEWHERE, PREFECTURE, REGION])
def test_place_of_others_is_no_place(reckoning, role, place):
    with pytest.raises(UnableToShowBoard):
        board_of(viewer(role), Choice(place, STANDARD), reckoning)
    with pytest.raises(UnableToShowBoard):
        map_of(viewer(role, username="again"), Choice(place, STANDARD), reckoning)


def test_administrator_sees_no_figures(reckoning):
    somebody = viewer(Role.ADMINISTRATOR)
    assert places_of(somebody) == []
    with pytest.raises(UnableToShowBoard):
        board_of(somebody, Choice(REGION), reckoning)


def test_map_has_every_county_below_and_no_other(region):
    reckoning = stored(*drawn(2, region))
    counties = map_of(viewer(Role.PREFECTURE), Choice(PREFECTURE, STANDARD), reckoning)
    board = board_of(viewer(Role.PREFECTURE, username="again"), Choice(PREFECTURE, STANDARD), reckoning)
    assert dict(counties) == {row.id: row.figures for row in board.rows if not row.direct}
    assert {code[:4] for code in counties} == {"1522"}


def test_figures_of_another_standard_are_not_mixed_in(region):
    other = ({(HERE, "other", "*"): (9, 0, 0, 9, 9, 0, 0)}, {(HERE, "other", HOUSING, "housing"): (0, 5, *[0] * 8)})
    reckoning = kept(counts(HERE, 3, living=6), other)
    board = board_of(viewer(Role.COUNTY), Choice(COUNTY, STANDARD), reckoning)
    assert (board.whole["unmet"], board.whole["living"]) == (3, 11)
    assert board_of(viewer(Role.REGION), Choice(COUNTY, STANDARD, HOUSING), reckoning).whole["living"] == 6
