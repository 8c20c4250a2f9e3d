"""Loads: files in, read by a job as a preview; taken over when somebody has looked; the rows that could not be read as a workbook."""

from datetime import date
from pathlib import Path as Folder
from typing import Annotated

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest
from ninja import File, Form, Path, Query, Router, Status
from ninja.files import UploadedFile
from pydantic import Field

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.audit.actions import append_audit
from diguan.domain.jobs.choices import State
from diguan.domain.jobs.models import Job
from diguan.domain.jobs.queries import jobs
from diguan.domain.refusals import UnableToAct
from diguan.domain.regions.queries import resolve_region
from diguan.domain.registry.actions.uploading import LOAD_JOB, Upload, keep_upload, request_load
from diguan.domain.registry.queries.loads import answers_rejected_of, rejected_of
from diguan.engine.documents import Label
from diguan.rest.frame.callers import needs, viewer_from
from diguan.rest.frame.clock import now
from diguan.rest.frame.pages import ends, page_of
from diguan.rest.frame.problems import ABSENT, CONFLICT, INVALID, Fault, Refused
from diguan.rest.frame.values import PLAIN, Asked, Day, Number, PageAsked
from diguan.rest.jobs import JobOne, JobPage, job_one

router = Router(tags=["loads"])
ACCEPTED = 202
BINARY = {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
NO_PURPOSE = Label("部门名单须写明用途", "a list that a department hands over has its purpose")
NOT_LOOKED_AT = Label("这次导入不是一个读完的预览", "this load is no preview that has been read")


class LoadAsked(Asked):
    """Into which region, as of which day; `purpose`: of lists that departments hand over."""

    region_code: Annotated[str, Field(min_length=1, max_length=200, pattern=PLAIN)]
    as_of: Day
    purpose: Annotated[str, Field(max_length=200, pattern=PLAIN)] = ""


@router.get("/loads", response=JobPage, operation_id="list_loads")
@needs(Act.IMPORT)
def list_loads(request: HttpRequest, asked: Query[PageAsked]) -> JobPage:
    """Loads into regions where one may load, the newest first."""
    slice_ = page_of(_loads(viewer_from(request)), ("-id",), asked)
    return JobPage(rows=[job_one(job) for job in slice_.rows], **ends(slice_))


@router.get("/loads/{int:number}", response=JobOne, operation_id="get_load")
@needs(Act.IMPORT)
def get_load(request: HttpRequest, number: Path[Number]) -> JobOne:
    """How far a load is, what it would change or did."""
    return job_one(_load(viewer_from(request), number))


@router.post("/loads", response={ACCEPTED: JobOne}, operation_id="start_load")
@needs(Act.IMPORT)
def start_load(
    request: HttpRequest,
    asked: Form[LoadAsked],
    inputs: File[list[UploadedFile] | None] = None,
    residents: File[UploadedFile | None] = None,
    health_insurance: File[UploadedFile | None] = None,
    education: File[UploadedFile | None] = None,
) -> Status[JobOne]:
    """Hand in exports (`inputs`), the resident base, rosters; they are read as a preview, and nothing is changed before it is stored."""
    viewer = viewer_from(request)
    code = resolve_region(asked.region_code, viewer.scopes(Act.IMPORT))
    rosters = {"roster-health_insurance": health_insurance, "roster-education": education}
    single = {role: file for role, file in {"residents": residents, **rosters}.items() if file is not None}
    if single and not asked.purpose.strip():
        raise Refused(INVALID, errors=[Fault("body.purpose", NO_PURPOSE)])
    handed = {"inputs": inputs or [], **{role: [file] for role, file in single.items()}}
    upload = Upload(keep_upload(handed).token, asked.purpose)
    try:
        job = request_load(upload=upload, as_of=asked.as_of, region_code=code, preview=True, viewer=viewer, at=now())
    except UnableToAct:
        upload.forget()
        raise
    return Status(ACCEPTED, job_one(job))


@router.post("/loads/{int:number}/store", response={ACCEPTED: JobOne}, operation_id="store_load")
@needs(Act.IMPORT)
def store_load(request: HttpRequest, number: Path[Number]) -> Status[JobOne]:
    """Take over what a preview has shown."""
    viewer = viewer_from(request)
    job = _load(viewer, number)
    said = job.arguments
    if job.state != State.DONE or not said["preview"]:
        raise Refused(CONFLICT, NOT_LOOKED_AT, kind="not-looked-at")
    stored = request_load(
        upload=Upload(said["upload"], said.get("purpose", "")),
        as_of=date.fromisoformat(said["as_of"]),
        region_code=job.region_code,
        preview=False,
        viewer=viewer,
        at=now(),
    )
    return Status(ACCEPTED, job_one(stored))


@router.get("/loads/{int:number}/rejected", operation_id="take_rejected", openapi_extra={"responses": {200: BINARY}})
@needs(Act.IMPORT)
def take_rejected(request: HttpRequest, number: Path[Number]) -> FileResponse:
    """The rows and cells that could not be read, as a workbook; whoever takes it is on record."""
    return _taken(viewer_from(request), number, rejected_of(number))


@router.get(
    "/loads/{int:number}/rejected-answers",
    operation_id="take_rejected_answers",
    openapi_extra={"responses": {200: BINARY}},
)
@needs(Act.IMPORT)
def take_rejected_answers(request: HttpRequest, number: Path[Number]) -> FileResponse:
    """The answers of visits that were not taken, as a workbook; whoever takes it is on record."""
    return _taken(viewer_from(request), number, answers_rejected_of(number))


def _loads(viewer: Viewer) -> QuerySet[Job]:
    return jobs(viewer, Act.IMPORT).filter(kind=LOAD_JOB)


def _load(viewer: Viewer, number: int) -> Job:
    """One of them; what lies elsewhere is absent."""
    found = _loads(viewer).filter(pk=number).first()
    if found is None:
        raise Refused(ABSENT)
    return found


def _taken(viewer: Viewer, number: int, path: Folder) -> FileResponse:
    job = _load(viewer, number)
    if not path.is_file():
        raise Refused(ABSENT)
    append_audit(
        actor=viewer.account_id,
        action="take_rejected",
        subject="job",
        subject_id=str(job.pk),
        region_code=job.region_code,
        detail={"paper": path.name},
        at=now(),
    )
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"load-{job.pk}-{path.name}")
