"""A worker brings jobs to their end, whatever becomes of it."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.backends.signals import connection_created

from diguan.domain.jobs import actions
from diguan.domain.jobs.choices import State
from diguan.domain.jobs.models import Job
from diguan.tasks.worker import Worker, worker_name

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
SCRIPT = Path(__file__).parents[1] / "factories" / "slow_worker.py"


class UnableToCount(Exception):
    def __init__(self):
        super().__init__("数不了\ncannot be counted")


def count(arguments, order, progress):
    for step in range(arguments["steps"]):
        progress("count", step, arguments["steps"])
    return {"counted": arguments["steps"], "attempt": order.attempt}


def refuse(arguments, order, progress):
    raise UnableToCount


def break_down(arguments, order, progress):
    raise ValueError("secret 15222119990101")


def enqueue(kind, **arguments):
    return actions.enqueue_job(kind=kind, arguments=arguments, region_code="152200000000", actor=7, at=AT)


def worker(**more):
    handlers = {"count": count, "refuse": refuse, "break": break_down}
    return Worker(handlers, name="test:1", now=lambda: AT, **more)


@pytest.mark.django_db(transaction=True)
def test_worker_brings_a_job_to_its_end():
    job = enqueue("count", steps=3)
    assert worker().run_one() is True
    job.refresh_from_db()
    assert (job.state, job.outcome, job.done, job.total) == (State.DONE, {"counted": 3, "attempt": 1}, 2, 3)
    assert worker().run_one() is False


@pytest.mark.django_db(transaction=True)
def test_refused_job_keeps_both_languages():
    job = enqueue("refuse")
    worker().run_one()
    job.refresh_from_db()
    assert (job.state, job.outcome) == (
        State.FAILED,
        {"problems": [{"zh": "数不了", "en": "cannot be counted"}]},
    )


@pytest.mark.django_db(transaction=True)
def test_broken_job_tells_its_row_nothing_that_may_be_personal():
    job = enqueue("break")
    worker().run_one()
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert "secret" not in str(job.outcome)
    assert "ValueError" in job.outcome["problems"][0]["en"]


@pytest.mark.django_db(transaction=True)
def test_worker_stops_a_job_that_somebody_cancels():
    job = enqueue("count", steps=2)

    def cancel_then_count(arguments, order, progress):
        actions.ask_to_cancel(job_id=order.job_id, actor=9, at=AT)
        return count(arguments, order, progress)

    Worker({"count": cancel_then_count}, name="test:1", now=lambda: AT).run_one()
    job.refresh_from_db()
    assert (job.state, job.outcome) == (State.CANCELLED, {})


@pytest.mark.django_db(transaction=True)
def test_worker_tells_of_itself_during_a_long_step():
    job = enqueue("long")
    instants = iter(AT + timedelta(seconds=n) for n in range(10_000))
    seen = []

    def long(arguments, order, progress):
        deadline = time.monotonic() + 3000
        while len(set(seen)) < 3 and time.monotonic() < deadline:
            seen.append(Job.objects.get(pk=order.job_id).heartbeat_at)
            time.sleep(0.02)
        return {}

    Worker({"long": long}, name="test:1", now=lambda: next(instants), heartbeat_seconds=0.05).run_one()
    job.refresh_from_db()
    assert (job.state, len(set(seen))) == (State.DONE, 3)


@pytest.fixture
def impatient():
    """Connections of other threads wait 20 milliseconds for the embedded database's one writer instead of half a minute."""

    def hasten(sender, connection, **more):
        if connection.vendor == "sqlite" and threading.current_thread() is not threading.main_thread():
            connection.cursor().execute("PRAGMA busy_timeout = 20")

    connection_created.connect(hasten)
    yield
    connection_created.disconnect(hasten)


