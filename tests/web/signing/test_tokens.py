"""One's own tokens in the browser."""

import re

import pytest

from diguan.domain.accounts.models import Token
from diguan.domain.accounts.permissions import Role
from tests.factories.accounts import COUNTY, PASSWORD, holder
from tests.factories.programs import Program, token

SAID = {"name": "统计报表", "scope": "read", "days": "30", "password": PASSWORD}


@pytest.mark.django_db
def test_token_is_shown_once_and_lets_a_program_in(signed_in):
    account = holder(Role.COUNTY)
    client = signed_in(account)
    page = client.post("/tokens/", SAID).content.decode()
    secret = re.search(r"diguan_[A-Za-z0-9_-]{43}", page)[0]
    assert Program(said=secret).get("me").status_code == 401  # it was made to end in 2019
    assert secret not in client.get("/tokens/").content.decode()
    kept = Token.objects.get()
    assert secret[-4:] == kept.ending
    assert secret not in str(kept.__dict__)


@pytest.mark.django_db
def test_token_is_not_made_with_a_wrong_password_and_what_was_typed_stays(signed_in):
    client = signed_in(holder(Role.COUNTY))
    page = client.post("/tokens/", {**SAID, "password": "not-mine-at-all"}).content.decode()
    assert "密码不对" in page
    assert "统计报表" in page
    assert "not-mine-at-all" not in page
    assert not Token.objects.exists()


@pytest.mark.django_db
def test_token_is_revoked_by_whose_it_is_and_by_nobody_else(signed_in):
    one, other = holder(Role.COUNTY), holder(Role.TOWNSHIP)
    secret = token(one)
    number = Token.objects.get().pk
    assert signed_in(other).post(f"/tokens/{number}/revoke/").status_code == 404
    assert Program(said=secret).get("me").status_code == 200
    assert signed_in(one).post(f"/tokens/{number}/revoke/").status_code == 302
    assert Program(said=secret).get("me").status_code == 401


@pytest.mark.django_db
def test_administrator_sees_and_revokes_tokens_of_an_account(signed_in):
    one = holder(Role.COUNTY)
    secret = token(one, name="对账程序")
    client = signed_in(holder(Role.ADMINISTRATOR, over=COUNTY))
    page = client.get(f"/accounts/{one.pk}/").content.decode()
    assert "对账程序" in page
    assert secret not in page
    assert client.post(f"/accounts/{one.pk}/tokens/{Token.objects.get().pk}/").status_code == 302
    assert Program(said=secret).get("me").status_code == 401


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["reset", "switch"])
def test_reset_and_switching_off_shut_programs_out(signed_in, act):
    one = holder(Role.COUNTY)
    secret = token(one)
    signed_in(holder(Role.ADMINISTRATOR, over=COUNTY)).post(f"/accounts/{one.pk}/{act}/")
    assert Program(said=secret).get("me").status_code == 401
    assert Token.objects.get().revoked_at is not None
