"""A household is found, read, and a fact of it recorded, at a desk and on a phone, under axe and the policy."""

import os

import pytest
from playwright.sync_api import expect

from diguan.domain.accounts.permissions import Role
from tests.browser.conftest import DESK, PHONE, fits, sign_in, violations
from tests.factories.accounts import COUNTY, holder
from tests.web.households.conftest import home, load

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("DIGUAN_SCREENSHOTS")  # a folder to look at them in


def look(page, name):
    """Keeps a picture where somebody asked for them, and holds the page to axe and to its width."""
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}-{page.viewport_size['width']}.png", full_page=True)
    assert (name, violations(page), fits(page)) == (name, [], True)


def open_part(page, heading, said):
    """Open the closed part below a heading, and wait until what is in it has come: the part."""
    part = page.locator(f"{heading} + details")
    part.locator("summary").click()
    expect(part.locator("[data-part] tbody")).to_contain_text(said)
    return part


@pytest.mark.parametrize("window", [DESK, PHONE], indirect=True)
def test_household_is_found_read_corrected_and_revealed(window):
    load(home("1001"), home("1002", name="双小丽", identity="990101197001011230", status="returned"))
    sign_in(window, holder(Role.COUNTY, over=COUNTY))
    window.goto("/households/")
    look(window, "households")
    window.fill("#id_words", "dxl")
    window.keyboard.press("Enter")
    expect(window.locator("tbody tr")).to_have_count(0)
    look(window, "households-none")
    window.fill("#id_words", "sxm")
    window.keyboard.press("Enter")
    expect(window.locator("tbody tr")).to_have_count(1)
    window.click("tbody th a")
    household = window.url.split("?")[0]
    window.goto(f"{household}?standard=cn-two-assurances&as_of=2019-06-30")
    look(window, "household")
    open_part(window, "#facts", "是否危房户")
    open_part(window, "#timeline", "export-1.xlsx")
    look(window, "household-opened")
    window.click("tbody a:has-text('是否危房户')")
    look(window, "household-record")
    window.select_option("#id_value", "False")
    window.fill("#id_observed_on", "2019-06-20")
    window.select_option("#id_grade", "3")
    window.click("main button")
    expect(window.locator("[data-error-summary]")).to_be_focused()
    look(window, "household-record-wrong")
    window.fill("#id_evidence", "入户照片2张")
    window.click("main form.narrow button")
    expect(window.locator(".said")).to_contain_text("已记录")
    window.fill("#id_reason", "核对医保参保")
    window.click("text=查看一次")
    expect(window.locator(".said.warning")).to_contain_text("只显示这一次")
    look(window, "household-revealed")
    assert window.said == []


@pytest.mark.parametrize("window", [PHONE], indirect=True)
def test_lists_show_every_column_on_a_phone(window):
    load(*(home(f"10{n:02}") for n in range(3)))
    sign_in(window, holder(Role.COUNTY, over=COUNTY))
    for address in ("/mine/", "/households/"):
        window.goto(address)
        hidden = window.evaluate("[...document.querySelectorAll('.scroll')].map(e => e.scrollWidth - e.clientWidth)")
        assert hidden
        assert max(hidden) <= 0
    look(window, "households-phone")


@pytest.mark.parametrize("window", [DESK, PHONE], indirect=True)
def test_household_is_searched_by_name_pinyin_initials_and_numbers(window):
    load(home("1001"), home("1002", name="双小丽", identity="990101197001011230"))
    sign_in(window, holder(Role.COUNTY, over=COUNTY))
    window.click("nav.places >> text=农牧户")
    for words, number in (
        ("双小丽", "1002"),
        ("shanxiaoming", "1001"),
        ("sxl", "1002"),
        ("1001", "1001"),
        ("990101197001011230", "1002"),
    ):
        window.fill("#id_words", words)
        window.click("main form.filters button.btn-primary")
        expect(window.locator("tbody tr")).to_have_count(1)
        expect(window.locator("tbody tr")).to_contain_text(number)
        assert "990101197001011230" not in window.url
    window.fill("#id_words", "没有此人")
    window.click("main form.filters button.btn-primary")
    expect(window.locator(".empty-state")).to_be_visible()
    assert window.said == []


@pytest.mark.parametrize("window", [PHONE], indirect=True)
def test_part_of_a_household_leads_to_sign_in_when_the_session_has_ended(window):
    load(home("1001"))
    sign_in(window, holder(Role.COUNTY, over=COUNTY))
    window.goto("/households/")
    window.click("tbody th a")
    window.context.clear_cookies()
    window.locator("#facts + details summary").click()
    window.wait_for_url("**/sign-in/**")
    expect(window.locator("#id_username")).to_be_visible()
