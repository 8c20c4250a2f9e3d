"""Work in the background: where it stands, what became of it, asking to end it."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.jobs.actions import UnableToCancelJob, ask_to_cancel
from diguan.domain.jobs.choices import State
from diguan.domain.jobs.models import Job
from diguan.domain.jobs.queries import jobs
from diguan.domain.ledger.actions.opening.uploading import CHECK_JOB
from diguan.domain.rectification.choices import LOOK_JOB, SPREAD_JOB
from diguan.domain.registry.actions.uploading import LOAD_JOB
from diguan.domain.screening.choices import ROUND_JOB
from diguan.rest.frame.callers import viewer_from
from diguan.rest.frame.clock import now
from diguan.rest.frame.pages import ends, page_of
from diguan.rest.frame.problems import ABSENT, CONFLICT, Refused
from diguan.rest.frame.values import Number, Page, PageAsked, Place, Text, Word

router = Router(tags=["jobs"])
BEGUN_BY = {
    ROUND_JOB: Act.SCREEN,
    CHECK_JOB: Act.SCREEN,
    LOAD_JOB: Act.IMPORT,
    SPREAD_JOB: Act.RECTIFY,
    LOOK_JOB: Act.RECTIFY,
}


class JobsAsked(PageAsked):
    """Of which kind: round, verify, load, posts ..."""

    kind: Word = ""


class JobOne(Schema):
    """A job: `done` of `total` steps of `stage` (0: not known yet). `problems`: why it failed; `result`: what it brought."""

    id: int
    kind: str
    state: str
    place: Place
    queued_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    stage: str
    done: int
    total: int
    problems: list[Text]
    result: dict[str, Any]


class JobPage(Page):
    """Jobs, newest first."""

    rows: list[JobOne]


@router.get("/jobs", response=JobPage, operation_id="list_jobs")
def list_jobs(request: HttpRequest, asked: Query[JobsAsked]) -> JobPage:
    """One's own jobs, and those over regions that one sees whole."""
    found = jobs(viewer_from(request))
    slice_ = page_of(found.filter(kind=asked.kind) if asked.kind else found, ("-id",), asked)
    return JobPage(rows=[job_one(job) for job in slice_.rows], **ends(slice_))


@router.get("/jobs/{int:number}", response=JobOne, operation_id="get_job")
def get_job(request: HttpRequest, number: Path[Number]) -> JobOne:
    """Where a job stands."""
    return job_one(job_seen(viewer_from(request), number))


@router.post("/jobs/{int:number}/cancel", response=JobOne, operation_id="cancel_job")
def cancel_job(request: HttpRequest, number: Path[Number]) -> JobOne:
    """Ask a job to end: for those who may begin such a one there."""
    viewer = viewer_from(request)
    job = job_seen(viewer, number)
    act = BEGUN_BY.get(job.kind)
    if act is None or not viewer.may(act, job.region_code):
        raise Refused(ABSENT)
    try:
        return job_one(ask_to_cancel(job_id=job.pk, actor=viewer.account_id, at=now()))
    except UnableToCancelJob as error:
        raise Refused(CONFLICT, error.message, error.hint, kind="ended") from error


def job_seen(viewer: Viewer, number: int) -> Job:
    """A job that somebody may see; one of another place is absent."""
    found = jobs(viewer).filter(pk=number).first()
    if found is None:
        raise Refused(ABSENT)
    return found


def job_one(job: Job) -> JobOne:
    """A job as it goes out; of its outcome what a page shows."""
    outcome = dict(job.outcome)
    problems = [Text.plain(each) for each in outcome.pop("problems", ())]
    plain = ("kind", "state", "queued_at", "started_at", "ended_at", "stage", "done", "total")
    return JobOne(
        id=job.pk,
        place=Place.of(job.region_code),
        problems=problems,
        result=outcome if job.state == State.DONE else {},
        **{name: getattr(job, name) for name in plain},
    )
