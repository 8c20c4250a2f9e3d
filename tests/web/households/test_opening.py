"""Parts of a household's page come when they are opened, have addresses of their own, and the whole page has all of them."""

import html
import re

import pytest

from diguan.domain.accounts.permissions import Role
from diguan.domain.registry.models import Household
from tests.factories.accounts import holder
from tests.web.households.conftest import HERE, NUMBERS, home, load, opened

WHOLE = "?standard=cn-two-assurances&as_of=2019-06-30&all=1"


@pytest.fixture
def client(signed_in, two_counties):
    return signed_in(holder(Role.COUNTY))


def fetched_by(page):
    return [html.unescape(address) for address in re.findall(r'hx-get="([^"]+)"', page)]


def test_page_says_where_each_of_its_parts_is_fetched_and_a_link_leads_there_without_a_script(client, two_counties):
    own = f"/households/{two_counties[0].pk}/"
    page = client.get(f"{own}?as_of=2019-06-30").content.decode()
    parts = fetched_by(page)
    assert [address.removeprefix(own).split("/")[0] for address in parts] == ["met", "facts", "facts", "timeline"]
    assert parts == [html.unescape(link) for link in re.findall(r'<div data-part><p><a href="([^"]+)"', page)]
    for address in parts:
        alone = client.get(address, headers={"HX-Request": "true"}).content.decode()
        framed = client.get(address).content.decode()
        assert "as_of=2019-06-30" in address
        assert alone in framed
        assert "<html" not in alone
        assert f'<a href="{own}?standard=' in framed
        assert "以下按 2019年6月30日" in framed


def test_whole_page_holds_what_its_parts_hold(client, two_counties):
    own = f"/households/{two_counties[0].pk}/"
    short = client.get(f"{own}?standard=cn-two-assurances&as_of=2019-06-30").content.decode()
    whole = client.get(f"{own}{WHOLE}").content.decode()
    assert fetched_by(whole) == []
    for address in fetched_by(short):
        alone = client.get(address, headers={"HX-Request": "true"}).content.decode()
        assert alone.strip()
        assert alone in whole
        assert alone not in short
    assert 'all=1">全部展开' in short
    assert "全部展开" not in whole


def test_met_indicators_are_told_with_their_reasons(client, two_counties):
    page = opened(client, two_counties[0], "met", standard="cn-exit")
    assert page.count("<li>") == page.count('<div class="why">') > 0
    assert '<span class="mark unmet">' not in page
    assert '<div class="why"></div>' not in page


def test_met_by_a_standard_that_is_not_in_force_says_so(client, two_counties):
    assert "不施行" in opened(client, two_counties[0], "met", standard="cn-monitoring")


def test_facts_of_a_member_are_those_of_whom_is_asked_for(client, two_counties):
    page = opened(client, two_counties[0], person="1001-1")
    assert "fact=relation" in page
    assert "fact=dangerous_house" not in page
    assert NUMBERS[HERE] not in page


@pytest.mark.parametrize("person", ["CANARY-9-1", "999999", "\x00", "1" * 40])
def test_member_of_another_household_is_not_there(client, two_counties, person):
    assert client.get(f"/households/{two_counties[0].pk}/facts/", {"person": person}).status_code == 404


def test_revealed_page_holds_all_of_it_and_no_later_part_is_unmasked(client, two_counties):
    own = f"/households/{two_counties[0].pk}/"
    said = {"reason": "核对医保参保", "standard": "cn-two-assurances", "as_of": "2019-06-30"}
    shown = client.post(f"{own}reveal/", said).content.decode()
    assert fetched_by(shown) == []
    assert "3000" in shown
    assert "3000" not in opened(client, two_counties[0])


def test_facts_say_in_which_row_of_the_file_they_stand(client):
    load(home("1009", row_ref=(1 << 32) + 124), number=9)
    page = opened(client, Household.objects.get(number="1009"), person="1009-1")
    assert page.count("第 124 行") == page.count("export-9.xlsx") > 0


def test_fact_recorded_by_hand_stands_in_no_row(client, two_counties):
    page = client.get(f"/households/{two_counties[0].pk}/record/?fact=drinking_water_safe").content.decode()
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    said = {"fact": "drinking_water_safe", "version": version, "value": "True", "grade": "3", "evidence": "看过水龙头"}
    client.post(f"/households/{two_counties[0].pk}/record/", {**said, "observed_on": "2019-06-01"})
    rows = opened(client, two_counties[0]).split("<tr>")
    (recorded,) = [row for row in rows if "看过水龙头" in row]
    assert "行</span>" not in recorded
