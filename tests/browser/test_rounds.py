"""Two rounds side by side in a browser, at a desk and on a phone, under axe and the policy."""

import pytest

from diguan.domain.accounts.choices import Role
from tests.browser.conftest import DESK, PHONE, sign_in
from tests.browser.test_households import look
from tests.factories.accounts import holder
from tests.web.rounds.test_comparing import about_places, folders, pair, rows, work

__all__ = ["about_places", "folders", "pair", "rows"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("window", [DESK, PHONE], indirect=True)
def test_two_rounds_are_chosen_compared_and_read(window, pair):
    sign_in(window, holder(Role.COUNTY))
    window.goto("/rounds/compare/")
    look(window, "rounds-compare")
    window.select_option("#id_before", str(pair[0].pk))
    window.select_option("#id_after", str(pair[1].pk))
    window.click("main form button")
    window.wait_for_selector("#comparison-state .sheet")
    work()
    window.reload()
    look(window, "rounds-comparison")
    window.goto(f"/rounds/{pair[0].pk}/weigh/")
    look(window, "rounds-weigh")
    assert window.said == []


@pytest.mark.parametrize("window", [DESK, PHONE], indirect=True)
def test_villages_and_facilities_of_a_round_and_of_a_comparison_are_read(window, about_places):
    sign_in(window, holder(Role.COUNTY))
    window.goto(f"/rounds/{about_places[1].pk}/")
    look(window, "rounds-one-places")
    assert window.locator("h2", has_text="村和机构的问题").is_visible()
    window.goto("/rounds/compare/")
    window.click("main form button")
    window.wait_for_selector("#comparison-state .sheet")
    work()
    window.reload()
    look(window, "rounds-comparison-places")
    assert window.locator("th", has_text="第3卫生室 D03").is_visible()
    assert window.said == []
