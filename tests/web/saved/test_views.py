"""Views that somebody keeps: their own alone, named anew, dropped."""

import re

import pytest

from diguan.domain.accounts.models import SavedView
from diguan.domain.accounts.permissions import Role
from diguan.domain.accounts.saving import MOST, save_view
from diguan.domain.audit.models import Entry
from tests.factories.accounts import AT, holder
from tests.web.households.conftest import home, load

pytestmark = pytest.mark.django_db
LIST = "households:list"


@pytest.fixture(autouse=True)
def on_its_day(monkeypatch):
    monkeypatch.setattr("diguan.web.saved.views.now", lambda: AT)


def keep(client, name="我的返贫户", questions="status=returned&sort=-size&at=x&strange=1"):
    return client.post("/saved/", {"page": LIST, "name": name, "questions": questions}, follow=True)


def test_view_is_kept_and_leads_back_to_its_list(signed_in):
    load(home("1"), home("2", status="returned"))
    client = signed_in(holder(Role.COUNTY))
    page = keep(client).content.decode()
    assert "已存成视图" in page
    address = re.search(r'href="([^"]+)">我的返贫户</a>', page).group(1).replace("&amp;", "&")
    assert address == "/households/?status=returned&sort=-size"
    assert re.findall(r'class="code">(\d)<', client.get(address).content.decode()) == ["2"]
    assert Entry.objects.get(action="save_view").subject == "account"


def test_words_that_were_searched_for_stay_sealed(signed_in):
    load(home("1"))
    client = signed_in(holder(Role.COUNTY))
    questions = client.post("/households/", {"words": "单小明"}).headers["Location"].split("?")[1]
    keep(client, questions=questions)
    assert "单小明" not in str(SavedView.objects.get().questions)
    assert ">单小明</a>" in client.get("/households/?" + questions).content.decode()


def test_same_name_keeps_what_is_asked_now(signed_in):
    client = signed_in(holder(Role.COUNTY))
    keep(client), keep(client, questions="status=exited")
    assert [view.questions for view in SavedView.objects.all()] == [{"status": "exited"}]


def test_view_is_named_anew_and_dropped(signed_in):
    client = signed_in(holder(Role.COUNTY))
    keep(client), keep(client, "其他")
    number = SavedView.objects.get(name="我的返贫户").pk
    assert "已有叫“其他”的视图" in client.post(f"/saved/{number}/", {"name": "其他"}).content.decode()
    assert "已改名" in client.post(f"/saved/{number}/", {"name": "返"}, follow=True).content.decode()
    assert "已删除" in client.post(f"/saved/{number}/drop/", follow=True).content.decode()
    assert [view.name for view in SavedView.objects.all()] == ["其他"]


def test_view_of_somebody_else_is_not_there(signed_in):
    keep(signed_in(holder(Role.COUNTY)))
    other, number = signed_in(holder(Role.COUNTY, username="the.other")), SavedView.objects.get().pk
    assert "我的返贫户" not in other.get("/saved/").content.decode()
    assert "我的返贫户" not in other.get("/households/").content.decode()
    answers = [
        other.get(f"/saved/{number}/"),
        other.post(f"/saved/{number}/", {"name": "x"}),
        other.post(f"/saved/{number}/drop/"),
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert SavedView.objects.get().name == "我的返贫户"


@pytest.mark.parametrize("name", ["", " ", "名" * 41])
def test_view_without_a_name_is_not_kept(signed_in, name):
    assert "没有写名称，或太长" in keep(signed_in(holder(Role.COUNTY)), name).content.decode()
    assert not SavedView.objects.exists()


def test_view_of_a_list_that_is_none_is_not_kept(signed_in):
    assert signed_in(holder(Role.COUNTY)).post("/saved/", {"page": "accounts:list", "name": "x"}).status_code == 404


def test_views_of_a_list_have_an_end(signed_in):
    account = holder(Role.COUNTY)
    for number in range(MOST):
        save_view(account=account, page=LIST, name=f"视图{number}", questions={}, at=AT)
    assert f"已有 {MOST} 个视图" in keep(signed_in(account)).content.decode()
    assert SavedView.objects.count() == MOST
