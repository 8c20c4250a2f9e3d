"""Tokens: what is kept of them, how long they work, who may revoke them."""

from datetime import timedelta

import pytest

from diguan.domain.accounts.choices import Scope
from diguan.domain.accounts.models import Token
from diguan.domain.accounts.permissions import Act, Role, Viewer
from diguan.domain.accounts.queries import viewer_of
from diguan.domain.accounts.refusals import (
    UnableToFindToken,
    UnableToMakeToken,
    UnableToManageAccount,
    UnableToSetPassword,
)
from diguan.domain.accounts.tokens import MOST_TOKENS, create_token, note_use, revoke_token, token_said
from diguan.domain.audit.models import Entry
from tests.factories.accounts import AT, COUNTY, ON, OTHER_COUNTY, PASSWORD, account, holder
from tests.factories.programs import token

pytestmark = pytest.mark.django_db


def made(whose, **more):
    said = {"name": "报表", "scope": Scope.READ, "days": 30, "password": PASSWORD, **more}
    return create_token(account=whose, **said, at=AT)


def test_token_works_until_the_instant_of_its_end():
    row, secret = made(account())
    assert token_said(secret, AT + timedelta(days=30, seconds=-1)) == row
    assert token_said(secret, AT + timedelta(days=30)) is None
    assert token_said(f"{secret}x", AT) is None
    assert token_said("", AT) is None


def test_token_itself_is_kept_nowhere():
    _, secret = made(account())
    assert secret not in str(Token.objects.values())
    assert secret not in str(list(Entry.objects.values_list("detail", flat=True)))


def test_token_of_an_account_that_is_switched_off_does_not_work():
    whose = account()
    _, secret = made(whose)
    whose.is_active = False
    whose.save()
    assert token_said(secret, AT) is None


@pytest.mark.parametrize(
    ("more", "refusal", "field"),
    [
        ({"name": " "}, UnableToMakeToken, "name"),
        ({"name": "x" * 41}, UnableToMakeToken, "name"),
        ({"days": 0}, UnableToMakeToken, "days"),
        ({"days": 367}, UnableToMakeToken, "days"),
        ({"password": "wrong"}, UnableToSetPassword, "password"),
    ],
    ids=["nameless", "long", "at once", "for ever", "password"],
)
def test_token_is_refused_where_an_entry_is_wrong(more, refusal, field):
    with pytest.raises(refusal) as refused:
        made(account(), **more)
    assert refused.value.field == field
    assert not Token.objects.exists()


def test_name_is_free_again_after_revoking():
    whose = account()
    row, _ = made(whose)
    with pytest.raises(UnableToMakeToken):
        made(whose)
    revoke_token(account=whose, token_id=row.pk, actor=Viewer(whose.pk), at=AT)
    assert made(whose)[0].name == "报表"


def test_tokens_of_an_account_are_limited():
    whose = account()
    for number in range(MOST_TOKENS):
        token(whose, name=f"n{number}", days=30)
    with pytest.raises(UnableToMakeToken):
        made(whose)


def test_token_is_revoked_by_whoever_manages_the_account_alone():
    whose = holder(Role.COUNTY)
    row, secret = made(whose)
    stranger = viewer_of(holder(Role.ADMINISTRATOR, over=OTHER_COUNTY, region=OTHER_COUNTY).pk, ON)
    with pytest.raises(UnableToManageAccount):
        revoke_token(account=whose, token_id=row.pk, actor=stranger, at=AT)
    manager = viewer_of(holder(Role.ADMINISTRATOR, over=COUNTY, username="their.admin").pk, ON)
    revoke_token(account=whose, token_id=row.pk, actor=manager, at=AT)
    assert token_said(secret, AT) is None
    with pytest.raises(UnableToFindToken):
        revoke_token(account=whose, token_id=row.pk, actor=manager, at=AT)


def test_use_is_noted_to_a_few_minutes():
    whose = account()
    row, _ = made(whose)
    note_use(row, AT)
    row.refresh_from_db()
    note_use(row, AT + timedelta(minutes=4))
    assert Token.objects.get().used_at == AT
    note_use(row, AT + timedelta(minutes=5))
    assert Token.objects.get().used_at == AT + timedelta(minutes=5)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("scope", Scope)
def test_viewer_of_a_token_may_never_do_more_than_the_account(role, scope):
    whole = viewer_of(holder(role).pk, ON)
    limited = whole.limited(scope)
    for act in Act:
        assert not limited.may(act) or whole.may(act)
        assert set(limited.scopes(act)) <= set(whole.scopes(act))
    assert not limited.may(Act.MANAGE_ACCOUNTS)
    assert limited.sensitivities == whole.sensitivities
