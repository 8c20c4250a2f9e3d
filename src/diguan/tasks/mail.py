"""Mail that says that there is something to read: queued, then sent one by one, none of them twice."""

from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from diguan.domain.messages.actions.mailing import claim_mail, doubt_claimed_mails, end_mail, queue_mails
from diguan.domain.messages.choices import MailState
from diguan.domain.messages.models import Mail
from diguan.domain.messages.queries import mail_counts
from diguan.domain.messages.servers import MailServer
from diguan.locale import texts
from diguan.tasks.delivery import Ended, Line
from diguan.tasks.handlers import Order, Progress


def run_mail(arguments: Mapping[str, Any], order: Order, progress: Progress) -> Mapping[str, Any]:
    """Queue today's mail and send what waits; how many stand where in the end. UnableToReachMailServer.

    Jobs of this kind run one at a time, so whatever is claimed at the beginning was left by a run that died: nobody knows
    whether it was sent.
    """
    del arguments, order
    server: MailServer | None = settings.MAIL
    if server is None:
        return {"configured": False}
    since = timezone.now()
    doubted = doubt_claimed_mails(at=since)
    queued = queue_mails(on=timezone.localdate(), at=since)
    waiting = mail_counts()[MailState.WAITING]
    sent = _send(server, since, waiting, progress) if waiting else 0
    return {"configured": True, "queued": queued, "sent_now": sent, "doubted": doubted, **mail_counts()}


def _send(server: MailServer, since: datetime, total: int, progress: Progress) -> int:
    """Every mail that waits, each claimed before it is sent; how many the server took."""
    done = sent = 0
    with closing(Line(server)) as line:
        while mail := claim_mail(since=since, at=timezone.now()):
            state, answer = _deliver(line, mail, server.sender)
            end_mail(mail=mail, state=state, answer=answer, at=timezone.now())
            done, sent = done + 1, sent + (state == MailState.SENT)
            progress("mailing", done, max(total, done))
            line.keep()
    return sent


def _deliver(line: Line, mail: Mail, sender: str) -> Ended:
    """One mail; whoever has meanwhile taken back the address or lost the account gets none."""
    if not mail.account.email or not mail.account.is_active:
        return MailState.FAILED, 0
    return line.deliver(mail.account.email, letter(mail, sender))


def letter(mail: Mail, sender: str) -> bytes:
    """A mail: how much there is to read and where to sign in, in both languages; nothing of what it is."""
    said = texts("messages")
    subject, body = (said.both(f"mail.{part}", count=mail.count) for part in ("subject", "body"))
    no_answer = said["mail.no_answer"]
    parts = [body.zh, body.en, settings.ADDRESS, no_answer.zh, no_answer.en]
    headers = {
        "Message-ID": f"<diguan-{mail.on:%Y%m%d}-{mail.pk}@{sender.rpartition('@')[2]}>",
        "Auto-Submitted": "auto-generated",
    }
    text = "\n\n".join(part for part in parts if part)
    written = EmailMessage(
        f"{subject.zh} · {subject.en}", text, sender, [mail.account.email], headers=headers
    ).message()
    return written.as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django's message takes it
