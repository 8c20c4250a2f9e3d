"""The queue: who gets a job, what becomes of it when its worker dies, what is written when it ends."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from diguan.domain.audit.models import Entry
from diguan.domain.jobs import actions
from diguan.domain.jobs.choices import State
from diguan.domain.jobs.models import Job
from diguan.engine.documents import Label

AT = datetime(2019, 3, 2, 8, 0, tzinfo=UTC)
KINDS = frozenset({"count", "round"})


def minutes(number):
    return AT + timedelta(minutes=number)


def enqueue(*, kind="count", lane="", at=AT, **arguments):
    return actions.enqueue_job(kind=kind, arguments=arguments, region_code="152200000000", lane=lane, actor=7, at=at)


def claim(worker="a:1", at=AT, kinds=KINDS):
    return actions.claim_job(worker=worker, kinds=kinds, at=at)


@pytest.mark.django_db
def test_claim_gives_the_job_that_has_waited_longest():
    second, first = enqueue(at=minutes(1)), enqueue(at=minutes(0))
    assert [claim().pk, claim("b:2").pk, claim("c:3")] == [first.pk, second.pk, None]


@pytest.mark.django_db
def test_claim_leaves_kinds_that_the_worker_cannot_do():
    enqueue(kind="round")
    assert claim(kinds=frozenset({"count"})) is None
    assert claim(kinds=frozenset()) is None


@pytest.mark.django_db
def test_claim_runs_one_job_of_a_lane_at_a_time_and_others_meanwhile():
    first, second, other = enqueue(lane="load"), enqueue(lane="load"), enqueue(lane="round")
    taken = claim()
    assert (taken.pk, claim("b:2").pk, claim("c:3")) == (first.pk, other.pk, None)
    actions.finish_job(job=taken, outcome={}, at=minutes(1))
    assert claim("c:3").pk == second.pk


@pytest.mark.django_db
def test_lane_is_kept_by_the_database_itself():
    enqueue(lane="load")
    enqueue(lane="load")
    claim()
    running = {"state": State.RUNNING, "worker": "b:2", "heartbeat_at": AT}
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(state=State.QUEUED).update(**running)


@pytest.mark.django_db
def test_progress_is_told_and_counts_as_life():
    job = enqueue()
    taken = claim()
    actions.report_progress(job=taken, stage="verdicts", done=3, total=9, at=minutes(5))
    job.refresh_from_db()
    assert (job.stage, job.done, job.total, job.heartbeat_at) == ("verdicts", 3, 9, minutes(5))
    assert actions.requeue_abandoned(at=minutes(6)) == 0


@pytest.mark.django_db
def test_finish_writes_outcome_once():
    enqueue()
    taken = claim()
    assert actions.finish_job(job=taken, outcome={"path": "x"}, at=minutes(1)) is True
    assert actions.finish_job(job=taken, outcome={"path": "y"}, at=minutes(2)) is False
    taken.refresh_from_db()
    assert (taken.state, taken.outcome, taken.ended_at) == (State.DONE, {"path": "x"}, minutes(1))


@pytest.mark.django_db
def test_failed_job_says_why_in_both_languages():
    enqueue()
    taken = claim()
    assert actions.fail_job(job=taken, problems=[Label("没有数据", "no data")], at=minutes(1)) is True
    taken.refresh_from_db()
    assert (taken.state, taken.outcome) == (State.FAILED, {"problems": [{"zh": "没有数据", "en": "no data"}]})


@pytest.mark.django_db
def test_cancel_of_a_waiting_job_ends_it_at_once():
    job = enqueue()
    assert actions.ask_to_cancel(job_id=job.pk, actor=9, at=minutes(1)).state == State.CANCELLED
    assert claim() is None
    with pytest.raises(actions.UnableToCancelJob, match="has ended already"):
        actions.ask_to_cancel(job_id=job.pk, actor=9, at=minutes(2))


@pytest.mark.django_db
def test_cancel_of_a_running_job_is_heard_at_its_next_report():
    job = enqueue()
    taken = claim()
    assert actions.ask_to_cancel(job_id=job.pk, actor=9, at=minutes(1)).state == State.RUNNING
    with pytest.raises(actions.JobCancelled):
        actions.report_progress(job=taken, stage="verdicts", done=1, total=9, at=minutes(1))
    assert actions.cancel_job(job=taken, at=minutes(2)) is True
    job.refresh_from_db()
    assert job.state == State.CANCELLED


@pytest.mark.django_db
def test_abandoned_job_begins_again_and_its_old_worker_is_not_heard():
    job = enqueue()
    dead = claim("dead:1")
    assert actions.requeue_abandoned(at=minutes(1)) == 0
    assert actions.requeue_abandoned(at=minutes(3)) == 1
    again = claim("alive:2", at=minutes(4))
    assert (again.pk, again.attempts) == (job.pk, 2)
    with pytest.raises(actions.JobCancelled):
        actions.report_progress(job=dead, stage="late", done=1, total=1, at=minutes(5))
    assert actions.show_life(job=dead, at=minutes(5)) is False
    assert actions.finish_job(job=dead, outcome={"path": "late"}, at=minutes(5)) is False
    assert actions.finish_job(job=again, outcome={"path": "good"}, at=minutes(6)) is True


@pytest.mark.django_db
def test_job_that_keeps_dying_fails_and_says_so():
    job = enqueue()
    for attempt in range(actions.MOST_ATTEMPTS):
        assert claim(f"w:{attempt}", at=minutes(10 * attempt)).pk == job.pk
        actions.requeue_abandoned(at=minutes(10 * attempt + 5))
    job.refresh_from_db()
    assert (job.state, claim()) == (State.FAILED, None)
    assert job.outcome["problems"][0]["en"] == "its worker died; it was begun 3 times"


@pytest.mark.django_db
def test_cancelled_job_whose_worker_died_does_not_begin_again():
    job = enqueue()
    claim()
    actions.ask_to_cancel(job_id=job.pk, actor=9, at=minutes(1))
    actions.requeue_abandoned(at=minutes(9))
    job.refresh_from_db()
    assert job.state == State.CANCELLED


@pytest.mark.django_db
def test_every_act_leaves_its_line_in_the_audit():
    job = enqueue()
    taken = claim()
    actions.ask_to_cancel(job_id=job.pk, actor=9, at=minutes(1))
    actions.cancel_job(job=taken, at=minutes(2))
    lines = Entry.objects.filter(subject="job", subject_id=str(job.pk)).order_by("pk")
    assert [(line.action, line.actor) for line in lines] == [
        ("enqueue_job", 7),
        ("ask_to_cancel_job", 9),
        ("cancelled_job", 7),
    ]


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_never_get_the_same_job():
    wanted = {enqueue(number=number).pk for number in range(24)}

    def work(worker):
        taken = []
        try:
            while (job := claim(f"w:{worker}")) is not None:
                taken.append(job.pk)
        finally:
            connection.close()
        return taken

    with ThreadPoolExecutor(4) as pool:
        found = [pk for taken in pool.map(work, range(4)) for pk in taken]
    assert sorted(found) == sorted(wanted)


@pytest.mark.django_db
def test_job_of_a_worker_that_was_told_to_stop_waits_again_at_once_and_the_beginning_does_not_count():
    job, other = enqueue(), enqueue(at=minutes(1))
    stopped = claim("stopped:1")
    claim("another:2")
    assert actions.give_back_jobs(worker="stopped:1", at=minutes(2)) == 1
    job.refresh_from_db()
    other.refresh_from_db()
    assert (job.state, job.worker, job.attempts, other.state) == (State.QUEUED, "", 0, State.RUNNING)
    assert actions.finish_job(job=stopped, outcome={}, at=minutes(2)) is False
    assert claim("next:3", at=minutes(2)).pk == job.pk
    assert Entry.objects.filter(action="give_back_job", subject_id=str(job.pk)).count() == 1


@pytest.mark.django_db
def test_cancelled_job_of_a_worker_that_was_told_to_stop_ends():
    job = enqueue()
    claim("stopped:1")
    actions.ask_to_cancel(job_id=job.pk, actor=9, at=minutes(1))
    actions.give_back_jobs(worker="stopped:1", at=minutes(2))
    job.refresh_from_db()
    assert (job.state, job.ended_at) == (State.CANCELLED, minutes(2))
