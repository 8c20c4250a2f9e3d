"""A check is handed in by clicks, at a desk and on a phone: wrong files are told, its preview is looked at, its problems are items then."""

import openpyxl
import pytest
from playwright.sync_api import expect

from diguan.domain.accounts.permissions import Role
from diguan.domain.ledger.models import Item
from tests.browser.conftest import DESK, PHONE, sign_in
from tests.browser.test_households import look
from tests.factories.accounts import holder
from tests.factories.handed_checks import a_check, packed
from tests.web.ledger.test_checks import finish, own_folders

__all__ = ["own_folders"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def hand_in(window, path):
    window.set_input_files("#id_inputs", path)
    window.click("main form button.btn-primary")


def ended(window, said):
    expect(window.locator("#load-state")).to_be_visible()
    finish()
    window.reload()
    expect(window.locator("#load-state")).to_contain_text(said)


@pytest.mark.parametrize("window", [DESK, PHONE], indirect=True)
def test_check_is_looked_at_taken_in_and_its_problems_are_in_the_ledger(window, tmp_path):
    check = a_check(tmp_path / "check")
    sign_in(window, holder(Role.COUNTY))
    window.click("nav.places >> text=台账")
    window.click("nav.within >> text=收入校验结果")
    window.click("main form button.btn-primary")
    expect(window.locator("[data-error-summary]")).to_be_focused()
    look(window, "check-nothing")
    openpyxl.Workbook().save(tmp_path / "checks.xlsx")
    hand_in(window, tmp_path / "checks.xlsx")
    expect(window.locator("[data-error-summary]")).to_contain_text("不是 .zip")
    look(window, "check-workbook")
    hand_in(window, (tmp_path / "checks.xlsx").rename(tmp_path / "checks.zip"))
    ended(window, "是工作簿")
    look(window, "check-refused")
    window.click("p.back a")
    hand_in(window, packed(check, tmp_path / "check.zip"))
    ended(window, "台账还没有变化")
    look(window, "check-preview")
    assert Item.objects.count() == 0
    window.click("#load-state form button")
    ended(window, "已收入台账")
    look(window, "check-taken")
    found = Item.objects.count()
    assert found > 0
    window.click("#load-state a")
    expect(window.locator("main a[href^='/ledger/'][href$='/']").first).to_be_visible()
    look(window, "check-in-ledger")
    window.click("nav.within >> text=收入校验结果")
    expect(window.locator("main table tbody tr")).to_have_count(3)
    assert window.said == []
