"""Tables of persistence: whole for whoever sees the rows, without small figures for whoever reads figures alone."""

import random

import pytest

from diguan.domain.accounts.choices import Role
from diguan.domain.accounts.permissions import is_small
from diguan.domain.lookback.choices import Method, Outcome
from diguan.domain.lookback.models import Case
from diguan.domain.lookback.precision import interval
from diguan.domain.lookback.queries.tables import Line, Table, behind, table, without_small
from tests.factories.accounts import COUNTY, OTHER_COUNTY, REGION, viewer
from tests.factories.items import VILLAGE
from tests.factories.lookback import closed, decide, plan

HERE, THERE = "152222100001", "152223100001"


def line(key, persisted, rebounded, unseen):
    seen = persisted + rebounded
    return Line(key, seen, persisted, rebounded, unseen, interval(persisted, seen))


def drawn(seed):
    """A table as a sample may have left it, with its sum."""
    draw = random.Random(seed)
    lines = [
        line(str(number), *(draw.choice((0, 0, 1, 4, 9, 10, 30, 80)) for _ in range(3)))
        for number in range(draw.randint(1, 9))
    ]
    sums = [sum(each) for each in zip(*((x.persisted, x.rebounded, x.unseen) for x in lines), strict=True)]
    return Table(lines, line("", *sums), None)


@pytest.mark.parametrize("seed", range(60))
def test_no_small_figure_is_told_nor_follows_from_the_others(seed):
    whole = drawn(seed)
    told = without_small(whole)
    shown = [each for each in told.lines if not each.hidden]
    assert all(not is_small(figure) for each in (*shown, told.total) for figure in each.figures)
    assert [each.key for each in told.lines] == [each.key for each in whole.lines]
    if len(shown) < len(told.lines) and not told.total.hidden:
        left = [w - sum(s) for w, s in zip(told.total.figures, _columns(shown), strict=True)]
        assert not any(is_small(figure) for figure in left)
        assert len(told.lines) - len(shown) > 1


def _columns(lines):
    return zip(*(each.figures for each in lines), strict=True) if lines else [()] * 4


def test_table_of_large_figures_is_told_whole():
    whole = Table([line("a", 12, 10, 0), line("b", 40, 20, 11)], line("", 52, 30, 11), None)
    assert without_small(whole) == whole


@pytest.mark.django_db
def test_auditor_reads_one_table_of_all_places_and_no_part_of_it():
    for running in range(1, 41):
        closed(running, place=HERE if running <= 20 else THERE)
    plan(size=40, region=REGION)
    for number, case in enumerate(Case.objects.order_by("item__running")):
        decide(case, Outcome.PERSISTS if number % 2 else Outcome.REBOUNDED)
    auditor, region = viewer(Role.AUDITOR, over=REGION), viewer(Role.REGION, over=REGION)
    told = table(auditor, "region")
    assert [(each.key, each.persisted, each.rebounded) for each in told.lines] == [
        (COUNTY, 10, 10),
        (OTHER_COUNTY, 10, 10),
    ]
    assert told == table(region, "region")
    for part in ({"region_code": COUNTY}, {"methods": (Method.RANDOM,)}, {"since": told.as_of}, {"until": told.as_of}):
        assert table(auditor, "region", **part).total.hidden, part
        assert table(auditor, "region", **part).lines == [], part
    assert table(auditor, "confirmer").lines == []
    assert not behind(auditor, "region", COUNTY).exists()
    assert behind(region, "region", COUNTY).count() == 20


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.VILLAGE, Role.COUNTY, Role.PREFECTURE, Role.REGION])
def test_whoever_sees_the_rows_reads_small_figures(role):
    closed(1, place=VILLAGE)
    plan(size=1)
    decide(Case.objects.get(), Outcome.PERSISTS)
    assert table(viewer(role), "region").total.persisted == 1
