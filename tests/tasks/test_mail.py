"""Nobody is mailed twice, whatever dies when; and a mail says nothing but that there is something to read."""

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from diguan.domain.accounts.models import Account
from diguan.domain.jobs.actions import enqueue_job
from diguan.domain.jobs.choices import State
from diguan.domain.messages.actions.mailing import claim_mail, queue_mails
from diguan.domain.messages.choices import MailState
from diguan.domain.messages.models import Mail
from diguan.tasks.handlers import Order, handlers
from diguan.tasks.mail import letter, run_mail
from diguan.tasks.worker import Worker
from tests.factories.accounts import AT, ON, REGION
from tests.factories.mail_server import Box, mail_server_running
from tests.factories.messages import reader, tell
from tests.factories.running import environment_of

SCRIPT = Path(__file__).parents[1] / "factories" / "mailing.py"
NAMES = ("first.one", "second.one", "third.one")


@pytest.fixture
def box():
    return Box()


@pytest.fixture
def server(box, settings):
    with mail_server_running(box) as found:
        settings.MAIL = found
        yield found


def run():
    return run_mail({}, Order(1, REGION, None, 1), lambda *_: None)


def told(*names):
    for name in names:
        tell(reader(name, f"{name}@example.org"))


@pytest.mark.django_db
def test_nothing_is_queued_without_a_server(settings):
    assert settings.MAIL is None
    told("first.one")
    assert run() == {"configured": False}
    assert Mail.objects.count() == 0


@pytest.mark.django_db
def test_mail_is_sent_once_a_day(server, box):
    told(*NAMES)
    first = run()
    assert (first["queued"], first["sent_now"], first["sent"]) == (3, 3, 3)
    again = run()
    assert (again["queued"], again["sent_now"], again["sent"]) == (0, 0, 3)
    assert box.addresses == [f"{name}@example.org" for name in NAMES]


@pytest.mark.django_db
def test_mail_says_how_much_there_is_and_nothing_else(settings, server, box):
    settings.ADDRESS = "https://diguan.example.org/"
    whom = reader("first.one", "first@example.org")
    Account.objects.filter(pk=whom.pk).update(name="金丝雀")
    for key in "ab":
        tell(whom, key, about="item:771771")
    run()
    [(_, mail)] = box.arrived
    body = mail.get_content()
    assert mail["Subject"].strip() == "滴灌：2 条未读消息 · Diguan: 2 unread messages"
    assert (mail["To"], mail["From"], mail["Auto-Submitted"]) == (
        "first@example.org",
        "diguan@example.org",
        "auto-generated",
    )
    assert "您有 2 条未读消息" in body
    assert "https://diguan.example.org/" in body
    assert not any(word in str(mail) + body for word in ("金丝雀", "first.one", "771771"))


@pytest.mark.django_db
def test_refused_and_put_off_mails_are_told_apart(server, box):
    told(*NAMES)
    box.at_recipient = {"first.one@example.org": "550 no such box", "second.one@example.org": "450 later"}
    found = run()
    assert (found["sent"], found["failed"], found["waiting"]) == (1, 1, 1)
    box.at_recipient = {}
    assert run()["sent_now"] == 1
    assert sorted(box.addresses) == ["second.one@example.org", "third.one@example.org"]


@pytest.mark.django_db
def test_line_that_breaks_after_the_content_leaves_the_mail_unsure_and_the_others_go(server, box):
    told(*NAMES)
    box.after_content["second.one@example.org"] = None
    found = run()
    assert (found["sent"], found["unsure"], found["waiting"]) == (2, 1, 0)
    assert run()["sent_now"] == 0
    assert box.addresses.count("second.one@example.org") == 1


@pytest.mark.django_db
def test_whoever_took_back_the_address_gets_no_mail(server, box):
    told(*NAMES)
    queue_mails(on=timezone.localdate(), at=timezone.now())
    Account.objects.filter(username="first.one").update(email="")
    Account.objects.filter(username="second.one").update(is_active=False)
    found = run()
    assert (found["sent"], found["failed"]) == (1, 2)
    assert box.addresses == ["third.one@example.org"]


@pytest.mark.django_db(transaction=True)
def test_job_without_a_server_that_answers_fails_and_says_so_and_the_mail_waits(settings, server, box):
    told("first.one")
    settings.MAIL = type(server)("smtp", "127.0.0.1", 1, "", "", server.sender)
    job = enqueue_job(kind="mail", arguments={}, region_code=REGION, lane="mail", actor=None, at=AT)
    Worker(handlers()).run_one()
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert "the mail server does not answer" in job.outcome["problems"][0]["en"]
    assert Mail.objects.get().state == MailState.WAITING
    settings.MAIL = server
    assert run()["sent_now"] == 1


@pytest.mark.skipif(sys.platform == "win32", reason="needs kill -9")
@pytest.mark.django_db(transaction=True)
def test_kill_between_sending_and_its_record_sends_nothing_twice(server, box, tmp_path):
    told(*NAMES)
    url = f"smtp://{server.host}:{server.port}?from={server.sender}"
    environment = environment_of(connection, DIGUAN_DATA=str(tmp_path), DIGUAN_SMTP=url)
    for _ in range(2):
        killed = subprocess.run([sys.executable, str(SCRIPT), "second.one"], env=environment, check=False)
        assert killed.returncode in (-signal.SIGKILL, 0)
    found = run()
    assert (found["sent"], found["unsure"], found["waiting"], found["claimed"]) == (2, 1, 0, 0)
    assert sorted(box.addresses) == [f"{name}@example.org" for name in NAMES]


@pytest.mark.django_db
def test_letter_has_the_same_name_however_often_it_is_written():
    told("first.one")
    queue_mails(on=ON, at=AT)
    mail = claim_mail(since=AT, at=AT + timedelta(minutes=1))
    names = [
        line for _ in "ab" for line in letter(mail, "me@example.org").splitlines() if line.startswith(b"Message-ID")
    ]
    assert names == [f"Message-ID: <diguan-20190302-{mail.pk}@example.org>".encode()] * 2
