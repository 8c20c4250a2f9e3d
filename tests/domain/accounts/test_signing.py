import pytest

from diguan.domain.accounts.hashing import keyed_hash
from diguan.domain.accounts.models import Session
from diguan.domain.accounts.permissions import Role
from diguan.domain.accounts.signing import (
    end_session,
    record_refused_sign_in,
    record_sign_in,
    record_sign_out,
)
from diguan.domain.audit.models import Entry
from diguan.domain.audit.queries import detail_of
from tests.factories.accounts import AT, COUNTY, account, holder

pytestmark = pytest.mark.django_db


def test_signing_in_and_out_is_recorded():
    made = holder(Role.COUNTY)
    record_sign_in(account=made, at=AT)
    record_sign_out(account=made, at=AT)
    last = Entry.objects.order_by("-id")[:2]
    assert [(e.action, e.actor, e.subject_id, e.region_code) for e in last] == [
        (action, made.pk, str(made.pk), COUNTY) for action in ("sign_out", "sign_in")
    ]


def test_refused_sign_in_is_recorded_without_what_was_typed():
    record_refused_sign_in(username="my-password-by-mistake", locked=True, at=AT)
    entry = Entry.objects.latest("id")
    assert (entry.action, entry.actor, entry.subject_id) == ("refuse_sign_in", None, "")
    assert detail_of(entry) == {"tried": keyed_hash("my-password-by-mistake"), "locked": True}
    assert "mistake" not in entry.detail


def test_refused_sign_in_of_a_known_name_stands_under_its_account():
    made = account()
    record_refused_sign_in(username=made.username, locked=False, at=AT)
    assert (Entry.objects.latest("id").subject_id, Entry.objects.latest("id").region_code) == (str(made.pk), COUNTY)


def test_hash_depends_on_the_key_of_the_system(settings):
    before = keyed_hash("wang")
    assert keyed_hash("wang") == before
    settings.SECRET_KEY = "another"  # noqa: S105  of this test alone
    assert keyed_hash("wang") != before


def test_own_sign_in_is_ended_and_no_other():
    made, other = account(), account("some.other")
    for key, whose in (("mine", made), ("theirs", other)):
        Session.objects.create(session_key=key, session_data="", expire_date=AT, account=whose)
    assert end_session(account=made, session_key="mine", at=AT)
    assert not end_session(account=made, session_key="theirs", at=AT)
    assert list(Session.objects.values_list("session_key", flat=True)) == ["theirs"]
    assert Entry.objects.filter(action="end_session").count() == 1
