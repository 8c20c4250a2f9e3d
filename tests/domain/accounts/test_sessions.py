import pytest
from django.contrib.auth import SESSION_KEY

from diguan.domain.accounts.models import Session
from diguan.domain.accounts.queries import sessions_of
from diguan.domain.accounts.sessions import BROWSER, SEEN, STARTED, SessionStore
from tests.factories.accounts import AT, account


@pytest.mark.django_db
def test_session_row_says_whose_it_is_since_when_and_with_what():
    made = account()
    store = SessionStore()
    store[SESSION_KEY] = str(made.pk)
    store[STARTED] = store[SEEN] = AT.isoformat()
    store[BROWSER] = "Firefox"
    store.save()
    row = sessions_of(made.pk).get()
    assert (row.session_key, row.started_at, row.seen_at, row.browser) == (store.session_key, AT, AT, "Firefox")
    assert SessionStore(store.session_key)[SESSION_KEY] == str(made.pk)


@pytest.mark.django_db
def test_session_before_sign_in_belongs_to_nobody():
    store = SessionStore()
    store["x"] = 1
    store.save()
    assert Session.objects.get().account_id is None
    assert Session.get_session_store_class() is SessionStore
