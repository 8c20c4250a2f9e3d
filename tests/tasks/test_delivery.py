"""Mail is handed to a real server, and of each it is known how that ended."""

import ssl
from dataclasses import replace

import pytest

from diguan.domain.messages.choices import MailState
from diguan.domain.messages.servers import MailServer
from diguan.tasks.delivery import Line, UnableToReachMailServer
from tests.factories.certificates import certificate
from tests.factories.mail_server import Box, mail_server_running, taken_port

LETTER = b"Subject: a\r\n\r\nbody\r\n"


@pytest.fixture
def box():
    return Box()


@pytest.fixture
def line(box):
    with mail_server_running(box) as server:
        found = Line(server)
        yield found
        found.close()


def test_mail_arrives(line, box):
    assert line.deliver("one@example.org", LETTER) == (MailState.SENT, 250)
    assert box.addresses == ["one@example.org"]
    assert box.arrived[0][1].get_content().strip() == "body"


@pytest.mark.parametrize(
    ("answer", "ended"),
    [
        ("550 no such box", (MailState.FAILED, 550)),
        ("450 later", (MailState.WAITING, 450)),
        (None, (MailState.WAITING, 0)),
    ],
)
def test_address_that_is_not_taken_is_told_apart_and_the_next_mail_goes(line, box, answer, ended):
    box.at_recipient["bad@example.org"] = answer
    assert line.deliver("bad@example.org", LETTER) == ended
    line.keep()
    assert line.deliver("one@example.org", LETTER) == (MailState.SENT, 250)
    assert box.addresses == ["one@example.org"]


@pytest.mark.parametrize(
    ("answer", "ended"),
    [
        ("554 looks like spam", (MailState.FAILED, 554)),
        ("451 later", (MailState.WAITING, 451)),
        (None, (MailState.UNSURE, 0)),
    ],
)
def test_content_that_is_not_taken_is_told_apart_from_what_nobody_knows(line, box, answer, ended):
    box.after_content["bad@example.org"] = answer
    assert line.deliver("bad@example.org", LETTER) == ended
    line.keep()
    assert line.deliver("one@example.org", LETTER) == (MailState.SENT, 250)


def test_address_of_another_script_is_written_for_mail(line, box):
    assert line.deliver("one@例子.测试", LETTER) == (MailState.SENT, 250)
    assert box.addresses == ["one@xn--fsqu00a.xn--0zwm56d"]


def test_server_that_is_not_there_is_named_without_its_password():
    with taken_port() as held:
        server = MailServer("smtp", "127.0.0.1", held.getsockname()[1], "me", "CANARY", "me@example.org")
        with pytest.raises(UnableToReachMailServer, match="ConnectionRefusedError") as caught:
            Line(server)
    assert f"smtp://127.0.0.1:{server.port}" in str(caught.value)
    assert "CANARY" not in str(caught.value) + repr(server)


def test_line_that_cannot_be_opened_anew_says_so(box):
    with mail_server_running(box) as server:
        line = Line(server)
    with pytest.raises(UnableToReachMailServer):
        line.keep()
    line.close()


def test_sign_in_is_tried_and_a_refusal_is_told(box):
    with mail_server_running(box, password="right") as server:  # noqa: S106  of this test
        line = Line(server)
        assert line.deliver("one@example.org", LETTER) == (MailState.SENT, 250)
        line.close()
        with pytest.raises(UnableToReachMailServer, match="535") as caught:
            Line(replace(server, password="CANARY"))  # noqa: S106  of this test
    assert "CANARY" not in str(caught.value)


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
def test_mail_goes_over_tls_to_a_server_that_can_be_trusted_alone(box, scheme, tmp_path, monkeypatch):
    public, context = certificate(tmp_path)
    with mail_server_running(box, scheme=scheme, password="right", context=context) as server:  # noqa: S106  of this test
        with pytest.raises(UnableToReachMailServer, match="SSLCertVerificationError"):
            Line(server)
        monkeypatch.setenv("SSL_CERT_FILE", str(public))
        line = Line(server)
        assert line.deliver("one@example.org", LETTER) == (MailState.SENT, 250)
        line.close()
    assert box.addresses == ["one@example.org"]


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
def test_server_without_tls_is_not_spoken_to_where_tls_was_asked_for(box, scheme):
    with mail_server_running(box) as server:
        asked = MailServer(scheme, server.host, server.port, "", "", server.sender)
        with pytest.raises(UnableToReachMailServer) as caught:
            Line(asked)
    assert isinstance(caught.value.__cause__, ssl.SSLError | OSError)
    assert box.arrived == []
