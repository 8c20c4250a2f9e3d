"""Drawing on a page: first what a sample says, then the sample; nothing is drawn by looking."""

import pytest

from diguan.domain.accounts.permissions import Role
from diguan.domain.audit.models import Entry
from diguan.domain.lookback.models import Plan
from tests.factories.accounts import COUNTY, OTHER_COUNTY, holder
from tests.factories.lookback import closed, plan

ASKED = {"region_code": COUNTY, "method": "random", "months": 5, "span": 6, "size": 4, "days": 20}


@pytest.fixture
def items(db):
    return [closed(running) for running in range(1, 21)]


@pytest.mark.usefixtures("items")
def test_what_a_sample_says_is_shown_before_it_is_drawn(office):
    page = office.post("/lookback/draw/", {**ASKED, "weigh": "1"}).content.decode()
    assert "销号的有 20 个，抽 4 个" in page
    assert "最多差 " in page
    assert not Plan.objects.exists()
    assert not Entry.objects.filter(action="draw_lookback").exists()


@pytest.mark.usefixtures("items")
def test_sample_is_drawn_from_a_seed_of_the_system_or_of_people(office):
    page = office.post("/lookback/draw/", {**ASKED, "draw": "1"}, follow=True).content.decode()
    given = Plan.objects.get()
    assert (given.size, len(given.seed)) == (4, 16)
    assert given.seed in page
    office.post("/lookback/draw/", {**ASKED, "seed": "摇号20200302", "draw": "1"})
    assert Plan.objects.latest("id").seed == "摇号20200302"


@pytest.mark.usefixtures("items")
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"size": ""}, "须填且只填一项"),
        ({"margin": "10"}, "须填且只填一项"),
        ({"months": "60"}, "没有可抽的销号"),
        ({"region_code": OTHER_COUNTY}, "没有代码或名称"),
        ({"method": "other"}, "error"),
        ({"days": "900"}, "1 至 120 个工作日"),
    ],
)
def test_what_cannot_be_drawn_is_refused_at_its_entry(office, wrong, said):
    page = office.post("/lookback/draw/", {**ASKED, **wrong, "draw": "1"}).content.decode()
    assert said in page
    assert "data-error-summary" in page
    assert not Plan.objects.exists()


def test_samples_are_listed_for_those_who_may_look_back_there(office, signed_in):
    closed(1)
    mine = plan(size=1)
    closed(2, place="152223100001")
    plan(size=1, region=OTHER_COUNTY)
    page = office.get("/lookback/").content.decode()
    assert page.count("/lookback/1/") + page.count(f"/lookback/{mine.pk}/") >= 1
    assert Plan.objects.count() == 2
    assert page.count("抽查方案 ") == 1
    assert signed_in(holder(Role.VILLAGE)).get("/lookback/").status_code == 403


def test_empty_list_says_what_to_do_next(office):
    assert "从“抽取样本”开始" in office.get("/lookback/").content.decode()
