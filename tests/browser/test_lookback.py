"""Looking back and work style in a browser: drawn, given, looked at, counted; wide and on a phone, in both languages, under axe."""

import shutil
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import expect

from diguan.domain.accounts.models import Account
from diguan.domain.accounts.permissions import Role
from diguan.domain.lookback.choices import Outcome
from diguan.domain.lookback.models import Case
from tests.browser.conftest import DESK, PHONE, sign_in
from tests.browser.test_households import look
from tests.domain.ledger.actions.conftest import neighbours_round
from tests.domain.ledger.worlds import world
from tests.domain.lookback.worlds import Inspected
from tests.factories.accounts import COUNTY, holder
from tests.factories.lookback import closed, decide, plan

__all__ = ["neighbours_round"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = datetime(2020, 3, 2, 2, tzinfo=UTC)


@pytest.fixture
def later(monkeypatch):
    for module in ("lookback.drawing", "lookback.looking", "lookback.one", "workstyle.views"):
        monkeypatch.setattr(f"diguan.web.{module}.now", lambda: NOW)
        monkeypatch.setattr(f"diguan.web.{module}.today", NOW.date)


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("window", [DESK, PHONE], indirect=True)
def test_sample_is_drawn_and_given(window):
    for running in range(1, 16):
        closed(running, department="housing")
    holder(Role.TOWNSHIP, over="152222101000", username="the.inspector")
    sign_in(window, holder(Role.COUNTY))
    window.goto("/lookback/")
    look(window, "lookback-empty")
    window.click("main a.btn-primary")
    window.fill("#id_months", "5")
    window.click("main button[name=weigh]")
    look(window, "lookback-draw")
    window.fill("#id_margin", "")
    window.fill("#id_size", "6")
    window.click("main button[name=draw]")
    expect(window.locator(".said")).to_contain_text("抽取 6 个")
    for box in window.locator("tbody input[type=checkbox]").all()[:3]:
        box.check()
    window.select_option("#id_username", "the.inspector")
    window.click("form .filters button.btn-primary")
    expect(window.locator(".said")).to_contain_text("已派 3 个")
    for case, outcome in zip(Case.objects.order_by("place")[3:], list(Outcome), strict=False):
        decide(case, outcome)
    window.reload()
    look(window, "lookback-one")
    window.click("form[action$='/check/'] button")
    expect(window.locator(".said")).to_contain_text("样本完全相同")
    window.goto("/lookback/results/")
    look(window, "lookback-results")
    window.locator("tbody td a").first.click()
    look(window, "lookback-rows")
    window.goto("/lookback/")
    look(window, "lookback-list")
    window.click("header button[value=en]")
    look(window, "lookback-list-en")
    window.goto("/lookback/draw/")
    look(window, "lookback-draw-en")
    assert window.said == []


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("window", [DESK, PHONE], indirect=True)
def test_problem_is_looked_at_again(window, settings, tmp_path, neighbours_round):
    settings.ROUNDS, settings.EVIDENCE = tmp_path / "rounds", tmp_path / "evidence"
    shutil.copytree(neighbours_round, settings.ROUNDS / "round-1")
    inspected = Inspected(world(settings.ROUNDS))
    sign_in(window, Account.objects.get(pk=inspected.inspector.account_id))
    window.goto("/lookback/mine/")
    look(window, "lookback-mine")
    window.click("tbody th a")
    look(window, "lookback-look")
    window.select_option("#id_told_by", "head")
    window.locator("[name=found][value=persists]").check()
    window.fill("#id_note", "看了房")
    window.click("main form.narrow button.btn-primary")
    expect(window.locator("[data-error-summary]").first).to_contain_text("没有您亲眼看到")
    look(window, "lookback-look-wrong")
    window.locator("[name=dangerous_house][value=False]").check()
    window.locator("[name='dangerous_house.seen']").check()
    window.click("main form.narrow button.btn-primary")
    expect(window.locator(".said")).to_contain_text("稳定，已记录")
    assert window.said == []


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("window", [DESK, PHONE], indirect=True)
def test_work_style_leads_to_its_rows(window):
    for running in range(1, 8):
        closed(running, on=date(2020, 2, 20 + running % 5))
    plan(size=3, since=date(2020, 2, 1), until=date(2020, 3, 1))
    sign_in(window, holder(Role.COUNTY))
    window.goto(f"/workstyle/?region_code={COUNTY}")
    look(window, "workstyle")
    window.locator("tbody td a").first.click()
    look(window, "workstyle-rows")
    window.goto(f"/workstyle/?region_code={COUNTY}&by=week")
    look(window, "workstyle-weeks")
    window.click("header button[value=en]")
    look(window, "workstyle-weeks-en")
    assert window.said == []
