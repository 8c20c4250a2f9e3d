"""A visit is planned and recorded on a phone, under axe and the policy."""

import pytest
from playwright.sync_api import expect

from diguan.domain.accounts.permissions import Role
from tests.browser.conftest import DESK, PHONE, sign_in
from tests.browser.test_households import look
from tests.domain.fieldwork.queries.test_visiting import stand
from tests.factories.accounts import holder
from tests.web.households.conftest import HERE, home, load

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("window", [DESK, PHONE], indirect=True)
def test_visit_is_planned_and_recorded(window):
    load(home("1001"))
    stand("1001", unmet=1, unknown=3)
    sign_in(window, holder(Role.VILLAGE, over=HERE))
    window.goto("/visits/")
    look(window, "visits")
    window.check("tbody input[type=checkbox]")
    window.click("main button.btn-primary")
    expect(window.locator(".said")).to_contain_text("已计划 1 户")
    window.click("tbody th a")
    look(window, "visit")
    window.click("main form.narrow button.btn-primary")
    expect(window.locator("[data-error-summary]")).to_be_focused()
    look(window, "visit-wrong")
    window.select_option("#id_told_by", "head")
    for summary in window.locator("details summary").all():
        summary.click()
    window.locator("fieldset:has([name=dangerous_house]) label:has-text('否')").click()
    look(window, "visit-open")
    window.click("main form.narrow button.btn-primary")
    expect(window.locator(".said")).to_contain_text("入户已记录，1 个答案")
    assert window.said == []
