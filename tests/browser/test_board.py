"""The board at a desk and on a phone, under axe and the policy: a map that draws, tables that say the same, pictures to keep."""

import pytest
from playwright.sync_api import expect

from diguan.domain.accounts.choices import Role
from tests.browser.conftest import DESK, PHONE, sign_in
from tests.browser.test_households import look
from tests.factories.accounts import holder
from tests.web.board.conftest import counted

__all__ = ["counted"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("window", [DESK, PHONE], indirect=True)
def test_board_draws_its_map_and_its_bars_and_both_can_be_kept(window, counted):
    sign_in(window, holder(Role.PREFECTURE))  # leads to the board
    window.wait_for_selector("[data-board]:not([hidden]) .chart canvas")
    look(window, "board-map")
    for kind in ("png", "svg"):
        with window.expect_download() as kept:
            window.click(f"[data-picture={kind}] >> nth=0")
        assert kept.value.suggested_filename.endswith(f".{kind}")
    window.goto("/board/?region_code=152222000000")
    window.wait_for_selector("[data-board]:not([hidden]) .chart canvas")
    look(window, "board-bars")
    assert window.said == []


def test_map_waits_until_its_box_has_a_size(window, counted):
    """Without the style sheet a chart has no height, and a map cannot be drawn into nothing."""
    failures = []
    window.on("pageerror", lambda error: failures.append(str(error)))
    window.route("**/frame-*.css", lambda route: route.abort())
    sign_in(window, holder(Role.PREFECTURE))
    window.wait_for_selector("[data-board]:not([hidden])")
    expect(window.locator(".chart canvas")).to_have_count(0)
    window.evaluate("document.querySelectorAll('.chart').forEach((box) => { box.style.height = '400px'; })")
    window.wait_for_selector(".chart canvas")
    assert failures == []
