"""The table, my items, the board, what is overdue: every figure equals a count by hand, and nothing of elsewhere is told."""

import pytest

from diguan.domain.ledger.models import Item
from diguan.domain.registry.models import Household
from diguan.domain.responsibility.models import Officer
from tests.web.households.conftest import CANARY, home, load

PAGES = ("/ledger/", "/ledger/mine/", "/ledger/board/", "/ledger/overdue/")


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("who", ["village", "township", "county"])
def test_pages_tell_of_this_place_alone(signed_in, people, items, address, who):
    answer = signed_in(people[who]).get(address)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "152222-" in page or "合成干部甲" in page
    assert "CANARY" not in page
    assert CANARY not in page


def test_table_lists_what_is_due_first(signed_in, people, items):
    page = signed_in(people["county"]).get("/ledger/").content.decode()
    assert "共 4 个问题" in page
    places = [page.index(f">{items[name].number}<") for name in ("open", "soon", "suspected")]
    assert places == sorted(places)
    assert page.count("已超期</span>") == 1


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("state=suspected", {"suspected"}),
        ("special=overdue", {"open"}),
        ("department=housing", {"soon"}),
        ("words=152222-3", {"soon"}),
        ("words=1002", {"open"}),
        ("words=CANARY-9", set()),
        ("level=department", {"soon"}),
        ("state=closed", set()),
        ("region_code=152222101000", set()),
    ],
)
def test_table_is_filtered(signed_in, people, items, question, named):
    page = signed_in(people["county"]).get(f"/ledger/?{question}").content.decode()
    here = {name for name, item in items.items() if f'class="code" href="/ledger/{item.pk}/"' in page}
    assert here == named


def test_my_items_are_those_of_my_posts_and_what_waits_for_me(signed_in, people, items):
    mine = signed_in(people["village"]).get("/ledger/mine/").content.decode()
    assert "共 4 个问题" in mine
    assert "待您确认销号（0）" in mine
    second = signed_in(people["township"]).get("/ledger/mine/").content.decode()
    assert "您的岗位没有未结的问题" in second
    assert "待您确认销号（1）" in second
    assert "待认定的疑似问题（1）" in second


def test_board_counts(signed_in, people, items):
    page = signed_in(people["county"]).get("/ledger/board/").content.decode()
    assert "未结 4 个，其中超期 1 个" in page
    assert [page.count(f"全部 {number} 个") for number in (2, 1)] == [1, 2]


def test_overdue_counts_by_owner_and_level(signed_in, people, items):
    page = signed_in(people["county"]).get("/ledger/overdue/").content.decode()
    assert "合成干部甲" in page
    assert "2019-06-28" in page
    assert f"post={people['owner'].pk}&amp;special=overdue" in page


def test_ticked_items_are_given_and_what_is_refused_says_why(signed_in, people, items):
    client = signed_in(people["township"])
    ticked = [f"{items[name].pk}:1" for name in ("open", "soon", "canary")] + [f"{items['suspected'].pk}:7"]
    given = {"items": ticked, "give": "1", "post": str(people["owner"].pk), "reason": "", "until": ""}
    page = client.post("/ledger/", given, follow=True).content.decode()
    assert "已交办 2 个" in page
    assert "刚被别人处理过" in page
    assert Item.objects.get(pk=items["canary"].pk).version == 1


def test_more_time_is_asked_for_ticked_items(signed_in, people, items):
    client = signed_in(people["village"])
    ticked = [f"{items[name].pk}:1" for name in ("open", "suspected")]
    given = {"items": ticked, "put_off": "1", "until": "2019-08-30", "reason": "路断了"}
    page = client.post("/ledger/", given, follow=True).content.decode()
    assert "已为 1 个申请延期" in page
    assert "1 个没有办成" in page
    assert "先勾选问题" in client.post("/ledger/", {"put_off": "1"}, follow=True).content.decode()


def test_nothing_closes_in_bulk(signed_in, people, items):
    client = signed_in(people["township"])
    client.post("/ledger/", {"items": [f"{items['submitted'].pk}:1"], "confirm": "1"})
    assert Item.objects.get(pk=items["submitted"].pk).state == "submitted"


def test_household_page_names_its_open_problems(signed_in, people, items):
    load(home("1002"))
    household = Household.objects.get(number="1002")
    page = signed_in(people["county"]).get(f"/households/{household.pk}/").content.decode()
    assert f'href="/ledger/{items["open"].pk}/"' in page
    assert "已超期" in page


def test_step_that_waits_says_until_when_and_who_lets_it_wait(signed_in, people, items):
    from datetime import UTC, datetime

    from diguan.domain.fieldwork.actions.awaiting import remind_of_waiting

    old = datetime(2019, 6, 3, 8, tzinfo=UTC)
    Item.objects.filter(pk=items["suspected"].pk).update(found_at=old)
    Officer.objects.filter(name="合成干部乙").update(account=people["township"])
    page = signed_in(people["township"]).get("/ledger/mine/").content.decode()
    assert "自 2019-06-03 等到现在，应在 2019-06-11 前办" in page  # the Dragon Boat Festival of 2019 was free
    assert "拖期" in page
    remind_of_waiting(on=old.date().replace(month=7), at=old)
    page = signed_in(people["county"]).get("/ledger/overdue/").content.decode()
    assert "合成干部乙" in page
    assert "等人办而拖期的" in page
    assert "决定延期" not in page
