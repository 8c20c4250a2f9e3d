"""A complaint is taken down at a desk and on a phone, under axe and the policy, in both languages."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, sign_in
from tests.browser.test_households import look
from tests.factories.items import VILLAGE
from tests.web.ledger.conftest import items, on_the_day_of_the_ledger, people

__all__ = ["items", "on_the_day_of_the_ledger", "people"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("window", [DESK, PHONE], indirect=True)
def test_complaint_is_taken_down_looked_at_and_opened(window, people, items):
    sign_in(window, people["village"])
    window.goto("/ledger/")
    window.click("text=登记投诉")
    look(window, "report-new")
    window.click("main form.sheet button.btn-primary")
    expect(window.locator("[data-error-summary]")).to_be_focused()
    look(window, "report-wrong")
    window.fill("#id_region_code", VILLAGE)
    window.fill("#id_title", "通组路塌方")
    window.fill("#id_explanation", "雨后塌方，车不能走")
    window.fill("#id_criteria", "恢复通行，有验收单")
    window.fill("#id_days", "20")
    window.select_option("#id_way", "call")
    window.fill("#id_received_by", "值班室")
    window.fill("#id_complainer", "欧阳某某")
    window.click("main form.sheet button.btn-primary")
    expect(window.locator("h1")).to_contain_text("核对后立项")
    look(window, "report-check")
    window.click("button[name=confirmed]")
    expect(window.locator(".said").first).to_contain_text("已立项")
    look(window, "report-item")
    window.click("button:has-text('English')")
    window.goto("/ledger/new/?source=complaint")
    look(window, "report-new-en")
    assert window.said == []
