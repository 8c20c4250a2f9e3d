import json
import re

import pytest

from diguan.cli.main import app
from diguan.domain.accounts.models import Account, Grant
from diguan.domain.accounts.permissions import Role
from diguan.domain.accounts.queries import viewer_of
from tests.factories.accounts import COUNTY, account

pytestmark = pytest.mark.django_db


def run(*words):
    """Exit code of a command line."""
    with pytest.raises(SystemExit) as end:
        app(list(words))
    return end.value.code


def password_in(text):
    return re.search(r": ([a-z0-9]{4}(?:-[a-z0-9]{4}){3})$", text, re.MULTILINE).group(1)


def test_first_administrator_is_made_once_with_a_password_that_works(capsys):
    first = ("accounts", "create-administrator", "first.admin", "--name", "首", "--region", "15")
    assert run(*first) == 0
    made = Account.objects.get()
    assert made.check_password(password_in(capsys.readouterr().out))
    assert [g.role for g in made.grants.all()] == ["administrator"]
    assert run("accounts", "create-administrator", "second.admin", "--name", "次", "--region", "15") == 2
    assert "administrator already" in capsys.readouterr().err


def test_account_is_added_granted_revoked_and_listed(capsys):
    from diguan.cli import console

    assert run("accounts", "add", "wang.x", "--name", "王", "--region", "152222") == 0
    assert run("accounts", "grant", "wang.x", "department", "--over", "152222", "--department", "education") == 0
    capsys.readouterr()
    assert run("accounts", "list", "--json") == 0
    (row,) = json.loads(capsys.readouterr().out)["accounts"]
    held = [{"role": "department", "over": COUNTY, "department": "education"}]
    assert row == {"username": "wang.x", "name": "王", "region_code": COUNTY, "active": True, "grants": held}
    assert run("accounts", "list") == 0
    assert "education" in capsys.readouterr().out
    assert run("accounts", "revoke", "wang.x", "department", "--over", "152222", "--department", "education") == 0
    assert viewer_of(Account.objects.get().pk, console.today()).grants == ()
    assert run("accounts", "revoke", "wang.x", "department", "--over", "152222", "--department", "education") == 2


def test_grant_with_days_is_kept_as_said():
    account("wang.x")
    assert (
        run(
            "accounts",
            "grant",
            "wang.x",
            "county",
            "--over",
            "152222",
            "--since",
            "2020-01-01",
            "--until",
            "2020-02-01",
        )
        == 0
    )
    held = Grant.objects.get()
    assert (held.role, held.since_on.isoformat(), held.until_on.isoformat()) == (
        Role.COUNTY,
        "2020-01-01",
        "2020-02-01",
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("grant", "wang.x", "king", "--over", "152222"), "king"),
        (("grant", "nobody", "county", "--over", "152222"), "no account 'nobody'"),
        (("grant", "wang.x", "village", "--over", "152222"), "does not fit the level"),
        (("add", "wang.x", "--name", "王", "--region", "152222"), "is taken"),
        (("add", "Wang", "--name", "王", "--region", "152222"), "not written right"),
        (("add", "li.x", "--name", "李", "--region", "99"), "no region"),
        (("reset-password", "nobody"), "no account 'nobody'"),
    ],
)
def test_wrong_command_is_refused_in_words(capsys, words, told):
    account("wang.x")
    assert run("accounts", *words) == 2
    assert told in capsys.readouterr().err


def test_reset_password_prints_one_that_works(capsys):
    account("wang.x")
    assert run("accounts", "reset-password", "wang.x") == 0
    assert Account.objects.get().check_password(password_in(capsys.readouterr().out))


def test_demonstration_over_an_empty_registry_is_refused(capsys):
    assert run("accounts", "demonstration") == 2
    assert "diguan synth" in capsys.readouterr().err
    assert not Account.objects.exists()


def test_lost_second_factor_is_reset_from_the_machine(capsys):
    import pyotp

    from diguan.domain.accounts.factor import begin_factor, confirm_factor, factor_of
    from tests.factories.accounts import AT

    made = account()
    assert run("accounts", "reset-factor", made.username, "--reason", "手机丢失") == 2
    confirm_factor(account=made, code=pyotp.TOTP(begin_factor(account=made)).at(AT), at=AT)
    assert run("accounts", "reset-factor", made.username, "--reason", "手机丢失") == 0
    assert factor_of(made) is None
