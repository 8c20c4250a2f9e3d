"""No value of a person reaches the log: canaries are typed wherever something can be typed, and errors carry some."""

import logging
import sys

import pytest
from django.test import Client

from diguan.domain.accounts.permissions import Role
from diguan.web.shared.logs import PlainFormatter
from tests.factories.accounts import account, holder

pytestmark = pytest.mark.django_db
CANARY, NUMBER = "zhao-canary", "991200195001011234"


@pytest.fixture
def written(caplog):
    """What the server would have written, as it writes it."""
    caplog.set_level(logging.DEBUG)

    def text():
        form = PlainFormatter("%(levelname)s %(name)s %(message)s")
        return "\n".join(form.format(record) for record in caplog.records if record.name.startswith(("diguan", "axes")))

    return text


def test_line_says_method_pattern_status_and_account_number(signed_in, written):
    made = holder(Role.ADMINISTRATOR)
    signed_in(made).get(f"/accounts/{made.pk}/")
    assert "INFO diguan.requests GET /accounts/<int:number>/ 200 " in written()
    assert written().endswith(f"account={made.pk}")


def test_nothing_that_was_typed_is_written(signed_in, written):
    client = signed_in(holder(Role.ADMINISTRATOR))
    client.get(f"/accounts/?words={CANARY}&region_code={NUMBER}&at={CANARY}")
    client.get(f"/{CANARY}/{NUMBER}/")
    client.post("/accounts/new/", {"username": CANARY, "name": CANARY, "region_code": NUMBER})
    Client().post("/sign-in/", {"username": CANARY, "password": NUMBER}, headers={"user-agent": CANARY})
    Client(headers={"host": f"{CANARY}.example"}).get("/sign-in/")
    assert [word for word in (CANARY, NUMBER, "canary") if word in written()] == []


def test_error_is_written_by_kind_and_place_and_shown_by_neither(signed_in, written, monkeypatch):
    def fail(*_args, **_kwargs):
        raise ValueError(f"户主 {CANARY} {NUMBER}")

    monkeypatch.setattr("diguan.web.home.views.departments", fail)
    client = signed_in(holder(Role.COUNTY))
    client.raise_request_exception = False
    response = client.get("/mine/")
    assert response.status_code == 500
    page = response.content.decode()
    assert "程序出错了" in page
    assert "The program is at fault" in page
    assert [word for word in (CANARY, NUMBER, "ValueError", "Traceback") if word in page] == []
    assert "ERROR diguan.requests ValueError at " in written()
    assert [word for word in (CANARY, NUMBER) if word in written()] == []


def test_formatter_drops_the_text_of_an_error_that_another_part_logs():
    try:
        int(CANARY)
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "failed", (), sys.exc_info())
    assert PlainFormatter("%(message)s").format(record).startswith("failed\nValueError at test_request_log.py:")
    assert CANARY not in PlainFormatter("%(message)s").format(record)


def test_refused_page_is_no_error_of_the_program(signed_in, written):
    signed_in(account()).get("/audit/")
    assert "403" in written()
    assert "ERROR" not in written()
