"""A round from its first question to the rows behind its figures, by clicks alone; what was typed survives a refusal and the way back."""

import pytest
from playwright.sync_api import expect

from diguan.domain.accounts.permissions import Role
from diguan.domain.jobs.models import Job
from diguan.domain.screening.models import Round
from diguan.tasks.handlers import handlers
from diguan.tasks.worker import Worker
from tests.browser.conftest import DESK, PHONE, sign_in
from tests.browser.test_households import look
from tests.factories.accounts import COUNTY, holder
from tests.web.households.conftest import home, load

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.ROUNDS = tmp_path / "rounds"


@pytest.mark.parametrize("window", [DESK, PHONE], indirect=True)
def test_round_is_started_watched_and_followed_to_its_households(window):
    load(home("1001"), home("1002", name="双小丽", identity="990101197001011230", dangerous_house=False))
    sign_in(window, holder(Role.COUNTY, over=COUNTY))
    window.click("nav.places >> text=筛查")
    expect(window.locator(".empty-state")).to_contain_text("还没有筛查过")
    window.click("main >> text=开始一轮筛查")
    window.select_option("#id_standard", "cn-two-assurances")
    window.fill("#id_as_of", "2025-06-30")
    window.click("main form button.btn-primary")
    expect(window.locator("[data-error-summary]")).to_contain_text("有效期")
    look(window, "round-not-in-force")
    window.fill("#id_as_of", "2019-06-30")
    window.click("main form button.btn-primary")
    expect(window.locator("#id_value-poverty_line")).to_have_value("3218")
    window.click("main form button.btn-primary")
    expect(window.locator("[data-error-summary]")).to_contain_text("请填写这一项")
    window.click("main form a:has-text('重新选择')")
    expect(window.locator("#id_as_of")).to_have_value("2019-06-30")
    expect(window.locator("#id_standard")).to_have_value("cn-two-assurances")
    window.click("main form button.btn-primary")
    window.fill("#id_source-poverty_line", "旗里的通知")
    look(window, "round-confirm")
    window.click("main form button.btn-primary")
    expect(window.locator(".said")).to_contain_text("已排队")
    expect(window.locator("main")).to_contain_text("正在进行")
    look(window, "round-waits")
    assert Worker({"round": handlers()["round"]}).run_one()
    expect(window.locator("tbody a")).to_have_count(1)  # the list is loaded anew when the round has ended
    window.click("tbody a")
    expect(window.locator("h1")).to_contain_text(f"第 {Round.objects.get().pk} 轮")
    look(window, "round-result")
    window.click("tr:has-text('住房安全') td:nth-of-type(3) a")
    expect(window.locator("tbody tr")).to_have_count(1)
    window.click("tbody th a")
    expect(window.locator("h1")).to_contain_text("1001")
    assert Job.objects.filter(kind="round").count() == 1
    assert window.said == []


@pytest.mark.parametrize("window", [DESK], indirect=True)
def test_form_is_sent_once_however_often_its_button_is_pressed(window):
    load(home("1001"))
    sign_in(window, holder(Role.COUNTY, over=COUNTY))
    window.goto(f"/rounds/start/?standard=cn-two-assurances&as_of=2019-06-30&region_code={COUNTY}")
    window.fill("#id_source-poverty_line", "旗里的通知")
    window.dblclick("main form button.btn-primary")
    expect(window.locator(".said")).to_contain_text("已排队")
    assert Job.objects.filter(kind="round").count() == 1
