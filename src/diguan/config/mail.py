"""The mail server, read from one address."""

import os
from collections.abc import Mapping
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from diguan.config.environment import UnableToReadSetting
from diguan.domain.messages.servers import MailServer
from diguan.engine.documents import Label

PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
EXPECTED = Label(
    "smtps://用户:密码@主机:端口?from=发件地址（也可以是 smtp+starttls:// 或 smtp://）",
    "smtps://user:password@host:port?from=address (or smtp+starttls://, or smtp://)",
)
SAFE = Label(
    "smtps:// 或 smtp+starttls://，密码不走明文", "smtps:// or smtp+starttls://, so that no password goes in the clear"
)


def mail_server(name: str, environ: Mapping[str, str] = os.environ) -> MailServer | None:
    """The server that a variable names; None where it names none, and then no mail is sent. UnableToReadSetting, without the password."""
    said = environ.get(name)
    if not said:
        return None
    try:
        server = _server(said)
        validate_email(server.sender)
    except (ValueError, ValidationError) as error:
        raise UnableToReadSetting(name, _without_secret(said), EXPECTED) from error
    if server.scheme == "smtp" and server.password:
        raise UnableToReadSetting(name, _without_secret(said), SAFE)
    return server


def _server(said: str) -> MailServer:
    parts = urlsplit(said)
    questions = parse_qs(parts.query, strict_parsing=bool(parts.query))
    user = unquote(parts.username or "")
    sender = questions.pop("from", [user])
    if parts.scheme not in PORTS or not parts.hostname or questions or len(sender) != 1 or parts.path.strip("/"):
        raise ValueError
    port = parts.port or PORTS[parts.scheme]
    return MailServer(parts.scheme, parts.hostname, port, user, unquote(parts.password or ""), sender[0])


def _without_secret(said: str) -> str:
    """What can be shown of an address: nothing of whoever signs in."""
    scheme, mark, rest = said.partition("://")
    where, question, more = rest.partition("?")
    user, at, host = where.rpartition("@")
    return f"{scheme}{mark}{'…' if user else ''}{at}{host}{question}{more}" if mark else "…"
