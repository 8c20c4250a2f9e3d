"""The pages as people meet them: each role, at a desk and on a phone, by keyboard, under axe and the content security policy."""

import os
import re

import pytest
from playwright.sync_api import expect

from diguan.domain.accounts.actions import create_account
from diguan.domain.accounts.permissions import Act, Role, acts_of
from tests.browser.conftest import DESK, PHONE, arrived, fits, sign_in, violations
from tests.factories.accounts import AT, COUNTY, TOWNSHIP, account, holder

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("DIGUAN_SCREENSHOTS")  # a folder to look at them in


def look(page, name):
    """Keeps a picture where somebody asked for them."""
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}-{page.viewport_size['width']}.png", full_page=True)


@pytest.mark.parametrize("window", [DESK, PHONE], indirect=True)
@pytest.mark.parametrize("role", list(Role))
def test_each_role_signs_in_and_finds_what_it_may_do(window, live_server, role):
    sign_in(window, holder(role))
    window.goto("/mine/")  # leaders begin on the board
    expect(window.locator("h1")).to_have_text("测试甲，您好")
    there = {"账号与授权": Act.MANAGE_ACCOUNTS, "审计记录": Act.SEE_AUDIT}
    shown = set(window.locator("main dl a").all_text_contents())
    assert {name for name in there if name in shown} == {name for name, act in there.items() if act in acts_of(role)}
    assert violations(window) == []
    assert fits(window)
    assert [url for url in window.asked if not url.startswith((live_server.url, "data:"))] == []
    assert window.said == []
    look(window, f"home-{role.value}")


@pytest.mark.parametrize("window", [DESK, PHONE], indirect=True)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_of_the_administrator_have_nothing_that_axe_or_the_policy_minds(window, language):
    made = holder(Role.ADMINISTRATOR)
    other = holder(Role.DEPARTMENT)
    for number in range(60):
        create_account(username=f"many.{number:03}", name="测试多", region_code=TOWNSHIP, actor=None, at=AT)
    sign_in(window, made)
    if language == "en":
        window.click("text=English")
    addresses = {
        "accounts": "/accounts/",
        "find": "/accounts/?words=zzz",
        "new": "/accounts/new/",
        "one": f"/accounts/{other.pk}/",
        "password": "/password/",
        "sessions": "/sessions/",
    }
    for name, address in addresses.items():
        window.goto(address)
        assert (name, violations(window), fits(window)) == (name, [], True)
        look(window, f"{name}-{language}")
        leftovers = window.locator("main").inner_text() if language == "en" else ""
        assert (
            re.findall(
                r"[\u4e00-\u9fff]{2,}",
                re.sub(r"(测试\w|自治区|盟|旗|镇|市|科尔沁右翼中|兴安|巴彦呼舒|内蒙古)", "", leftovers),
            )
            == []
        )
    assert window.said == []


@pytest.mark.parametrize("window", [DESK, PHONE], indirect=True)
def test_errors_and_sign_in_have_nothing_that_axe_minds(window):
    window.goto("/sign-in/")
    assert violations(window) == []
    look(window, "sign-in")
    window.click("main button")
    expect(window.locator("[data-error-summary]")).to_be_focused()
    assert violations(window) == []
    look(window, "sign-in-empty")
    sign_in(window, holder(Role.COUNTY))
    window.goto("/audit/")
    expect(window.locator("h1")).to_have_text("您没有这项权限")
    assert (violations(window), fits(window)) == ([], True)
    look(window, "forbidden")
    window.goto("/nothing/here/")
    expect(window.locator("h1")).to_have_text("没有这个页面")
    assert violations(window) == []
    assert [line for line in window.said if "status of 40" not in line] == []


def test_summary_leads_to_the_entry(window):
    window.goto("/sign-in/")
    window.fill("#id_username", "wang")
    window.click("main button")
    window.click("[data-error-summary] a")
    expect(window.locator("#id_password")).to_be_focused()


