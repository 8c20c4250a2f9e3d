from datetime import timedelta

import pytest

from diguan.domain.accounts.models import Account, Session
from diguan.domain.accounts.passwords import change_password, draw_password, reset_password
from diguan.domain.accounts.permissions import Role
from diguan.domain.accounts.refusals import UnableToManageAccount, UnableToSetPassword
from diguan.domain.audit.models import Entry
from tests.factories.accounts import AT, COUNTY, ON, OTHER_COUNTY, PASSWORD, account, holder, viewer

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)
NEW = "another-word-8-letters"


def session(of, key):
    return Session.objects.create(session_key=key, session_data="", expire_date=AT, account=of)


def change(of, old=PASSWORD, new=NEW, keep="here"):
    change_password(account=of, old=old, new=new, keep_session=keep, at=LATER)


def test_changed_password_holds_and_ends_every_other_sign_in():
    made, stranger = account(), account("some.other")
    session(made, "here"), session(made, "elsewhere"), session(stranger, "theirs")
    change(made)
    kept = Account.objects.get(pk=made.pk)
    assert kept.check_password(NEW)
    assert (kept.must_change_password, kept.password_set_at) == (False, LATER)
    assert sorted(Session.objects.values_list("session_key", flat=True)) == ["here", "theirs"]
    assert Entry.objects.latest("id").action == "change_password"


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("wrong", NEW, "old"),
        (PASSWORD, PASSWORD, "new"),
        (PASSWORD, "short-7", "new"),
        (PASSWORD, "20190630201906", "new"),
        (PASSWORD, "wang.tester", "new"),
        (PASSWORD, "password123", "new"),
    ],
)
def test_password_wrong_weak_or_unchanged_is_refused(old, new, field):
    made = account()
    with pytest.raises(UnableToSetPassword) as refusal:
        change(made, old, new)
    assert refusal.value.field == field
    assert Account.objects.get(pk=made.pk).check_password(PASSWORD)


def test_reset_password_must_be_changed_and_ends_every_sign_in():
    made = holder(Role.TOWNSHIP)
    session(made, "here")
    actor = viewer(Role.ADMINISTRATOR, over=COUNTY)
    drawn = reset_password(account=made, actor=actor, at=LATER, on=ON)
    kept = Account.objects.get(pk=made.pk)
    assert (kept.check_password(drawn), kept.must_change_password, Session.objects.count()) == (True, True, 0)
    assert (Entry.objects.latest("id").action, Entry.objects.latest("id").actor) == ("reset_password", actor.account_id)


def test_password_of_somebody_over_more_is_not_reset_from_below():
    actor = viewer(Role.ADMINISTRATOR, over=COUNTY)
    for made in (holder(Role.REGION), account("else.where", region=OTHER_COUNTY)):
        with pytest.raises(UnableToManageAccount):
            reset_password(account=made, actor=actor, at=LATER, on=ON)


def test_drawn_passwords_have_no_letter_that_is_taken_for_another():
    drawn = [draw_password() for _ in range(50)]
    assert len(set(drawn)) == 50
    assert not set("lo01") & set("".join(drawn))
