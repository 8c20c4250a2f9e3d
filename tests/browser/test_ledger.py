"""The ledger at a desk and on a phone, under axe and the policy: a suspicion is determined, closed by two people, and read."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, sign_in
from tests.browser.test_households import look
from tests.factories.evidence import photo
from tests.web.ledger.conftest import items, on_the_day_of_the_ledger, people

__all__ = ["items", "on_the_day_of_the_ledger", "people"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("window", [DESK, PHONE], indirect=True)
def test_item_is_found_solved_and_confirmed_by_a_second_person(window, people, items):
    sign_in(window, people["village"])
    for name in ("", "mine/", "board/", "overdue/"):
        window.goto(f"/ledger/{name}")
        look(window, f"ledger-{name.strip('/') or 'list'}")
    window.goto(f"/ledger/{items['open'].pk}/")
    window.click("summary:has-text('报销号')")
    look(window, "ledger-item")
    window.check("label:has-text('核实无误') input")
    window.set_input_files("#id_submit_papers", {"name": "证.jpg", "mimeType": "image/jpeg", "buffer": photo("JPEG")})
    window.click("details[open] button.btn-primary")
    expect(window.locator("[data-error-summary]")).to_be_focused()
    expect(window.locator("#id_submit_kept_0")).to_be_checked()  # what was refused has lost no photo
    look(window, "ledger-item-wrong")
    window.fill("#id_submit_reason", "常年住县城楼房，看了房产证")
    window.fill("#id_submit_verified_until", "2019-12-01")
    window.click("details[open] button.btn-primary")
    expect(window.locator(".said").first).to_contain_text("已报销号")
    window.click("text=退出")
    sign_in(window, people["township"])
    window.goto("/ledger/mine/")
    look(window, "ledger-mine-second")
    window.goto(f"/ledger/{items['open'].pk}/")
    window.click("summary:has-text('确认销号')")
    look(window, "ledger-item-second")
    window.click("details[open] button.btn-primary")
    expect(window.locator(".said").first).to_contain_text("已确认销号")
    look(window, "ledger-item-closed")
    assert window.said == []