@pytest.mark.parametrize("window", [DESK, PHONE], indirect=True)
def test_record_is_read_filtered_and_verified(window):
    for number in range(30):
        holder(Role.TOWNSHIP, username=f"town.{number:02}")
    sign_in(window, holder(Role.AUDITOR))
    window.goto("/audit/")
    assert (violations(window), fits(window)) == ([], True)
    look(window, "audit")
    expect(window.locator("tbody tr")).to_have_count(50)
    window.click("text=下一页")
    expect(window.locator("tbody tr")).to_have_count(13)
    window.goto("/audit/")
    window.select_option("#id_action", "grant_role")
    window.click("form.filters button")
    expect(window.locator("tbody tr")).to_have_count(31)
    window.goto("/audit/")
    window.click("text=核验全部记录")
    expect(window.locator("[role=status]")).to_contain_text("全部相符：63 条记录")
    assert violations(window) == []
    look(window, "audit-verified")
    assert window.said == []


def test_whole_way_by_keyboard_alone(window):
    made = holder(Role.ADMINISTRATOR)
    window.goto("/sign-in/")
    window.keyboard.press("Tab")
    expect(window.locator("a.skip")).to_be_focused()
    window.keyboard.press("Enter")
    press(window, "Tab", until="#id_username")
    window.keyboard.type(made.username)
    window.keyboard.press("Tab")
    window.keyboard.type("long-enough-word-7")
    window.keyboard.press("Enter")
    expect(window.locator("h1")).to_contain_text("您好")
    press(window, "Tab", until="nav.places a[href='/accounts/']")
    window.keyboard.press("Enter")
    window.wait_for_url("**/accounts/")
    press(window, "Tab", until="a[href='/accounts/new/']")
    window.keyboard.press("Enter")
    window.wait_for_url("**/accounts/new/")
    press(window, "Tab", until="#id_username")
    window.keyboard.type("new.person")
    window.keyboard.press("Tab")
    window.keyboard.type("新人")
    window.keyboard.press("Tab")
    window.keyboard.type("152222")
    window.keyboard.press("Enter")
    expect(window.locator("h1")).to_have_text("首次密码")
    assert re.fullmatch(r"[a-z0-9]{4}(-[a-z0-9]{4}){3}", window.locator(".once").inner_text())
    look(window, "first-password")


def press(page, key, *, until, most=40):
    """Presses a key until something has the focus."""
    arrived(page)
    for _ in range(most):
        if page.evaluate("s => document.activeElement.matches(s)", until):
            return
        page.keyboard.press(key)
    raise AssertionError(until)


def test_role_is_granted_from_a_suggestion_and_revoked_after_a_question(window):
    other = account("some.other")
    sign_in(window, holder(Role.ADMINISTRATOR))
    window.goto(f"/accounts/{other.pk}/")
    window.select_option("#id_role", "county")
    window.locator("#id_region_code").press_sequentially("科尔沁右翼中旗")
    offers = window.locator(
        "#region-suggestions option"
    )  # after some letters there are others, on their way to this one
    expect(offers).to_have_count(1)
    expect(offers).to_have_attribute("value", COUNTY)
    window.fill("#id_region_code", COUNTY)
    window.click("text=授权 >> nth=-1")
    expect(window.locator("tbody tr")).to_have_count(1)
    look(window, "granted")
    asked = []
    window.once("dialog", lambda d: (asked.append(d.message), d.dismiss()))
    window.click("tbody button")
    assert len(asked) == 1
    expect(window.locator("tbody button")).to_have_count(1)
    window.once("dialog", lambda d: d.accept())
    window.click("tbody button")
    expect(window.locator(".said")).to_contain_text("已撤销")
    expect(window.locator("tbody button")).to_have_count(0)
    assert window.said == []


@pytest.mark.parametrize("window", [PHONE], indirect=True)
def test_targets_are_large_enough_for_a_finger(window):
    sign_in(window, holder(Role.ADMINISTRATOR))
    heights = window.evaluate(
        "[...document.querySelectorAll('button, nav a, .who a')].map(e => e.getBoundingClientRect().height)"
    )
    assert min(heights) >= 24
