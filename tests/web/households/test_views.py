"""The list of households: found by name, pinyin and number, filtered, and nothing of another county in rows, counts, choices."""

import re

import pytest
from django.test.utils import CaptureQueriesContext

from diguan.domain.accounts.permissions import Role
from diguan.domain.audit.models import Entry
from diguan.domain.registry.models import Household
from tests.factories.accounts import AT, COUNTY, OTHER_COUNTY, holder
from tests.web.households.conftest import CANARY, HERE, NUMBERS, THERE, home, load, stand


def numbers(page):
    return re.findall(r'<th scope="row">.*?<span class="code">([^<]+)</span>', page.content.decode())


def find(client, **said):
    return client.post("/households/", said, follow=True)


def test_list_shows_who_where_and_status(signed_in, two_counties):
    page = signed_in(holder(Role.COUNTY)).get("/households/").content.decode()
    assert "共 1 户" in page
    assert ">单小明</a>" in page
    assert "<td>脱贫户</td>" in page


@pytest.mark.parametrize("words", ["单小明", "单", "shanxiaoming", "sxm", NUMBERS[HERE], "1001", " 1001 "])
def test_household_is_found_by_name_pinyin_and_numbers(signed_in, two_counties, words):
    assert numbers(find(signed_in(holder(Role.COUNTY)), words=words)) == ["1001"]


@pytest.mark.parametrize("words", [CANARY, "jinsique", "CANARY-9", NUMBERS[THERE], THERE])
def test_nothing_of_another_county_is_found(signed_in, two_counties, words):
    page = find(signed_in(holder(Role.COUNTY)), words=words)
    assert numbers(page) == []
    assert "没有符合条件的户" in page.content.decode()


def test_each_county_sees_its_own_and_no_word_of_the_other(signed_in, two_counties):
    for over, own, foreign in ((COUNTY, "1001", "CANARY-9"), (OTHER_COUNTY, "CANARY-9", "1001")):
        client = signed_in(holder(Role.COUNTY, over=over, username=f"of.{over}", region=over))
        for address in ("", "?status=exited", "?status=returned", "?focus=edge", "?standing=unmet", "?at=x"):
            page = client.get(f"/households/{address}")
            assert foreign not in page.content.decode()
        assert numbers(client.get("/households/")) == [own]


def test_region_of_another_county_is_no_region(signed_in, two_counties):
    client = signed_in(holder(Role.COUNTY))
    foreign = client.get(f"/households/?region_code={OTHER_COUNTY}").content.decode()
    absent = client.get("/households/?region_code=159999000000").content.decode()
    said = [
        re.sub(r"\d{12}", "N", re.search(r'id="id_region_code_error">(.*?)</div>', p).group(1))
        for p in (foreign, absent)
    ]
    assert said[0] == said[1]
    assert "CANARY" not in foreign


def test_what_is_searched_for_never_stands_in_an_address(signed_in, two_counties):
    client = signed_in(holder(Role.COUNTY))
    for words in ("单小明", NUMBERS[HERE]):
        address = client.post("/households/", {"words": words, "status": "exited"}).headers["Location"]
        assert words not in address
        assert "%E5%8D%95" not in address
        assert numbers(client.get(address)) == ["1001"]
        other = signed_in(holder(Role.COUNTY, username=f"other.{len(words)}"))
        assert f'value="{words}"' not in other.get(address).content.decode()


