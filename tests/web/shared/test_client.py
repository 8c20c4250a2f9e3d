import pytest
from django.test import RequestFactory

from diguan.web.shared.client import NOWHERE, browser_of, client_address, guessed_name


def request(**meta):
    return RequestFactory().get("/", **meta)


def test_address_is_that_of_the_connection_and_not_what_somebody_wrote(settings):
    settings.BEHIND_PROXY = False
    assert client_address(request(REMOTE_ADDR="10.0.0.5", HTTP_X_FORWARDED_FOR="1.2.3.4")) == "10.0.0.5"


def test_address_behind_our_own_proxy_is_the_last_one_it_wrote(settings):
    settings.BEHIND_PROXY = True
    assert client_address(request(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 10.0.0.5")) == "10.0.0.5"
    assert client_address(request(REMOTE_ADDR="127.0.0.1")) == "127.0.0.1"


@pytest.mark.parametrize("said", ["", "abc", "10.0.0.5:80"])
def test_address_that_cannot_be_read_is_nowhere(said):
    assert client_address(request(REMOTE_ADDR=said)) == NOWHERE


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537 Chrome/140 Safari/537 Edg/140", "Edge · Windows"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/140 Mobile MicroMessenger/8.0", "WeChat · Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18) Version/18 Safari/604", "Safari · iPhone"),
        ("curl/8", ""),
    ],
)
def test_browser_is_told_by_kind_without_version(said, kind):
    assert browser_of(request(HTTP_USER_AGENT=said)) == kind


def test_guessed_name_is_the_same_for_every_way_of_writing_it_and_not_the_name():
    names = {guessed_name(request(), {"username": said}) for said in ("wang.x", " Wang.X ")}
    assert len(names) == 1
    assert "wang" not in names.pop()
