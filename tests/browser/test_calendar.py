"""Calendar and messages as people meet them, at a desk and on a phone."""

import pytest
from playwright.sync_api import expect

from diguan.domain.accounts.permissions import Role
from tests.browser.conftest import DESK, PHONE, fits, sign_in, violations
from tests.browser.test_pages import look
from tests.factories.accounts import COUNTY, holder
from tests.factories.messages import tell

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = pytest.mark.parametrize("window", [DESK, PHONE], indirect=True)


@SIZES
@pytest.mark.parametrize("language", ["zh", "en"])
def test_calendar_has_nothing_that_axe_or_the_policy_minds(window, language):
    sign_in(window, holder(Role.COUNTY))
    if language == "en":
        window.click("text=English")
    addresses = {
        "year": "/calendar/2026/",
        "counted": "/calendar/2026/?since=2026-12-20&days=10",
        "wrong": "/calendar/2026/?since=&days=99999",
        "unknown": "/calendar/2099/",
        "month": "/calendar/2026/2/",
        "two": "/calendar/2020/10/",
    }
    for name, address in addresses.items():
        window.goto(address)
        assert (name, violations(window), fits(window)) == (name, [], True)
        look(window, f"calendar-{name}-{language}")
    assert window.said == []


@SIZES
def test_messages_are_read_one_by_one_and_all_together(window):
    one = holder(Role.COUNTY)
    for n in range(60):
        tell(one, str(n), about="items" if n % 2 else "round:7", count=n)
    sign_in(window, one)
    expect(window.locator(".who .count")).to_contain_text("60")
    window.click("text=消息")
    assert (violations(window), fits(window)) == ([], True)
    look(window, "messages")
    window.locator("main").get_by_text("只看未读").click()
    window.get_by_role("button", name="全部标为已读").click()
    expect(window.locator("[role=status]")).to_contain_text("已把 60 条标为已读")
    expect(window.locator(".who .count")).to_have_count(0)
    assert violations(window) == []
    window.goto("/address/")
    assert (violations(window), fits(window)) == ([], True)
    look(window, "address")
    assert window.said == []


@SIZES
def test_days_off_of_a_place_are_seen_there(window, settings, tmp_path):
    from diguan.domain.calendar import queries

    (tmp_path / "nadam.yaml").write_text(
        """\
label: {zh: 放假, en: Days off}
region: "152222"
names: {nadam: {zh: 那达慕, en: Nadam}}
years:
  - year: 2026
    notices: [{number: 旗政办发〔2026〕1号, title: 关于那达慕放假的通知, signed_on: 2026-07-01, text: official}]
    holidays: [{holiday: nadam, first_on: 2026-08-18, last_on: 2026-08-19}]
""",
        encoding="utf-8",
    )
    settings.CALENDARS = tmp_path
    for kept in (queries.local_calendars, queries._combined):
        kept.cache_clear()
    try:
        sign_in(window, holder(Role.COUNTY, region=COUNTY))
        window.goto("/calendar/2026/8/")
        expect(window.locator("td.off")).to_have_count(2)
        expect(window.locator("main table").last).to_contain_text("旗政办发〔2026〕1号")
        assert (violations(window), fits(window)) == ([], True)
        look(window, "calendar-nadam")
    finally:
        for kept in (queries.local_calendars, queries._combined):
            kept.cache_clear()
