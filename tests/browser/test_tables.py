"""Tables on a phone are seen whole in both languages: one that is too wide stands row by row, each entry with its column's name."""

import pytest
from playwright.sync_api import expect

from diguan.domain.accounts.permissions import Role
from tests.browser.conftest import DESK, PHONE, sign_in
from tests.browser.test_households import look
from tests.factories.accounts import COUNTY, holder
from tests.factories.items import item
from tests.web.households.conftest import home, load

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = (
    "/households/",
    "/ledger/",
    "/ledger/overdue/",
    "/sessions/",
    "/standards/",
    "/mine/",
    "/workstyle/",
    "/visits/",
)
HIDDEN = "[...document.querySelectorAll('.scroll')].map(e => e.scrollWidth - e.clientWidth)"


@pytest.mark.parametrize("window", [PHONE], indirect=True)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_of_a_table_is_out_of_sight_on_a_phone(window, language):
    load(*(home(f"10{n:02}") for n in range(3)))
    item(1)
    sign_in(window, holder(Role.COUNTY, over=COUNTY))
    if language == "en":
        window.click("button[value=en]")
    for address in PAGES:
        window.goto(address)
        assert (address, [hidden for hidden in window.evaluate(HIDDEN) if hidden > 0]) == (address, [])
        look(window, f"table-{language}-{address.strip('/').replace('/', '-')}")
    assert window.said == []


@pytest.mark.parametrize("window", [PHONE], indirect=True)
def test_table_that_stands_row_by_row_names_its_entries_and_is_a_table_again_on_a_wide_screen(window):
    item(1)
    sign_in(window, holder(Role.COUNTY, over=COUNTY))
    window.goto("/ledger/")
    expect(window.locator("table.stacked")).to_have_count(1)
    labels = window.eval_on_selector_all(
        "table.stacked tbody tr:first-child > *", "all => all.map(e => e.dataset.label)"
    )
    headings = window.eval_on_selector_all("table.stacked thead th", "all => all.map(e => e.textContent.trim())")
    assert labels == headings
    roles = window.eval_on_selector_all("table.stacked tbody tr:first-child > *", "all => all.map(e => e.role)")
    assert set(roles) <= {"cell", "rowheader"}
    window.set_viewport_size(DESK)
    expect(window.locator("table.stacked")).to_have_count(0)
    expect(window.locator("table").first).to_be_visible()
