"""Households over the API: what the pages show, masked as there, page after page."""

import re

import pytest
from django.utils.html import escape

from diguan.domain.accounts.permissions import Role
from diguan.domain.registry.models import Household
from tests.factories.accounts import PREFECTURE, holder
from tests.factories.programs import Program
from tests.factories.worlds import AS_OF
from tests.web.households.conftest import home, load, stand

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client):
    """A browser that has signed in as an account."""

    def signed_in(account):
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


@pytest.mark.parametrize("role", [Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY, Role.PREFECTURE, Role.REGION])
def test_list_is_that_of_the_page(browser, two_counties, role):
    load(home("1002", name="单大明", dangerous_house=False), home("1003", status="poor"), number=5)
    account = holder(role, over=two_counties[0].region_code if role is Role.VILLAGE else None)
    for questions in ({}, {"status": "exited"}, {"sort": "-region_code"}, {"region_code": two_counties[0].region_code}):
        page = browser(account).get("/households/", questions).context
        said = Program(account).read("households", count=True, **questions)
        assert [row["number"] for row in said["rows"]] == [row["household"].number for row in page["rows"]]
        assert [row["name"] for row in said["rows"]] == [row["name"] for row in page["rows"]]
        assert (said["count"], said["standard"]) == (page["count"], page["standard"])


@pytest.mark.parametrize("standing", ["unmet", "unknown", "met", "not_applicable", "declared", "uncovered"])
def test_how_they_stand_is_asked_as_on_the_page(browser, two_counties, standing):
    load(home("1002"), home("1003"), number=5)
    for number, grades in (("1001", "111"), ("1002", "911"), ("1003", "212")):
        stand(number, unmet=0, unknown=1, grades=grades)
    account = holder(Role.COUNTY)
    for indicator in ("i0", "i1"):
        asked = {"standard": "cn-two-assurances", "standing": standing, "indicator": indicator}
        page = browser(account).get("/households/", asked).context
        said = Program(account).read("households", count=True, **asked)
        assert [row["number"] for row in said["rows"]] == [row["household"].number for row in page["rows"]]
        assert said["count"] == page["count"]


def test_what_is_asked_of_one_indicator_needs_one(program, two_counties):
    stand("1001", unmet=0, unknown=1, grades="911")
    asking = program()
    refused = asking.get("households", standing="uncovered")
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:diguan:problem:invalid")
    found = asking.read("households", standing="uncovered", indicator="i0", standard="cn-two-assurances")
    assert [row["number"] for row in found["rows"]] == ["1001"]
    assert asking.get("households", standing="declared").status_code == 200


@pytest.mark.parametrize("role", [Role.VILLAGE, Role.COUNTY, Role.PREFECTURE])
def test_one_household_is_that_of_the_page(browser, two_counties, role):
    here = two_counties[0]
    account = holder(role, over=here.region_code if role is Role.VILLAGE else None)
    page = browser(account).get(f"/households/{here.pk}/?all=1").context
    said = Program(account).read(f"households/{here.pk}")
    assert (said["name"], said["size"], said["standard"]) == (page["name"], page["size"], page["chosen"].pack.id)
    told = [fact["value"]["zh"] for fact in said["facts"] if fact["value"]]
    assert len(told) >= 3
    assert [value for value in told if escape(value) not in page["facts"]] == []
    for verdict in ("unmet", "unknown"):
        judged = [v["indicator"] for v in said["verdicts"] if v["verdict"] == verdict]
        assert len(judged) == page[verdict]
        assert [each for each in judged if f"#{each}" not in page["open_opinions"]] == []
    asked = re.findall(r"\?fact=(\w+)", page["questions"])  # whoever may not record has no address there
    assert page["questions"].count("<li>") == len(said["questions"]) > 0
    assert asked == ([] if role is Role.PREFECTURE else [q["fact"] for q in said["questions"]])
    assert [m["name"] for m in said["members"]] == re.findall(r"<h3>(.*?) <span", page["members"])


