"""The second factor in the browser."""

import re
from datetime import timedelta

import pyotp
import pytest
from django.test import Client

from diguan.domain.accounts.factor import begin_factor, confirm_factor, factor_of
from diguan.domain.accounts.models import Session
from diguan.domain.accounts.permissions import Role
from diguan.domain.audit.models import Entry
from tests.factories.accounts import AT, COUNTY, PASSWORD, account, holder

pytestmark = pytest.mark.django_db
EARLIER = AT - timedelta(minutes=5)


def enrolled(whose):
    secret = begin_factor(account=whose)
    codes = confirm_factor(account=whose, code=pyotp.TOTP(secret).at(EARLIER), at=EARLIER)
    return pyotp.TOTP(secret).at(AT), codes


def first_step(client, whose, there=""):
    said = {"username": whose.username, "password": PASSWORD}
    return client.post(f"/sign-in/{f'?next={there}' if there else ''}", said)


def test_password_alone_does_not_let_in_where_there_is_a_second_factor(client):
    whose = account()
    code, _ = enrolled(whose)
    led = first_step(client, whose, "/password/")
    assert led.headers["Location"] == "/sign-in/code/?next=%2Fpassword%2F"
    assert client.get("/").status_code == 302
    assert not Session.objects.filter(account=whose).exists()
    waiting = client.session.session_key
    entered = client.post(led.headers["Location"], {"code": code})
    assert entered.headers["Location"] == "/password/"
    assert client.session.session_key != waiting
    assert client.get("/").status_code == 200
    assert Entry.objects.filter(action="sign_in").count() == 1


def test_same_code_lets_nobody_in_again(client):
    whose = account()
    code, _ = enrolled(whose)
    first_step(client, whose)
    client.post("/sign-in/code/", {"code": code})
    other = Client()
    first_step(other, whose)
    again = other.post("/sign-in/code/", {"code": code})
    assert again.status_code == 200
    assert "验证码不对" in again.content.decode()
    assert other.get("/").status_code == 302


def test_recovery_code_lets_in(client):
    whose = account()
    _, codes = enrolled(whose)
    first_step(client, whose)
    assert client.post("/sign-in/code/", {"code": codes[3]}).status_code == 302
    assert "恢复码剩 9 个" in client.get("/sessions/").content.decode()


def test_nobody_is_asked_for_a_code_without_the_password(client):
    enrolled(account())
    assert client.get("/sign-in/code/").headers["Location"] == "/sign-in/"
    assert client.post("/sign-in/code/", {"code": "000000"}).headers["Location"] == "/sign-in/"


@pytest.mark.parametrize("what", ["time", "password", "off"])
def test_waiting_for_the_code_ends(client, monkeypatch, what):
    whose = account()
    code, _ = enrolled(whose)
    first_step(client, whose)
    if what == "time":
        monkeypatch.setattr("diguan.web.signing.entering.now", lambda: AT + timedelta(minutes=11))
    elif what == "password":
        whose.set_password("another-long-word-8")
        whose.save()
    else:
        whose.is_active = False
        whose.save()
    assert client.post("/sign-in/code/", {"code": code}).headers["Location"] == "/sign-in/"
    assert client.get("/").status_code == 302


def test_phone_is_set_up_with_picture_and_key_and_codes_are_shown_once(signed_in):
    whose = account()
    client = signed_in(whose)
    response = client.get("/second-factor/")
    page = response.content.decode()
    assert "<svg" in page
    assert "style=" not in page.partition("<svg")[2].partition("</svg>")[0]
    secret = re.search(r'class="once small">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    wrong = client.post("/second-factor/", {"code": "000000"}).content.decode()
    assert "验证码不对" in wrong
    assert secret[:4] in wrong
    shown = client.post("/second-factor/", {"code": pyotp.TOTP(secret).at(AT)}).content.decode()
    codes = re.findall(r"[a-z0-9]{4}(?:-[a-z0-9]{4}){3}", shown)
    assert len(codes) == 10
    again = client.get("/second-factor/").content.decode()
    assert secret not in again
    assert codes[0] not in again


def test_role_that_needs_one_is_led_there_when_its_time_is_over(client, settings):
    settings.SECOND_FACTOR_ROLES, settings.SECOND_FACTOR_DAYS = ["county"], 0
    whose = holder(Role.COUNTY)
    assert first_step(client, whose).headers["Location"] == "/second-factor/"
    assert client.get("/households/").headers["Location"] == "/second-factor/"
    page = client.get("/second-factor/").content.decode()
    assert "您的角色须启用第二验证" in page
    secret = re.search(r'class="once small">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    client.post("/second-factor/", {"code": pyotp.TOTP(secret).at(AT)})
    assert client.get("/households/").status_code == 200


def test_role_that_needs_one_is_told_how_long_it_has(client, settings):
    settings.SECOND_FACTOR_ROLES, settings.SECOND_FACTOR_DAYS = ["county"], 14
    first_step(client, holder(Role.COUNTY))
    assert "2019-03-16" in client.get("/mine/").content.decode()


def test_administrator_resets_it_with_a_reason_and_sign_ins_end(signed_in):
    whose = holder(Role.COUNTY)
    enrolled(whose)
    theirs = signed_in(whose)
    manager = signed_in(holder(Role.ADMINISTRATOR, over=COUNTY))
    assert "重置第二验证" in manager.get(f"/accounts/{whose.pk}/").content.decode()
    manager.post(f"/accounts/{whose.pk}/reset-factor/", {"reason": ""})
    assert factor_of(whose) is not None
    manager.post(f"/accounts/{whose.pk}/reset-factor/", {"reason": "本人到场，手机丢失"})
    assert factor_of(whose) is None
    assert theirs.get("/").status_code == 302


def test_administrator_demands_a_new_password(signed_in):
    whose = holder(Role.COUNTY)
    theirs = signed_in(whose)
    manager = signed_in(holder(Role.ADMINISTRATOR, over=COUNTY))
    manager.post(f"/accounts/{whose.pk}/demand-password/", {"reason": "密码可能已泄露"})
    assert theirs.get("/households/").headers["Location"] == "/password/"


def test_other_sign_ins_end_together(signed_in):
    whose = account()
    clients = [signed_in(whose) for _ in range(3)]
    page = clients[0].get("/sessions/").content.decode()
    assert "结束其他所有登录" in page
    clients[0].post("/sessions/end-others/")
    assert [client.get("/").status_code for client in clients] == [200, 302, 302]


def test_it_is_turned_off_and_codes_are_renewed_with_a_code(signed_in):
    whose = account()
    code, codes = enrolled(whose)
    client = signed_in(whose)
    shown = client.post("/second-factor/codes/", {"code": code}).content.decode()
    assert len(set(re.findall(r"[a-z0-9]{4}(?:-[a-z0-9]{4}){3}", shown)) & set(codes)) == 0
    new = re.findall(r"[a-z0-9]{4}(?:-[a-z0-9]{4}){3}", shown)[0]
    client.post("/second-factor/off/", {"password": PASSWORD, "code": "000000"})
    assert factor_of(whose) is not None
    client.post("/second-factor/off/", {"password": PASSWORD, "code": new})
    assert factor_of(whose) is None
