import pytest
from django.test import Client

from diguan.domain.accounts.models import Account, Session
from diguan.domain.accounts.passwords import reset_password
from diguan.domain.accounts.permissions import Role
from diguan.domain.audit.models import Entry
from diguan.domain.audit.queries import detail_of
from tests.factories.accounts import AT, ON, PASSWORD, account, holder

pytestmark = pytest.mark.django_db
NEW = "another-word-8-letters"
WRONG = "not-the-word"


def sign_in(client, username="wang.tester", password=PASSWORD, **more):
    return client.post("/sign-in/", {"username": username, "password": password}, **more)


def actions():
    return list(Entry.objects.order_by("id").values_list("action", flat=True))[1:]


def test_right_password_lets_in_and_is_recorded(client):
    made = account()
    response = sign_in(client, username=" Wang.Tester ", HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0")
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert client.get("/").status_code == 200
    assert actions() == ["sign_in"]
    row = Session.objects.get(account=made)
    assert (row.browser, row.started_at, row.seen_at) == ("Firefox · Windows", AT, AT)


@pytest.mark.parametrize(
    ("there", "led"), [("/accounts/", "/accounts/"), ("https://evil.example/", "/"), ("//evil.example", "/")]
)
def test_sign_in_leads_back_to_our_own_pages_alone(client, there, led):
    account()
    response = client.post(f"/sign-in/?next={there}", {"username": "wang.tester", "password": PASSWORD})
    assert response.headers["Location"] == led


def test_wrong_name_and_wrong_password_are_answered_alike_and_recorded(client):
    account()
    pages = [sign_in(client, password=WRONG), sign_in(client, username="nobody.here")]
    assert [p.status_code for p in pages] == [200, 200]
    assert all("登录名或密码不对" in p.content.decode() for p in pages)
    assert actions() == ["refuse_sign_in", "refuse_sign_in"]
    assert "nobody.here" not in repr(list(Entry.objects.values_list()))


def test_empty_entries_are_named_and_nothing_is_recorded(client):
    page = sign_in(client, username="", password="").content.decode()
    assert '<a href="#id_username">登录名：请填写这一项</a>' in page
    assert 'aria-invalid="true"' in page
    assert Entry.objects.count() == 0


def test_account_switched_off_is_not_let_in(client):
    Account.objects.filter(pk=account().pk).update(is_active=False)
    assert sign_in(client).status_code == 200
    assert client.get("/").status_code == 302


def test_guessing_is_stopped_after_five_for_that_name_from_that_address_alone(client):
    account(), account("some.other")
    codes = [sign_in(client, password=f"guess-{n}").status_code for n in range(5)]
    assert codes == [200, 200, 200, 200, 429]
    locked = sign_in(client)
    told = [detail_of(entry)["locked"] for entry in Entry.objects.filter(action="refuse_sign_in").order_by("id")]
    assert told == [False, False, False, False, True, True]
    assert (locked.status_code, "登录已暂停" in locked.content.decode()) == (429, True)
    assert sign_in(Client(), username="some.other").status_code == 302
    assert sign_in(Client(), REMOTE_ADDR="10.1.1.9").status_code == 302
    from axes.models import AccessAttempt

    assert "wang" not in repr(list(AccessAttempt.objects.values_list("username", "post_data", "get_data")))


def test_new_password_from_the_administrator_ends_the_pause(client):
    made = account()
    for n in range(5):
        sign_in(client, password=f"guess-{n}")
    drawn = reset_password(account=made, actor=None, at=AT, on=ON)
    assert sign_in(client, password=drawn).status_code == 302


def test_sign_out_ends_the_sign_in_and_takes_no_get(client):
    made = account()
    sign_in(client)
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").headers["Location"] == "/sign-in/"
    assert Session.objects.filter(account=made).count() == 0
    assert actions() == ["sign_in", "sign_out"]


def test_changed_password_keeps_this_sign_in_and_ends_the_others(client):
    account()
    other = Client()
    sign_in(client), sign_in(other)
    response = client.post("/password/", {"old": PASSWORD, "new": NEW, "repeated": NEW})
    assert response.headers["Location"] == "/"
    assert client.get("/").status_code == 200
    assert other.get("/").status_code == 302
    assert sign_in(Client(), password=NEW).status_code == 302


@pytest.mark.parametrize(
    ("entries", "place"),
    [
        ({"old": "wrong", "new": NEW, "repeated": NEW}, "#id_old"),
        ({"old": PASSWORD, "new": "short", "repeated": "short"}, "#id_new"),
        ({"old": PASSWORD, "new": NEW, "repeated": "different-word"}, "#id_repeated"),
        ({"old": PASSWORD}, "#id_new"),
    ],
)
def test_password_refused_leads_to_its_entry(client, entries, place):
    account()
    sign_in(client)
    page = client.post("/password/", entries).content.decode()
    assert f'<a href="{place}">' in page
    assert NEW not in page
    assert sign_in(Client()).status_code == 302


def test_own_sign_ins_are_listed_without_their_keys_and_ended_one_by_one(client, signed_in):
    account()
    other = Client()
    sign_in(client), sign_in(other, HTTP_USER_AGENT="Firefox/1 Linux")
    stranger = signed_in(holder(Role.COUNTY))
    page = client.get("/sessions/").content.decode()
    assert [key for key in Session.objects.values_list("session_key", flat=True) if key in page] == []
    (handle,) = set(__import__("re").findall(r'name="session" value="(\w+)"', page))
    assert stranger.post("/sessions/end/", {"session": handle}).status_code == 404
    assert client.post("/sessions/end/", {"session": handle}).status_code == 302
    assert (other.get("/").status_code, client.get("/").status_code) == (302, 200)


def test_first_sign_in_must_change_the_password(client):
    made = account()
    drawn = reset_password(account=made, actor=None, at=AT, on=ON)
    sign_in(client, password=drawn)
    assert client.get("/", follow=True).redirect_chain == [("/password/", 302)]
    page = client.get("/password/").content.decode()
    assert "这是首次登录" in page
    assert 'class="places"' not in page
    client.post("/password/", {"old": drawn, "new": NEW, "repeated": NEW})
    assert client.get("/").status_code == 200


def test_form_without_its_token_is_refused_in_words():
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/sign-in/", {"username": "a", "password": "b"})
    assert (response.status_code, "页面已过期" in response.content.decode()) == (403, True)


def test_address_for_mail_is_set_by_oneself(client, settings):
    made = account()
    sign_in(client)
    assert "没有配置邮件服务器" in client.get("/address/").content.decode()
    refused = client.post("/address/", {"email": "me"}).content.decode()
    assert '<a href="#id_email">' in refused
    assert client.post("/address/", {"email": "me@example.org"}).headers["Location"] == "/sessions/"
    assert "me@example.org" in client.get("/sessions/").content.decode()
    client.post("/address/", {"email": ""})
    made.refresh_from_db()
    assert made.email == ""
    assert actions() == ["sign_in", "set_email", "set_email"]
