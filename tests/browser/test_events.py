"""A birth is looked at before it is stored, and taken back; who is registered twice is merged: at a desk and on a phone."""

import pytest
from playwright.sync_api import expect

from diguan.domain.accounts.permissions import Role
from diguan.domain.registry.models import Household, Source
from tests.browser.conftest import DESK, PHONE, sign_in
from tests.browser.test_households import look, open_part
from tests.factories.accounts import COUNTY, holder
from tests.factories.happenings import listed
from tests.web.events.conftest import FATHER, person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("window", [DESK, PHONE], indirect=True)
def test_event_is_recorded_looked_at_and_taken_back(window):
    listed(
        1,
        person("1001", "1", "单大山", identity=FATHER, relation="户主"),
        person("1001", "2", "单小明", relation="之子"),
        person("1002", "1", "高娃", relation="户主"),
        person("1002", "2", "单大山", identity=FATHER, relation="其他"),
        columns=(),
    )
    Source.objects.update(synthetic=True)
    sign_in(window, holder(Role.COUNTY, over=COUNTY))
    household = f"/households/{Household.objects.get(number='1001').pk}/"
    window.goto(household)
    window.click("main a.btn:has-text('登记人口变动')")
    look(window, "events-choose")
    window.click("main a:has-text('分户')")
    look(window, "events-split")
    window.click("main form button")
    expect(window.locator("[data-error-summary]")).to_be_focused()
    look(window, "events-split-wrong")
    window.goto(f"{household}events/birth/")
    window.fill("#id_name", "单小牧")
    window.select_option("#id_sex", "女")
    window.select_option("#id_relation", "之孙女")
    window.fill("#id_reason", "出生")
    window.fill("#id_evidence", "出生医学证明")
    window.click("main form button")
    expect(window.locator("h1")).to_contain_text("会改变什么")
    expect(window.locator("section.sheet")).to_contain_text("单小牧")
    look(window, "events-check")
    window.click("text=确认存入")
    expect(window.locator(".said")).to_contain_text("已登记：出生")
    look(window, "events-household")
    open_part(window, "#timeline", "单小牧").locator("a:has-text('撤销')").click()
    window.fill("#id_reason", "登错了户")
    window.fill("#id_evidence", "村干部说明")
    window.click("main form button")
    look(window, "events-undo-check")
    window.click("text=确认存入")
    expect(open_part(window, "#timeline", "单小牧").locator(".mark:has-text('已撤销')")).to_have_count(1)
    window.goto("/twice/")
    look(window, "events-twice")
    window.click("main table a:has-text('是同一人')")
    look(window, "events-same-person")
    for name, address in (("arrivals", "/arrivals/"), ("kin", f"{household}kin/?other=1002")):
        window.goto(address)
        look(window, f"events-{name}")
    assert window.said == []