def test_name_is_masked_where_the_page_masks_it(program, two_counties):
    assert program(Role.COUNTY).read("households")["rows"][0]["name"] == "单小明"
    assert program(Role.PREFECTURE, over=PREFECTURE).read("households")["rows"][0]["name"] == "单**"


def test_revealing_needs_a_reason_and_shows_what_the_page_shows(program, two_counties):
    asking, at = program(Role.PREFECTURE, over=PREFECTURE), f"households/{two_counties[0].pk}/reveal"
    refused = asking.post(at, {"reason": "x"})
    assert refused.status_code == 422
    assert [fault["where"] for fault in refused.json()["errors"]] == ["body.reason"]
    shown = asking.post(at, {"reason": "核对医保参保"}).json()
    assert shown["name"] == "单小明"
    assert {each["value"] for each in shown["members"][0]["identifiers"]} >= {"单小明", "990101195001011234"}
    assert asking.read(f"households/{two_counties[0].pk}")["name"] == "单**"


def test_foreign_household_is_absent(program, two_counties):
    asking = program()
    there, nowhere = (asking.get(f"households/{number}") for number in (two_counties[1].pk, 999_999))
    assert (there.status_code, there.content) == (404, nowhere.content)


def test_search_finds_by_name_and_number_and_only_in_the_body(program, two_counties):
    asking = program()
    for text in ("单小明", "shanxiaoming", "sxm", "1001", "990101195001011234"):
        found = asking.post("households/search", {"text": text}).json()["rows"]
        assert [row["number"] for row in found] in ([["1001"]], ["1001"]), text
    assert asking.post("households/search", {"text": "CANARY-9"}).json()["rows"] == []
    assert asking.get("households", text="单小明").status_code == 422


def test_pages_stay_where_they_are_while_households_come_in(program):
    load(*(home(f"{n:04}") for n in range(0, 20, 2)))
    asking = program()
    first = asking.read("households", limit=4)
    load(*(home(f"{n:04}") for n in range(21)), number=9)
    rest = [row["number"] for row in first["rows"]]
    after = first["next"]
    while after:
        page = asking.read("households", limit=4, at=after)
        rest += [row["number"] for row in page["rows"]]
        after = page["next"]
    assert rest == sorted(set(rest))
    assert [n for n in rest if n in {f"{e:04}" for e in range(0, 20, 2)}] == [f"{e:04}" for e in range(0, 20, 2)]
    back = asking.read("households", limit=4, at=asking.read("households", limit=4, at=first["next"])["previous"])
    assert len(back["rows"]) == 4


@pytest.mark.parametrize("at", ["x", "W10", "WyJuIiwgMV0", "WyJuIiwgIjEiLCAiMSIsICJ4Il0"])
def test_mark_that_no_list_gave_is_refused(program, two_counties, at):
    refused = program().get("households", at=at)
    assert refused.status_code == 422
    assert [fault["where"] for fault in refused.json()["errors"]] == ["query.at"]


@pytest.mark.parametrize(
    ("questions", "where"),
    [
        ({"region_code": "152223"}, "body.region_code"),
        ({"region_code": "nowhere"}, "body.region_code"),
        ({"standard": "no-such"}, "query.standard"),
        ({"indicator": "safe_housing"}, "query"),
        ({"standing": "met"}, "query"),
        ({"limit": 201}, "query.limit"),
    ],
    ids=["foreign", "unknown", "standard", "verdict", "any", "many"],
)
def test_question_that_cannot_be_understood_says_which(program, two_counties, questions, where):
    refused = program().get("households", **questions)
    assert refused.status_code == 422
    assert re.sub(r"^body", "body", refused.json()["errors"][0]["where"]).startswith(where.partition(".")[0])


def test_day_to_come_is_refused(program, two_counties):
    assert program().get(f"households/{two_counties[0].pk}", as_of="2199-01-01").status_code == 422
    assert program(Role.TOWNSHIP).read(f"households/{Household.objects.earliest('id').pk}", as_of="2019-06-01")
    assert AS_OF
