"""What happens to jobs. Every action is one short transaction: a worker that dies leaves the row as the last of them wrote it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from diguan.domain.audit.actions import append_audit
from diguan.domain.jobs.choices import ENDED, State
from diguan.domain.jobs.models import Job
from diguan.domain.refusals import UnableToAct
from diguan.engine.documents import Label

MOST_ATTEMPTS = 3
SILENT_FOR = timedelta(minutes=2)  # a worker tells of itself every few seconds


class JobCancelled(Exception):
    """Whoever asked for the job asked to end it; raised where the job reports its progress."""


class UnableToCancelJob(UnableToAct):
    """The job has ended already."""

    def __init__(self, job: Job) -> None:
        super().__init__(
            Label(f"任务 {job.pk} 已经结束（{job.state}）", f"job {job.pk} has ended already ({job.state})"),
            Label("没有可取消的了", "there is nothing left to cancel"),
        )


@transaction.atomic
def enqueue_job(
    *, kind: str, arguments: Mapping[str, Any], region_code: str, lane: str = "", actor: int | None, at: datetime
) -> Job:
    """Ask for work. `arguments`: plain values without anything personal."""
    job = Job.objects.create(
        kind=kind, arguments=dict(arguments), region_code=region_code, lane=lane, owner=actor, queued_at=at
    )
    _audit(job, "enqueue_job", actor, at)
    return job


def claim_job(*, worker: str, kinds: frozenset[str], at: datetime) -> Job | None:
    """The job that has waited longest becomes this worker's, or None. Two workers never get the same one, nor two of one lane."""
    try:
        with transaction.atomic():
            job = _waiting(kinds).first()
            if job is None:
                return None
            job.state, job.worker = State.RUNNING, worker
            job.started_at = job.heartbeat_at = at
            job.attempts += 1
            job.stage, job.done, job.total = "", 0, 0
            job.save()
            return job
    except IntegrityError:  # another worker began a job of this lane in the same moment: the next look finds another
        return None


def _waiting(kinds: frozenset[str]) -> QuerySet[Job]:
    busy = Job.objects.filter(state=State.RUNNING).exclude(lane="").values("lane")
    waiting = Job.objects.filter(state=State.QUEUED, kind__in=sorted(kinds)).exclude(lane__in=busy)
    ordered = waiting.order_by("queued_at", "id")
    if connection.features.has_select_for_update_skip_locked:
        return ordered.select_for_update(skip_locked=True)
    return ordered


def report_progress(*, job: Job, stage: str, done: int, total: int, at: datetime) -> None:
    """Tell how far it has come. JobCancelled when somebody asked to end it, or another worker has taken it over."""
    mine = Job.objects.filter(pk=job.pk, state=State.RUNNING, worker=job.worker, attempts=job.attempts)
    told = mine.filter(cancel_asked_at__isnull=True).update(
        stage=stage[:200], done=max(done, 0), total=max(total, 0), heartbeat_at=at
    )
    if not told:
        raise JobCancelled


def show_life(*, job: Job, at: datetime) -> bool:
    """Heartbeat of a worker; False when the job is no longer its own."""
    mine = Job.objects.filter(pk=job.pk, state=State.RUNNING, worker=job.worker, attempts=job.attempts)
    return bool(mine.update(heartbeat_at=at))


def finish_job(*, job: Job, outcome: Mapping[str, Any], at: datetime) -> bool:
    """The work is done; False when it had been taken over or cancelled meanwhile, and then nothing is written."""
    return _end(job, State.DONE, outcome, at)


def fail_job(*, job: Job, problems: list[Label], at: datetime) -> bool:
    """The work was refused or broke; `problems` say why, in both languages."""
    return _end(job, State.FAILED, {"problems": [{"zh": p.zh, "en": p.en} for p in problems]}, at)


def cancel_job(*, job: Job, at: datetime) -> bool:
    """The worker has stopped because somebody asked."""
    return _end(job, State.CANCELLED, {}, at)


@transaction.atomic
def _end(job: Job, state: State, outcome: Mapping[str, Any], at: datetime) -> bool:
    mine = Job.objects.filter(pk=job.pk, state=State.RUNNING, worker=job.worker, attempts=job.attempts)
    if not mine.update(state=state, outcome=dict(outcome), ended_at=at, heartbeat_at=at):
        return False
    _audit(job, f"{state}_job", job.owner, at)
    return True


@transaction.atomic
def ask_to_cancel(*, job_id: int, actor: int | None, at: datetime) -> Job:
    """Ask to end a job: one that waits ends now, one that runs ends at its next report. UnableToCancelJob when it has ended."""
    job = Job.objects.select_for_update().get(pk=job_id)
    if job.state in ENDED:
        raise UnableToCancelJob(job)
    if job.state == State.QUEUED:
        job.state, job.ended_at = State.CANCELLED, at
    job.cancel_asked_at = at
    job.save(update_fields=["state", "ended_at", "cancel_asked_at"])
    _audit(job, "ask_to_cancel_job", actor, at)
    return job


@transaction.atomic
def requeue_abandoned(*, at: datetime, silent_for: timedelta = SILENT_FOR) -> int:
    """Jobs whose worker has not told of itself for so long begin again, or fail when they have begun too often. How many they were."""
    silent = Job.objects.select_for_update().filter(state=State.RUNNING, heartbeat_at__lt=at - silent_for)
    found = list(silent)
    for job in found:
        _abandon(job, at)
    return len(found)


def _abandon(job: Job, at: datetime) -> None:
    if job.cancel_asked_at is not None:
        job.state, job.ended_at = State.CANCELLED, at
    elif job.attempts >= MOST_ATTEMPTS:
        job.state, job.ended_at = State.FAILED, at
        said = Label(f"执行进程中断，已尝试 {job.attempts} 次", f"its worker died; it was begun {job.attempts} times")
        job.outcome = {"problems": [{"zh": said.zh, "en": said.en}]}
    else:
        job.state, job.worker, job.heartbeat_at = State.QUEUED, "", None
    job.save()
    _audit(job, "abandon_job", None, at)


@transaction.atomic
def give_back_jobs(*, worker: str, at: datetime) -> int:
    """Jobs of a worker that was told to stop wait again at once, and this beginning does not count. How many they were."""
    found = list(Job.objects.select_for_update().filter(state=State.RUNNING, worker=worker))
    for job in found:
        if job.cancel_asked_at is not None:
            job.state, job.ended_at = State.CANCELLED, at
        else:
            job.state, job.worker, job.heartbeat_at, job.attempts = State.QUEUED, "", None, job.attempts - 1
        job.save()
        _audit(job, "give_back_job", None, at)
    return len(found)


def _audit(job: Job, action: str, actor: int | None, at: datetime) -> None:
    append_audit(
        actor=actor,
        action=action,
        subject="job",
        subject_id=str(job.pk),
        region_code=job.region_code,
        detail={"kind": job.kind, "attempts": job.attempts},
        at=at,
    )
