"""The worker: takes job after job, tells of itself meanwhile, and writes down how each ended."""

import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import OperationalError, connection
from django.utils import timezone

from diguan.domain.jobs import actions
from diguan.domain.jobs.models import Job
from diguan.engine.documents import Label, is_refusal
from diguan.tasks.handlers import Handler, Order

HEARTBEAT_SECONDS = 10.0
IDLE_SECONDS = 1.0
CLOCK_EVERY = timedelta(minutes=1)
LOG = logging.getLogger("diguan.worker")


def worker_name() -> str:
    """Machine and process, so that a dead worker can be told from a living one."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}"


@dataclass(slots=True)
class Worker:
    """Runs jobs of the kinds it has handlers for, one after the other. `stop` ends it after the job under way.

    `interrupted`: whether this process was asked to end. Libraries turn that into errors of their own, which are no fault of the job.
    `schedule`: asked once a minute, for work that has its hour.
    """

    handlers: Mapping[str, Handler]
    name: str = field(default_factory=worker_name)
    now: Callable[[], datetime] = timezone.now
    stop: threading.Event = field(default_factory=threading.Event)
    heartbeat_seconds: float = HEARTBEAT_SECONDS
    idle_seconds: float = IDLE_SECONDS
    interrupted: Callable[[], bool] = lambda: False
    schedule: Callable[[datetime], object] | None = None
    _looked: datetime | None = None

    def run(self) -> None:
        """Until told to stop. A KeyboardInterrupt gives the job under way back to the queue, where it waits for another worker."""
        try:
            while not self.stop.is_set():
                actions.requeue_abandoned(at=self.now())
                self._look_at_the_clock()
                if not self.run_one():
                    self.stop.wait(self.idle_seconds)
        except KeyboardInterrupt:
            connection.close()  # it may have been interrupted within a statement
            actions.give_back_jobs(worker=self.name, at=self.now())
            raise

    def _look_at_the_clock(self) -> None:
        at = self.now()
        if self.schedule is not None and (self._looked is None or at - self._looked >= CLOCK_EVERY):
            self._looked = at
            self.schedule(at)

    def run_one(self) -> bool:
        """Take one job and bring it to its end; False when none waits."""
        job = actions.claim_job(worker=self.name, kinds=frozenset(self.handlers), at=self.now())
        if job is None:
            return False
        with self._heartbeat(job):
            self._work(job)
        return True

    def _work(self, job: Job) -> None:
        order = Order(job.pk, job.region_code, job.owner, job.attempts)
        try:
            outcome = self.handlers[job.kind](job.arguments, order, self._progress(job))
        except actions.JobCancelled:
            actions.cancel_job(job=job, at=self.now())
        except Exception as error:  # the last door of a job: its row says why it ended
            if self.interrupted():
                raise KeyboardInterrupt from error
            actions.fail_job(job=job, problems=_problems(error), at=self.now())
            if not is_refusal(error):
                LOG.exception("job %s (%s) broke", job.pk, job.kind)
        else:
            actions.finish_job(job=job, outcome=outcome, at=self.now())

    def _progress(self, job: Job) -> Callable[[str, int, int], None]:
        """Reports of the job. Files are read by threads of their own, and each has a connection of its own: it is not left open."""
        home = threading.get_ident()

        def report(stage: str, done: int, total: int) -> None:
            try:
                actions.report_progress(job=job, stage=stage, done=done, total=total, at=self.now())
            finally:
                if threading.get_ident() != home:
                    connection.close()

        return report

    def _tell(self, job: Job) -> bool:
        """One heartbeat; False when the job is no longer this worker's.

        The embedded database has one writer at a time: while the job itself writes for longer than a connection waits,
        nobody else can take it over either, and the next heartbeat tries again.
        """
        try:
            return actions.show_life(job=job, at=self.now())
        except OperationalError as error:
            LOG.warning("job %s: this heartbeat was not written (%s)", job.pk, error)
            connection.close()
            return True

    @contextmanager
    def _heartbeat(self, job: Job) -> Iterator[None]:
        """Tell of the job from a thread of its own, so that a long step is not taken for death."""
        ended = threading.Event()

        def beat() -> None:
            try:
                while not ended.wait(self.heartbeat_seconds):
                    if not self._tell(job):
                        return
            finally:
                connection.close()

        thread = threading.Thread(target=beat, name=f"heartbeat-{job.pk}", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()


def _problems(error: Exception) -> list[Label]:
    """What a refusal says; of a fault only its kind, for its text may hold values of people."""
    if not is_refusal(error):
        kind = type(error).__name__
        return [Label(f"程序出错（{kind}），已记入日志", f"the program broke ({kind}); the log has the rest")]
    half = len(lines := str(error).splitlines()) // 2 or 1
    return [Label("\n".join(lines[:half]), "\n".join(lines[half:] or lines))]
