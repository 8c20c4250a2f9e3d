"""Workbooks are imported by clicks: looked at, stored, and what could not be read is taken along and opened."""

import openpyxl
import pytest
from playwright.sync_api import expect

from diguan.domain.accounts.permissions import Role
from diguan.domain.registry.models import Household
from diguan.tasks.handlers import handlers
from diguan.tasks.worker import Worker
from tests.browser.conftest import DESK, PHONE, downloaded, sign_in
from tests.browser.test_households import look
from tests.domain.screening.conftest import files
from tests.factories.accounts import AT, holder
from tests.fixtures.handmade.build import ROLES
from tests.web.loads.test_views import COUNTY, own_folders

__all__ = ["files", "own_folders"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def finish():
    assert Worker(handlers(), now=lambda: AT).run_one() is True


@pytest.mark.parametrize("window", [DESK, PHONE], indirect=True)
def test_workbooks_are_looked_at_stored_and_what_was_rejected_is_opened(window, files, tmp_path):
    sign_in(window, holder(Role.COUNTY, over=COUNTY, region=COUNTY))
    window.click("nav.places >> text=农牧户")
    window.click("nav.within >> text=导入")
    window.click("main form button.btn-primary")
    expect(window.locator("[data-error-summary]")).to_be_focused()
    look(window, "import-nothing")
    wrong = tmp_path / "照片.xlsx"
    wrong.write_bytes(b"\xff\xd8\xff no workbook")
    window.set_input_files("#id_inputs", wrong)
    window.fill("#id_as_of", "2019-06-30")
    window.click("main form button.btn-primary")
    expect(window.locator("#load-state")).to_be_visible()
    finish()
    window.reload()
    expect(window.locator("[role=alert]")).to_contain_text("照片.xlsx")
    look(window, "import-no-workbook")
    window.click("p.back a")
    window.set_input_files("#id_inputs", [str(files[role]) for role in ROLES])
    window.set_input_files("#id_residents", files["residents"])
    window.fill("#id_purpose", "核对")
    window.fill("#id_as_of", "2019-06-30")
    window.click("main form button.btn-primary")
    expect(window.locator("#load-state")).to_be_visible()
    finish()
    window.reload()
    expect(window.locator("#load-state")).to_contain_text("还没有存入任何数据")
    look(window, "import-preview")
    downloaded(window, "#load-state a[href$='/rejected/']").save_as(tmp_path / "rejected.xlsx")
    assert sum(sheet.max_row for sheet in openpyxl.load_workbook(tmp_path / "rejected.xlsx")) > 4
    assert Household.objects.count() == 0
    window.click("#load-state form button")
    expect(window.locator("#load-state")).to_be_visible()
    finish()
    window.reload()
    look(window, "import-stored")
    assert Household.objects.count() == 30
    assert window.said == []
