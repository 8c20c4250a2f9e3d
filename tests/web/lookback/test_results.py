"""Figures of persistence on a page: with intervals, small ones left out outside the chain, persons for those who look back alone."""

import html
import re

import pytest

from diguan.domain.accounts.permissions import Role
from diguan.domain.lookback.choices import Outcome
from diguan.domain.lookback.models import Case
from tests.factories.accounts import COUNTY, holder
from tests.factories.lookback import closed, decide, plan

NEXT = "152222101001"


@pytest.fixture
def looked(db):
    """Twelve in one township of which nine persist, four in another."""
    for running in range(1, 17):
        closed(running, **({"place": NEXT} if running > 12 else {}), by=901 if running % 2 else 902)
    plan(size=16)
    for case in Case.objects.select_related("item"):
        decide(case, Outcome.REBOUNDED if case.item.running in (1, 2, 3, 13) else Outcome.PERSISTS)


def page_of(signed_in, role, **asked):
    return signed_in(holder(role)).get("/lookback/results/", asked).content.decode()


@pytest.mark.usefixtures("looked")
def test_county_sees_every_figure_with_its_interval(signed_in):
    page = page_of(signed_in, Role.COUNTY, region_code="152222000000")
    assert "75.0%（42.8% 至 94.5%）" in page
    assert "数小" not in page
    assert "2020年3月20日" in page


@pytest.mark.usefixtures("looked")
def test_outside_the_chain_small_figures_and_what_would_tell_them_are_left_out(signed_in):
    page = page_of(signed_in, Role.AUDITOR)
    assert "您看得到数字，看不到名单" in page
    assert page.count("数小，不显示") == 2  # the county, of which four came back, and the sum, which is the same
    assert "/lookback/results/rows/" not in page
    assert "75.0%" in page_of(signed_in, Role.PREFECTURE, region_code=COUNTY)


@pytest.mark.usefixtures("looked")
def test_persons_are_shown_to_those_who_look_back_alone(signed_in):
    assert "按什么看" in page_of(signed_in, Role.VILLAGE, by="confirmer")
    assert 'value="confirmer"' not in page_of(signed_in, Role.TOWNSHIP)
    assert 'value="confirmer"' in page_of(signed_in, Role.COUNTY, by="confirmer")


@pytest.mark.usefixtures("looked")
@pytest.mark.parametrize("by", ["region", "indicator", "department", "closing", "confirmer"])
def test_every_way_of_looking_counts_the_same(signed_in, by):
    page = page_of(signed_in, Role.COUNTY, by=by)
    assert '<td class="number">16</td><td class="number">12</td><td class="number">4</td>' in page.split("<tfoot>")[1]


def test_nothing_yet_says_what_to_do(signed_in, db):
    assert "先抽取样本" in page_of(signed_in, Role.COUNTY)


@pytest.mark.usefixtures("looked")
def test_figure_leads_to_its_cases_and_a_hidden_one_to_none(signed_in):
    county = signed_in(holder(Role.COUNTY))
    page = county.get("/lookback/results/", {"region_code": COUNTY}).content.decode()
    links = [html.unescape(link) for link in re.findall(r'href="(/lookback/results/rows/[^"]+)"', page)]
    counts = [county.get(link).content.decode().count('<td class="place">') for link in links]
    assert counts == [12, 4]
    auditor = signed_in(holder(Role.AUDITOR))
    assert auditor.get("/lookback/results/rows/", {"by": "region", "key": COUNTY}).status_code == 403
    assert county.get("/lookback/results/rows/", {"by": "confirmer", "key": "x"}).status_code == 404
    assert (
        county.get("/lookback/results/rows/", {"by": "confirmer", "key": "901"}).content.decode().count("152222-") == 8
    )