@pytest.mark.django_db(transaction=True)
def test_worker_tells_of_itself_again_after_a_long_write(impatient):
    job = enqueue("writing")
    instants = iter(AT + timedelta(seconds=n) for n in range(10_000))
    seen = []

    def writing(arguments, order, progress):
        with transaction.atomic():
            Job.objects.filter(pk=order.job_id).update(done=1)
            time.sleep(0.5)  # several heartbeats find the database taken
        held = Job.objects.get(pk=order.job_id).heartbeat_at
        deadline = time.monotonic() + 3000
        while held not in seen and time.monotonic() < deadline:
            if (now := Job.objects.get(pk=order.job_id).heartbeat_at) != held:
                seen.append(held)
                seen.append(now)
            time.sleep(0.02)
        return {}

    Worker({"writing": writing}, name="test:1", now=lambda: next(instants), heartbeat_seconds=0.05).run_one()
    job.refresh_from_db()
    assert (job.state, len(seen)) == (State.DONE, 2)


@pytest.mark.django_db(transaction=True)
def test_report_from_another_thread_leaves_no_connection_open():
    job = enqueue("reading")
    left = []

    def reading(arguments, order, progress):
        def read():
            progress("reading a.xlsx", 1, 2)
            left.append(connection.connection)

        thread = threading.Thread(target=read)
        thread.start()
        thread.join()
        return {}

    Worker({"reading": reading}, name="test:1", now=lambda: AT).run_one()
    job.refresh_from_db()
    assert (job.state, job.stage, left) == (State.DONE, "reading a.xlsx", [None])


@pytest.mark.django_db(transaction=True)
def test_worker_runs_until_it_is_told_to_stop():
    enqueue("count", steps=1)
    enqueue("count", steps=2)
    running = worker(idle_seconds=0.01)

    def run():
        try:
            running.run()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    deadline = time.monotonic() + 300
    while Job.objects.exclude(state=State.DONE).exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    running.stop.set()
    thread.join(timeout=300)
    assert not thread.is_alive()
    assert Job.objects.filter(state=State.DONE).count() == 2


def ended_by(number):
    """The number of a process with a worker that got a signal in the middle of its job."""
    settings = {**connection.settings_dict}
    address = settings["NAME"] if connection.vendor == "sqlite" else None
    url = f"sqlite://{address}" if address else _url(settings)
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "diguan.config.settings"}
    with subprocess.Popen(
        [sys.executable, str(SCRIPT)], env=environment, stdout=subprocess.PIPE, encoding="utf-8"
    ) as dying:
        assert dying.stdout is not None
        assert dying.stdout.readline().strip() == "under way"
        dying.send_signal(number)
    return dying


@pytest.mark.skipif(sys.platform == "win32", reason="ends by a signal")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.django_db(transaction=True)
def test_stopped_worker_gives_its_job_back_at_once(number):
    job = enqueue("slow")
    assert ended_by(number).returncode == 130
    job.refresh_from_db()
    assert (job.state, job.worker, job.attempts) == (State.QUEUED, "", 0)
    Worker({"slow": lambda *_: {"done": True}}, now=lambda: AT).run_one()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.DONE, 1)


@pytest.mark.django_db(transaction=True)
def test_error_that_a_library_made_of_an_interruption_is_no_fault_of_the_job():
    job = enqueue("break")
    with pytest.raises(KeyboardInterrupt):
        worker(interrupted=lambda: True).run()
    job.refresh_from_db()
    assert (job.state, job.outcome) == (State.QUEUED, {})


@pytest.mark.skipif(sys.platform == "win32", reason="needs kill -9")
@pytest.mark.django_db(transaction=True)
def test_killed_worker_leaves_the_job_to_the_next_one():
    job = enqueue("slow")
    dying = ended_by(signal.SIGKILL)
    job.refresh_from_db()
    assert (job.state, job.worker) == (State.RUNNING, f"slow:{dying.pid}")
    later = job.heartbeat_at + timedelta(minutes=5)
    assert actions.requeue_abandoned(at=later) == 1
    Worker({"slow": lambda *_: {"done": True}}, now=lambda: later).run_one()
    job.refresh_from_db()
    assert (job.state, job.outcome, job.attempts, job.worker) == (State.DONE, {"done": True}, 2, worker_name())


def _url(settings):
    user, password, host, port = (settings[key] for key in ("USER", "PASSWORD", "HOST", "PORT"))
    return f"postgresql://{user}:{password}@{host}:{port}/{settings['NAME']}"
