"""Handing one mail after the other over to a mail server, and knowing of each how that ended.

The conversation is held step by step, because the step at which a line breaks says whether a mail can have been sent: before its
content is on the way it cannot.
"""

import smtplib
from contextlib import suppress

from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

from diguan.domain.messages.choices import MailState
from diguan.domain.messages.servers import MailServer
from diguan.domain.refusals import UnableToAct
from diguan.engine.documents import Label

SECONDS = 30
TAKEN, FOR_GOOD = frozenset({250, 251}), 500  # answers of a mail server; from 500 on it will never take it
BROKEN = (smtplib.SMTPServerDisconnected, OSError)
Ended = tuple[MailState, int]  # and the server's answer, 0 for none


class UnableToReachMailServer(UnableToAct):
    """The mail server does not answer, or lets nobody in. What waits stays where it is."""

    def __init__(self, server: MailServer, error: Exception) -> None:
        why = f"{server!r}: {getattr(error, 'smtp_code', '') or type(error).__name__}"
        super().__init__(
            Label(
                f"邮件服务器连不上或不接受登录（{why}）", f"the mail server does not answer or lets nobody in ({why})"
            ),
            Label("请检查 DIGUAN_SMTP；邮件留着，下次再发", "look at DIGUAN_SMTP; the mail waits for the next time"),
        )


class Line:
    """A connection to a mail server. Opening it raises UnableToReachMailServer."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._smtp = self._opened()

    def keep(self) -> None:
        """Connect anew where the server has hung up."""
        with suppress(*BROKEN):
            if self._smtp.noop()[0] in TAKEN:
                return
        self._smtp.close()
        self._smtp = self._opened()

    def deliver(self, address: str, content: bytes) -> Ended:
        """Hand a mail over."""
        try:
            answer = self._address(address)
        except BROKEN:
            return MailState.WAITING, 0
        return self._content(content) if answer in TAKEN else _refused(answer)

    def close(self) -> None:
        """Hang up. A server that takes no farewell has taken the mail all the same."""
        with suppress(smtplib.SMTPException, OSError):
            self._smtp.quit()

    def _address(self, address: str) -> int:
        answer, _ = self._smtp.mail(sanitize_address(self._server.sender, "utf-8"))
        if answer in TAKEN:
            answer, _ = self._smtp.rcpt(sanitize_address(address, "utf-8"))
        if answer not in TAKEN:
            self._smtp.rset()
        return answer

    def _content(self, content: bytes) -> Ended:
        try:
            answer, _ = self._smtp.data(content)
        except smtplib.SMTPDataError as error:  # the server would not hear the content
            return _refused(error.smtp_code)
        except BROKEN:
            return MailState.UNSURE, 0
        return (MailState.SENT, answer) if answer in TAKEN else _refused(answer)

    def _opened(self) -> smtplib.SMTP:
        server = self._server
        backend = EmailBackend(
            host=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.scheme == "smtp+starttls",
            use_ssl=server.scheme == "smtps",
            timeout=SECONDS,
        )
        try:
            backend.open()
            smtp: smtplib.SMTP = backend.connection  # type: ignore[assignment]  # there once it is open
            smtp.ehlo_or_helo_if_needed()
        except (smtplib.SMTPException, OSError) as error:
            with suppress(smtplib.SMTPException, OSError):  # what was half open is closed
                backend.close()
            raise UnableToReachMailServer(server, error) from error
        return smtp


def _refused(answer: int) -> Ended:
    return MailState.FAILED if answer >= FOR_GOOD else MailState.WAITING, answer