@pytest.mark.parametrize("q", ["1", "1.", "x.y", "99.AAAA", "1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "1.\u00e9", "²."])
def test_words_written_by_hand_count_as_none(signed_in, two_counties, q):
    assert numbers(signed_in(holder(Role.COUNTY)).get("/households/", {"q": q})) == ["1001"]


def test_filters_keep_what_fits(signed_in, db):
    load(home("1"), home("2", status="returned"), home("3", edge_household=True), home("4", "152222200001"))
    client = signed_in(holder(Role.COUNTY))
    assert numbers(find(client, status="returned")) == ["2"]
    assert numbers(find(client, focus="edge")) == ["3"]
    assert numbers(find(client, region_code="152222200000")) == ["4"]
    assert numbers(find(client, region_code=HERE, words="单")) == ["1", "2", "3"]


def test_newest_round_filters_by_what_it_found(signed_in, db):
    load(home("1"), home("2"))
    stand("1", unmet=2, unknown=0)
    stand("2", unmet=0, unknown=1)
    client = signed_in(holder(Role.COUNTY))
    assert numbers(find(client, standing="unmet", standard="cn-two-assurances")) == ["1"]
    assert numbers(find(client, standing="unknown", standard="cn-two-assurances")) == ["2"]
    page = client.get("/households/?standard=cn-two-assurances").content.decode()
    assert re.search(r'<td class="number"><a href="[^"]+">2</a></td><td class="number">0</td>', page)


def test_household_that_no_input_covers_is_not_among_the_unknown_ones(signed_in, db):
    load(home("1"), home("2"))
    stand("1", unmet=0, unknown=1)
    stand("2", unmet=0, unknown=1, grades="911")
    client = signed_in(holder(Role.COUNTY))
    asked = {"standard": "cn-two-assurances", "indicator": "i0"}
    assert numbers(find(client, **asked, standing="unknown")) == ["1"]
    assert numbers(find(client, **asked, standing="uncovered")) == ["2"]
    assert "请选一个指标" in find(client, standing="uncovered").content.decode()


def test_name_is_masked_where_the_role_does_not_show_names(signed_in, two_counties):
    page = signed_in(holder(Role.PREFECTURE)).get("/households/").content.decode()
    assert "单**" in page
    assert "单小明" not in page


def test_empty_registry_says_what_to_do(signed_in, db):
    assert "请先导入表格" in signed_in(holder(Role.COUNTY)).get("/households/").content.decode()


def test_pages_stand_while_households_come_in(signed_in, db):
    load(*(home(f"{n:04}") for n in range(60)))
    client = signed_in(holder(Role.COUNTY))
    first = client.get("/households/")
    after = re.search(r'rel="next" href="([^"]+)"', first.content.decode()).group(1).replace("&amp;", "&")
    load(home("0000-new"), number=2)
    assert numbers(first) == [f"{n:04}" for n in range(50)]
    assert numbers(client.get(f"/households/{after}")) == [f"{n:04}" for n in range(50, 60)]


@pytest.mark.parametrize("many", [1, 40])
def test_list_asks_ten_questions_however_many_rows(signed_in, db, many):
    from django.db import connection

    load(*(home(f"{n:04}") for n in range(many)))
    client = signed_in(holder(Role.COUNTY))
    client.get("/households/")  # notes when it was here
    with CaptureQueriesContext(connection) as asked:
        client.get("/households/")
    assert len(asked) == 10, [
        q["sql"][:80] for q in asked.captured_queries
    ]  # session, account, grants; rounds, which rows, the rows, count, standings, views; unread messages
    assert Household.objects.count() == many


@pytest.mark.parametrize("words", ["单小明", "单", "shanxiaoming", "sxm", NUMBERS[HERE]])
def test_masked_name_is_not_told_by_a_search(signed_in, two_counties, words):
    client = signed_in(holder(Role.PREFECTURE))
    page = find(client, words=words)
    assert numbers(page) == []
    assert "只能按户编号查找" in page.content.decode()
    assert numbers(find(client, words="1001")) == ["1001"]


def test_search_by_identity_number_is_on_record_without_the_number(signed_in, two_counties):
    account = holder(Role.COUNTY)
    client = signed_in(account)
    assert numbers(find(client, words=NUMBERS[HERE])) == ["1001"]
    find(client, words="单小明")
    entry = Entry.objects.get(action="search_identity")
    assert (entry.actor, entry.region_code) == (account.pk, COUNTY)
    assert NUMBERS[HERE] not in str(entry.detail)


def test_one_indicator_is_asked_for_a_verdict(signed_in, db):
    load(home("1"), home("2"), home("3"))
    stand("1", unmet=2, unknown=0)
    stand("2", unmet=0, unknown=1)
    stand("3", unmet=1, unknown=1)
    client = signed_in(holder(Role.COUNTY))

    def found(indicator, standing):
        page = client.get(
            "/households/", {"indicator": indicator, "standing": standing, "standard": "cn-two-assurances"}
        )
        return numbers(page)

    assert found("i0", "unmet") == ["1", "3"]
    assert found("i1", "unmet") == ["1"]
    assert found("i0", "unknown") == ["2"]
    assert found("i1", "unknown") == ["3"]
    assert found("i2", "met") == ["1", "2", "3"]
    assert found("i2", "not_applicable") == []
    assert found("i0", "uncovered") == []
    assert "饮水安全1" in client.get("/households/").content.decode()


@pytest.mark.parametrize(
    ("asked", "field"),
    [({"indicator": "i0"}, "standing"), ({"standing": "met"}, "indicator"), ({"indicator": "x"}, "indicator")],
)
def test_half_a_question_says_what_is_missing(signed_in, db, asked, field):
    load(home("1"))
    stand("1", unmet=1, unknown=0)
    page = signed_in(holder(Role.COUNTY)).get("/households/", {**asked, "standard": "cn-two-assurances"})
    assert numbers(page) == []
    assert f'href="#id_{field}"' in page.content.decode()


@pytest.mark.parametrize(
    ("sort", "order"),
    [("size", "123"), ("-size", "312"), ("-region_code", "321"), ("region_code", "123"), ("x", "123")],
)
def test_list_is_sorted_as_asked(signed_in, db, sort, order):
    load(home("1"), home("2"), home("3"))
    Household.objects.filter(number="3").update(size=9)
    assert "".join(numbers(signed_in(holder(Role.COUNTY)).get(f"/households/?sort={sort}"))) == order


def test_number_of_the_resident_base_is_shown_as_it_stands_there(signed_in, two_counties):
    Household.objects.filter(number="1001").update(number="base:1001")
    assert numbers(signed_in(holder(Role.COUNTY)).get("/households/")) == ["1001"]


def test_row_leads_to_what_the_round_judged_where_it_was_asked_how_households_stand(signed_in, db):
    load(home("1"))
    stand("1", unmet=2, unknown=0)
    client = signed_in(holder(Role.COUNTY))
    led = f'standard=cn-two-assurances&amp;as_of={AT.date()}"'
    for address in ("?standing=unmet", "?standing=unmet&standard=cn-two-assurances"):
        assert led in client.get(f"/households/{address}").content.decode()


def test_figures_of_a_row_lead_to_what_the_round_judged_and_its_name_to_today(signed_in, db):
    load(home("1"))
    stand("1", unmet=2, unknown=0)
    page, address = (
        signed_in(holder(Role.COUNTY)).get("/households/").content.decode(),
        f"/households/{Household.objects.get().pk}/",
    )
    assert f'<a href="{address}">' in page
    assert f'<a href="{address}?standard=cn-two-assurances&amp;as_of={AT.date()}">2</a>' in page
    assert page.count("as_of=") == 1  # nothing unknown: no way to it


def test_household_is_reached_by_county_and_number(signed_in, two_counties):
    client = signed_in(holder(Role.COUNTY))
    found = Household.objects.get(number="1001")
    assert client.get("/households/at/?county=152222&number=1001").headers["Location"] == f"/households/{found.pk}/"
    for absent in ("county=152222&number=CANARY-9", "county=152223&number=CANARY-9", "county=152223&number=1001", ""):
        assert client.get(f"/households/at/?{absent}").status_code == 404
