import re

import pytest

from diguan.domain.accounts.actions import create_account
from diguan.domain.accounts.permissions import Role
from tests.factories.accounts import AT, COUNTY, OTHER_COUNTY, TOWNSHIP, account, holder

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(signed_in):
    return signed_in(holder(Role.ADMINISTRATOR, over=COUNTY, username="the.admin"))


def names(response):
    return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', response.content.decode())


def many(number):
    for each in range(number):
        create_account(username=f"many.{each:03}", name="测试多", region_code=TOWNSHIP, actor=None, at=AT)


def test_list_names_accounts_of_the_county_alone_with_their_roles(client):
    holder(Role.TOWNSHIP, username="in.side"), account("out.canary", region=OTHER_COUNTY)
    shown = client.get("/accounts/").content.decode()
    assert names(client.get("/accounts/")) == ["in.side", "the.admin"]
    assert "苏木乡镇干部" in shown
    assert "canary" not in shown


def test_list_is_filtered_by_words_and_region(client):
    account("in.town", region=TOWNSHIP, name="赵甲"), account("li.si", name="李乙")
    assert names(client.get("/accounts/?words=IN.")) == ["in.town"]
    assert names(client.get("/accounts/?words=李")) == ["li.si"]
    assert names(client.get("/accounts/?region_code=巴彦呼舒镇")) == ["in.town"]
    assert "没有符合条件的账号" in client.get("/accounts/?words=zzz").content.decode()
    assert 'href="#id_region_code"' in client.get(f"/accounts/?region_code={OTHER_COUNTY}").content.decode()


def test_pages_of_the_list_follow_each_other_both_ways_while_rows_are_added(client):
    many(120)
    first = client.get("/accounts/")
    after = re.search(r'rel="next" href="([^"]+)"', first.content.decode()).group(1).replace("&amp;", "&")
    create_account(username="aaa.early", name="早", region_code=TOWNSHIP, actor=None, at=AT)
    second = client.get(f"/accounts/{after}")
    assert names(second) == [f"many.{n:03}" for n in range(50, 100)]
    before = re.search(r'rel="prev" href="([^"]+)"', second.content.decode()).group(1).replace("&amp;", "&")
    assert names(client.get(f"/accounts/{before}")) == names(first)


@pytest.mark.parametrize("sort", ["username", "-username", "region_code", "-region_code", "password", ""])
def test_list_is_sorted_as_asked_and_never_by_a_column_of_its_own_choice(client, sort):
    account("aa.one", region=TOWNSHIP), account("zz.one")
    shown = names(client.get(f"/accounts/?sort={sort}"))
    by_name, by_place = ["aa.one", "the.admin", "zz.one"], ["the.admin", "zz.one", "aa.one"]
    wanted = {"-username": by_name[::-1], "region_code": by_place, "-region_code": by_place[::-1]}
    assert shown == wanted.get(sort, by_name)


@pytest.mark.parametrize("at", ["x", "bm8", "WyJuIl0", "WyJuIiwgWzFdXQ", "WyJuIiwgIlx1MDAwMCJd", "_" * 500])
def test_address_written_by_hand_counts_as_the_beginning(client, at):
    assert names(client.get(f"/accounts/?at={at}")) == ["the.admin"]


def test_list_asks_six_questions_however_many_rows(client, django_assert_num_queries):
    many(40)
    client.get("/accounts/")  # notes when it was here; the next ones of these minutes do not
    with django_assert_num_queries(6):  # session, account, grants; rows, their roles; unread messages
        client.get("/accounts/")
