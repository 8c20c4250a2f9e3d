"""The calendar says which days are worked, by which notice, and where it does not know."""

import re
from datetime import date

import pytest

from diguan.domain.accounts.permissions import Role
from diguan.domain.calendar.queries import calendar_of
from tests.factories.accounts import holder

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(signed_in, monkeypatch):
    monkeypatch.setattr("diguan.web.calendar.views.today", lambda: date(2026, 2, 14))
    return signed_in(holder(Role.AUDITOR))


def page_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_year_of_today_is_shown_with_its_notices(client):
    page = page_of(client, "/calendar/")
    assert "2026 年工作日" in page
    assert "工作日 248 天" in page
    assert "国务院办公厅关于2026年部分节假日安排的通知（国办发明电〔2025〕7号）" in page
    assert "2026-02-15 至 2026-02-23" in page
    assert len(re.findall(r'class="off"[^>]*>\d', page)) == 33
    assert len(re.findall(r'class="worked"[^>]*>\d', page)) == 6
    assert re.search(r'class="worked" aria-current="date">14', page)


def test_notice_that_changed_a_holiday_stands_beside_it(client):
    page = page_of(client, "/calendar/2019/")
    assert "2018-12-30 至 2019-01-01" in page
    assert "国办发明电〔2019〕3号" in page
    assert "要等下一年的通知" not in page


def test_last_year_that_is_known_waits_for_the_next_notice_at_its_end(client):
    last = max(calendar_of().known_years)
    assert "年末几天要等下一年的通知" in page_of(client, f"/calendar/{last}/")
    assert "年末几天要等下一年的通知" in page_of(client, f"/calendar/{last}/12/")


def test_year_without_notice_says_that_it_is_counted(client):
    page = page_of(client, "/calendar/2099/")
    assert "还没有这一年的通知" in page
    assert "没有登记的放假" in page


def test_month_names_its_holidays(client):
    page = page_of(client, "/calendar/2026/9/")
    assert "中秋节" in page
    assert "国庆节" in page  # a Sunday of September is worked for it
    assert "劳动节" not in page
    assert 'href="/calendar/2026/8/"' in page
    assert 'href="/calendar/2026/10/"' in page


def test_year_in_english_holds_no_chinese_but_the_notices(client):
    client.post("/language/", {"language": "en", "next": "/"})
    for address in ("/calendar/2025/", "/calendar/2025/10/"):
        main = page_of(client, address).split("<main", 1)[1].split("</main", 1)[0]
        plain = re.sub(r'<span lang="zh-Hans">.*?</span>', "", main)
        assert re.findall(r"[\u4e00-\u9fff]+", re.sub(r"(兴安盟|科尔沁右翼中旗)", "", plain)) == []
        assert "Mid-Autumn Festival and National Day" in plain


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("since=2026-02-13&days=2", "2026年2月24日"),
        ("since=2026-10-12&days=-1", "2026年10月10日"),
        ("since=2026-02-13&days=0", "2026年2月13日"),
    ],
)
def test_working_days_are_counted(client, asked, found):
    page = page_of(client, f"/calendar/2026/?{asked}")
    assert f"<strong>{found}</strong>" in page
    assert "其中有还没有通知的日子" not in page


def test_count_into_the_unknown_says_so(client):
    page = page_of(client, "/calendar/2026/?since=2098-12-20&days=10")
    assert "<strong>2099年1月2日</strong>" in page
    assert "其中有还没有通知的日子" in page


@pytest.mark.parametrize(
    "asked",
    [
        "since=&days=1",
        "since=x&days=1",
        "since=2026-02-30&days=1",
        "since=2026-02-13&days=x",
        "since=2026-02-13&days=99999",
        "since=0001-01-01&days=-9",
        "since=9999-12-31&days=9",
    ],
)
def test_count_that_cannot_be_made_is_refused_at_its_entry(client, asked):
    page = page_of(client, f"/calendar/2026/?{asked}")
    assert 'aria-invalid="true"' in page
    assert "<strong>" not in page.split('id="count"')[1]


@pytest.mark.parametrize("address", ["1948", "2101", "0", "999999", "2026/0", "2026/13"])
def test_what_is_no_year_or_month_is_not_there(client, address):
    assert client.get(f"/calendar/{address}/").status_code == 404


@pytest.mark.parametrize(
    ("address", "absent"), [("1949/1", "1948"), ("2100/12", "2101"), ("1949", "1948"), ("2100", "2101")]
)
def test_first_and_last_year_lead_no_further(client, address, absent):
    assert f"/calendar/{absent}" not in page_of(client, f"/calendar/{address}/")
