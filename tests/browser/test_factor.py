"""Tokens, the second factor and one's sign-ins as people meet them, at a desk and on a phone, in both languages."""

import pyotp
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from diguan.domain.accounts.permissions import Role
from tests.browser.conftest import DESK, PHONE, fits, sign_in, violations
from tests.browser.test_pages import look
from tests.factories.accounts import COUNTY, PASSWORD, holder
from tests.factories.programs import token

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = pytest.mark.parametrize("window", [DESK, PHONE], indirect=True)


def seen(page, name):
    """Nothing that axe minds, nothing that scrolls sideways, and a picture to look at."""
    assert (name, violations(page), fits(page)) == (name, [], True)
    look(page, name)


@SIZES
@pytest.mark.parametrize("language", ["zh", "en"])
def test_phone_is_set_up_and_its_code_is_asked_for(window, settings, language):
    settings.SECOND_FACTOR_ROLES, settings.SECOND_FACTOR_DAYS = ["county"], 0
    whose = holder(Role.COUNTY)
    sign_in(window, whose)
    if language == "en":
        window.click("text=English")
    expect(window.locator("svg.qr")).to_be_visible()
    seen(window, f"factor-enrol-{language}")
    codes = pyotp.TOTP(window.locator(".once.small").inner_text().replace(" ", ""))
    window.fill("#id_code", "000000")
    window.locator("main form button").click()
    expect(window.locator(".error-summary, [role=alert]").first).to_be_visible()
    seen(window, f"factor-wrong-{language}")
    window.fill("#id_code", codes.now())
    window.locator("main form button").click()
    expect(window.locator("ul.codes li")).to_have_count(10)
    paper = window.locator("ul.codes li").first.inner_text()
    seen(window, f"factor-recovery-{language}")
    window.goto("/sessions/")
    seen(window, f"sessions-{language}")
    window.goto("/second-factor/")
    seen(window, f"factor-on-{language}")
    window.context.clear_cookies(name="sessionid")
    sign_in(window, whose)
    seen(window, f"factor-code-{language}")
    window.fill("#id_code", paper)
    window.locator("main form button").click()
    window.goto("/households/")
    assert window.url.endswith("/households/")
    assert window.said == []


@SIZES
@pytest.mark.parametrize("language", ["zh", "en"])
def test_token_is_made_shown_once_and_revoked(window, language):
    whose = holder(Role.COUNTY)
    token(whose, name="旧程序", at=timezone.now())
    sign_in(window, whose)
    if language == "en":
        window.click("text=English")
    window.goto("/tokens/")
    seen(window, f"tokens-{language}")
    window.fill("#id_name", "统计报表")
    window.fill("#id_password", PASSWORD)
    window.locator("main form.sheet button").click()
    expect(window.locator(".once")).to_contain_text("diguan_")
    seen(window, f"token-{language}")
    manager = holder(Role.ADMINISTRATOR, over=COUNTY)
    window.context.clear_cookies(name="sessionid")
    sign_in(window, manager)
    window.goto(f"/accounts/{whose.pk}/")
    seen(window, f"account-{language}")
    assert window.said == []
