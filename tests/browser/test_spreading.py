"""Who a condition is true of comes to the page by itself once the background has looked; at a desk, on a phone, in both languages."""

import pytest
from playwright.sync_api import expect

from diguan.domain.accounts.permissions import Role
from diguan.domain.jobs.models import Job
from diguan.tasks.handlers import handlers
from diguan.tasks.worker import Worker
from tests.browser.conftest import DESK, PHONE, sign_in
from tests.browser.test_households import look
from tests.domain.ledger.actions.conftest import lived, neighbours_round
from tests.domain.ledger.worlds import NEIGHBOUR
from tests.factories.accounts import holder
from tests.factories.rectification import problem

__all__ = ["lived", "neighbours_round"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("window", [DESK, PHONE], indirect=True)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_look_waits_and_shows_who_it_is_without_a_click(lived, window, language):
    row = problem()
    sign_in(window, holder(Role.COUNTY))
    if language == "en":
        window.click("text=English")
    window.goto(f"/rectification/problems/{row.pk}/spread/")
    window.fill("[name=expression]", "not dangerous_house")
    window.fill("[name=seek]", "同类户")
    window.fill("[name=criteria]", "入户核实")
    window.click("button[name=look]")
    expect(window.locator("#looked .mark")).to_be_visible()
    look(window, f"spread-waiting-{language}")
    window.fill("[name=criteria]", "入户核实，当面看过")
    assert Worker({"look": handlers()["look"]}).run_one()
    expect(window.locator("#looked tbody tr")).to_have_count(2)
    expect(window.locator("#looked")).to_contain_text(NEIGHBOUR)
    expect(window.locator("[name=criteria]")).to_have_value("入户核实，当面看过")
    look(window, f"spread-looked-{language}")
    window.click("button[name=open]")
    expect(window.locator(".said")).to_be_visible()
    assert Job.objects.filter(kind="spread").count() == 1
    assert window.said == []
