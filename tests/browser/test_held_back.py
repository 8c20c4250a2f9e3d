"""What was typed stays where the sign-in has ended or the network is gone, and is sent when both are back."""

import pytest
from playwright.sync_api import expect

from diguan.domain.accounts.models import Session
from diguan.domain.accounts.permissions import Role
from diguan.domain.registry.models import Household
from tests.browser.conftest import PHONE, sign_in
from tests.browser.test_households import look
from tests.factories.accounts import COUNTY, PASSWORD, holder
from tests.web.households.conftest import home, load

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LATER = 9 * 3600 * 1000  # ms
EVIDENCE = "入户照片2张"


@pytest.fixture
def filled_in(window):
    """A fact about to be recorded, typed in hours after its page was opened."""
    load(home("1001"))
    person = holder(Role.COUNTY, over=COUNTY)
    sign_in(window, person)
    window.clock.install()
    number = Household.objects.get().pk
    window.goto(f"/households/{number}/record/?fact=dangerous_house&person=")
    window.clock.fast_forward(LATER)
    window.select_option("#id_value", "False")
    window.fill("#id_observed_on", "2019-06-20")
    window.select_option("#id_grade", "3")
    window.fill("#id_evidence", EVIDENCE)
    return person


@pytest.mark.parametrize("window", [PHONE], indirect=True)
def test_form_is_held_back_when_the_sign_in_has_ended_and_sent_after_signing_in_elsewhere(window, filled_in):
    Session.objects.all().delete()
    window.click("main form.narrow button")
    expect(window.locator("[data-held-back]")).to_contain_text("登录已过期")
    expect(window.locator("#id_evidence")).to_have_value(EVIDENCE)
    look(window, "held-back")
    with window.context.expect_page() as opened:
        window.click("[data-held-back] a")
    other = opened.value
    other.fill("#id_username", filled_in.username)
    other.fill("#id_password", PASSWORD)
    other.click("main button")
    expect(other.locator("h1")).to_contain_text("看板")
    window.click("main form.narrow button.btn-primary")
    expect(window.locator(".said")).to_contain_text("已记录")


@pytest.mark.parametrize("window", [PHONE], indirect=True)
def test_form_is_held_back_without_a_network_and_sent_when_it_is_back(window, filled_in):
    window.context.set_offline(True)
    window.click("main form.narrow button")
    expect(window.locator("[data-held-back]")).to_contain_text("连不上服务器")
    window.context.set_offline(False)
    window.click("main form.narrow button.btn-primary")
    expect(window.locator(".said")).to_contain_text("已记录")
