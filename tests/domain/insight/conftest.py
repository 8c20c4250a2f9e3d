"""Figures of invented places, kept as the count keeps them."""

import random
from datetime import UTC, date, datetime

import pytest

from diguan.domain.insight.choices import ITEMS, STANDINGS
from diguan.domain.insight.models import HouseholdFigure, ItemFigure, Reckoning
from diguan.domain.insight.rolling import level_of, parent_of
from tests.domain.insight.reckoning import rolled_up

ON = date(2019, 9, 1)
AT = datetime(2019, 9, 1, 8, tzinfo=UTC)
STANDARD = "cn-two-assurances"
INDICATORS = ("safe_housing", "income")
DEPARTMENTS = ("", "education", "housing")


def stored(households=None, items=None, on=ON):
    """Keep counts of rows, rolled up, as figures of now; the count that they are of."""
    for (code, standard, indicator), numbers in rolled_up(households or {}, whole=False).items():
        HouseholdFigure.objects.create(
            region_code=code, parent_code=parent_of(code), level=level_of(code), since=on, standard=standard,
            indicator=indicator, **dict(zip(STANDINGS, numbers, strict=True)),
        )  # fmt: skip
    for (code, standard, indicator, department), numbers in rolled_up(items or {}, whole=True).items():
        ItemFigure.objects.create(
            region_code=code, parent_code=parent_of(code), level=level_of(code), since=on, standard=standard,
            indicator=indicator, department=department, **dict(zip(ITEMS, numbers, strict=True)),
        )  # fmt: skip
    return Reckoning.objects.create(on=on, at=AT, event=0, round=0, changed=1)


def townships(region, draw, most=4):
    """Some townships of two prefectures."""
    found = []
    for prefecture in ("152200000000", "150900000000"):
        for county in region.children(prefecture)[:3]:
            below = region.children(county.code)
            found += [unit.code for unit in draw.sample(below, min(len(below), draw.randint(1, most)))]
    return found


def drawn(seed, region):
    """Counts of households and items by township, most of them small, and some that stand at a county itself."""
    draw = random.Random(seed)
    households, items = {}, {}
    places = townships(region, draw)
    for code in (*places, places[0][:6] + "000000"):
        judged = draw.choice((3, 30, 60, 200))
        households[code, "", "*"] = (judged + draw.randint(0, 3), 0, 0, 0, 0, 0, 0)
        for indicator in INDICATORS:
            unmet, unknown = draw.choice((0, 1, 2, 9, 12)), draw.choice((0, 1, 3, 15))
            unmet, unknown = min(unmet, judged), min(unknown, judged - min(unmet, judged))
            uncovered = min(draw.choice((0, 0, 2, 14)), judged - unmet - unknown)
            met = judged - unmet - unknown - uncovered
            households[code, STANDARD, indicator] = (judged, met, met // 3, unmet, unknown, 0, uncovered)
        worst, bare = (max(households[code, STANDARD, i][place] for i in INDICATORS) for place in (3, 6))
        households[code, STANDARD, "*"] = (judged, 0, 1, worst, judged // 2, 0, bare)
        for department in DEPARTMENTS:
            states = [draw.choice((0, 0, 1, 4, 11)) for _ in range(8)]
            late, back = draw.randint(0, states[1]), draw.randint(0, states[1])
            items[code, STANDARD, "safe_housing", department] = (*states, late, back)
    return households, items


@pytest.fixture
def region(db):
    """The tree."""
    from diguan.domain.regions.queries import region_tree

    return region_tree()
