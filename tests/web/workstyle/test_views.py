"""The page of work style: figures that lead to their rows, compared per 100 households, of one's own region alone; nobody is named."""

import re
from datetime import UTC, date, datetime

import pytest

from diguan.domain.accounts.permissions import Role
from diguan.domain.audit.actions import append_audit
from diguan.domain.fieldwork.models import Visit
from diguan.domain.ledger.choices import State, Step
from tests.factories.accounts import COUNTY, holder
from tests.factories.items import VILLAGE
from tests.factories.lookback import at, closed, event
from tests.web.households.conftest import home, load

TODAY = date(2019, 8, 7)  # a Wednesday
NOW = datetime(2019, 8, 7, 2, tzinfo=UTC)
NEXT, THERE = "152222101001", "152223100001"


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch):
    monkeypatch.setattr("diguan.web.workstyle.views.today", lambda: TODAY)
    monkeypatch.setattr("diguan.web.workstyle.views.now", lambda: NOW)


def visited(number, place, day, *, asked=5, seconds=300, outcome="met"):
    Visit.objects.create(
        token=f"{number}{place}{day}", county=place[:6], household_number=number, region_code=place, made_on=day,
        made_by=77, outcome=outcome, told_by="" if outcome == "absent" else "head", asked=asked, answered=0,
        seconds=seconds, at=at(day),
    )  # fmt: skip


@pytest.fixture
def recorded(db):
    """A county's weeks, written down by hand; and canaries of another."""
    load(*(home(f"{n}", VILLAGE) for n in range(1001, 1005)), home("2001", NEXT), home("9001", THERE))
    visited("1001", VILLAGE, date(2019, 8, 5))
    visited("1002", VILLAGE, date(2019, 8, 6), asked=7, seconds=120)
    visited("1003", VILLAGE, date(2019, 7, 30), outcome="absent")
    visited("2001", NEXT, date(2019, 8, 1))
    visited("9001", THERE, date(2019, 8, 5), asked=99)
    visited("1001", VILLAGE, date(2019, 6, 9), asked=50)  # before the eight weeks
    one = closed(1, on=date(2019, 8, 1))
    event(one, Step.REBOUND, at(date(2019, 8, 6)), before=State.CLOSED, after=State.OPEN)
    two = closed(2, on=date(2019, 8, 2), closing="verified")
    event(two, Step.CONFIRM, at(date(2019, 8, 1)), actor=9, before=State.SUBMITTED, after=State.SUBMITTED,
          accepted=False, refusal="same_person")  # fmt: skip
    for action, place in (("hand_out_visits", VILLAGE), ("load_inputs", COUNTY), ("take_ledger_book", THERE)):
        append_audit(
            actor=None, action=action, subject="round", subject_id="1", region_code=place,
            detail={"questions": 12} if action == "hand_out_visits" else {}, at=at(date(2019, 8, 2)),
        )  # fmt: skip


@pytest.fixture
def county(signed_in, recorded):
    return signed_in(holder(Role.COUNTY))


def figures(page, place):
    """Figures of a line of a page by their name."""
    found = re.findall(rf"figure=(\w+)&amp;region_code={place}&amp;since=[\d-]+&amp;until=[\d-]+\">([\d,]+)</a>", page)
    return {name: int(number.replace(",", "")) for name, number in found}


def test_figures_of_each_township_are_those_counted_by_hand(county):
    page = county.get("/workstyle/", {"region_code": COUNTY}).content.decode()
    assert figures(page, "152222100000") == {
        "visits": 2, "absent": 1, "asked": 17, "minutes": 12, "handed_out": 1, "questions_out": 12, "closed": 2, "paper": 1,
        "rebounded": 1,
    }  # fmt: skip
    assert figures(page, "152222101000") == {"visits": 1, "asked": 5, "minutes": 5}
    assert figures(page, COUNTY) == {"handed_in": 2}  # the households themselves were loaded
    assert '<small class="text-secondary">50.0</small>' in page  # two visits to four households
    assert "2019年6月17日至2019年8月11日" in page
    assert "152223" not in page


def test_weeks_hold_what_happened_in_them(county):
    page = county.get("/workstyle/", {"region_code": COUNTY, "by": "week", "weeks": 2}).content.decode()
    weeks = re.findall(r'<tr><th scope="row">(\d{4}-\d\d-\d\d)</th>', page)
    assert sorted(set(weeks)) == ["2019-07-29", "2019-08-05"]
    assert 'since=2019-08-05&amp;until=2019-08-12">2</a>' in page


@pytest.mark.parametrize(
    ("figure", "count", "said"),
    [
        ("visits", 3, "见到了人"), ("absent", 1, "家中无人"), ("asked", 4, "1002"), ("minutes", 4, ""),
        ("handed_out", 1, "取走走访表"), ("handed_in", 2, "导入"), ("closed", 2, "核实无误"), ("paper", 1, "不能自己确认"),
        ("rebounded", 1, "152222-1"), ("repeated", 0, ""), ("supplied", 0, ""), ("questions_out", 1, ""),
    ],
)  # fmt: skip
def test_every_figure_leads_to_its_rows(county, figure, count, said):
    asked = {"figure": figure, "region_code": COUNTY, "since": "2019-06-17", "until": "2019-08-12"}
    page = county.get("/workstyle/rows/", asked).content.decode()
    assert page.count('<td class="day">') == count
    assert said in page
    assert "9001" not in page


def test_answers_and_closings_are_told_by_level(county):
    page = county.get("/workstyle/", {"region_code": COUNTY}).content.decode()
    assert "从报销号到答复" in page
    assert "销号方式与确认的级别" in page


@pytest.mark.parametrize(
    "asked", [{}, {"figure": "visits"}, {"figure": "x", "since": "2019-01-01", "until": "2019-02-01"}]
)
def test_rows_of_nothing_are_absent(county, asked):
    assert county.get("/workstyle/rows/", asked).status_code == 404


def test_nothing_recorded_says_what_to_do(signed_in, db):
    assert "可以加长周数" in signed_in(holder(Role.COUNTY)).get("/workstyle/").content.decode()


def test_form_shows_what_the_page_goes_by_and_what_is_recorded_at_the_county_itself_has_no_households(county):
    response = county.get("/workstyle/")
    page = response.content.decode()
    assert 'name="weeks" value="8"' in page
    own = next(row for row in response.context["tables"][0]["rows"] if row["line"].key == COUNTY)
    assert (own["own"], own["line"].households) == (True, 0)
    line = re.search(r"<tr><th scope=\"row\">([^<]*本级[^<]*)</th><td class=\"number\">([^<]*)</td>", page)
    assert line.groups()[1] == "–"
    below = [row["name"] for row in response.context["tables"][0]["rows"] if not row["own"]]
    assert below
    assert not [name for name in below if " " in name]
