import pytest

from diguan.config.environment import UnableToReadSetting
from diguan.config.mail import mail_server
from diguan.domain.messages.servers import MailServer


def read(said):
    return mail_server("DIGUAN_SMTP", {"DIGUAN_SMTP": said})


def test_no_server_is_none():
    assert (mail_server("DIGUAN_SMTP", {}), read("")) == (None, None)


@pytest.mark.parametrize(
    ("said", "server"),
    [
        (
            "smtps://me%40example.org:p%40ss%2F@mail.example.org",
            MailServer("smtps", "mail.example.org", 465, "me@example.org", "p@ss/", "me@example.org"),
        ),
        (
            "smtp+starttls://me:pass@mail.example.org:2525?from=diguan@example.org",
            MailServer("smtp+starttls", "mail.example.org", 2525, "me", "pass", "diguan@example.org"),
        ),
        ("smtp://localhost?from=a@example.org", MailServer("smtp", "localhost", 25, "", "", "a@example.org")),
    ],
)
def test_server_is_read_from_its_address(said, server):
    assert read(said) == server


@pytest.mark.parametrize(
    "said",
    [
        "mail.example.org",
        "http://me:CANARY@mail.example.org?from=a@example.org",
        "smtps://me:CANARY@?from=a@example.org",
        "smtps://me:CANARY@mail.example.org",  # no address to send from
        "smtps://me:CANARY@mail.example.org?from=nobody",
        "smtps://me:CANARY@mail.example.org?form=a@example.org",
        "smtps://me:CANARY@mail.example.org?from=a@example.org&from=b@example.org",
        "smtps://me:CANARY@mail.example.org:port?from=a@example.org",
        "smtps://me:CANARY@mail.example.org/path?from=a@example.org",
        "smtps://me:CAN@ARY@mail.example.org?from",
        "smtp://me:CANARY@mail.example.org?from=a@example.org",
        "me:CANARY@mail.example.org",
    ],
)
def test_address_that_cannot_be_read_is_refused_without_its_password(said):
    with pytest.raises(UnableToReadSetting, match="DIGUAN_SMTP") as caught:
        read(said)
    assert not any(word in str(caught.value) for word in ("CANARY", "ARY", "CAN@"))


def test_password_in_the_clear_is_refused_with_what_to_write():
    with pytest.raises(UnableToReadSetting, match=r"no password goes in the clear"):
        read("smtp://me:secret@mail.example.org?from=a@example.org")


def test_server_shows_no_password():
    assert repr(MailServer("smtps", "h", 465, "me", "CANARY", "a@example.org")) == "smtps://h:465"
