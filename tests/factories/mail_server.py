"""A mail server of its own on this machine, which takes mail or does not, as it is told."""

import socket
from contextlib import contextmanager
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from diguan.domain.messages.servers import MailServer

SENDER = "diguan@example.org"


class Box:
    """What arrived, and how the next steps are answered: "" as usual, an answer, or None to hang up."""

    def __init__(self):
        self.arrived = []
        self.at_recipient = {}
        self.after_content = {}

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802  named by aiosmtpd
        told = self.at_recipient.get(address, "")
        if told is None:
            server.transport.abort()
            return "421 gone"
        if told:
            return told
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  named by aiosmtpd
        [address] = envelope.rcpt_tos
        told = self.after_content.get(address, "")
        if told and told.startswith(("4", "5")):
            return told
        self.arrived.append((address, message_from_bytes(envelope.content, policy=policy.default)))
        if told is None:
            server.transport.abort()
        return "250 kept"

    @property
    def addresses(self):
        return [address for address, _ in self.arrived]


@contextmanager
def taken_port():
    """A port that is held and at which nobody listens: whoever calls is refused, and nobody else can take it meanwhile."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        yield found


class Held(Controller):
    """A server at a port that is its own from the beginning: one that was only found free may be another's when the server begins."""

    def __init__(self, handler, held, **more):
        self.held = held
        super().__init__(handler, hostname="127.0.0.1", port=held.getsockname()[1], ready_timeout=120, **more)

    def _create_server(self):
        return self.loop.create_server(self._factory_invoker, sock=self.held, ssl=self.ssl_context)


@contextmanager
def mail_server_running(box, *, scheme="smtp", password="", context=None):
    """The server, and where it is reached: with a password for "me", over TLS from the beginning (smtps) or from the first words on."""

    def authenticate(server, session, envelope, mechanism, data):
        return AuthResult(success=data.password == password.encode(), handled=False)

    more = {"authenticator": authenticate, "auth_require_tls": scheme == "smtp+starttls"} if password else {}
    tls = {"smtps": {"ssl_context": context}, "smtp+starttls": {"tls_context": context}}.get(scheme, {})
    with taken_port() as held:
        controller = Held(box, held, **more, **tls)
        controller.start()
        try:
            yield MailServer(scheme, "127.0.0.1", controller.port, "me" if password else "", password, SENDER)
        finally:
            controller.stop()
