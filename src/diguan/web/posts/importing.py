"""Sheets of posts and helpers handed in: a preview by a job, taken over when somebody has looked."""

import io
import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from diguan.domain.accounts.permissions import Act
from diguan.domain.audit.actions import append_audit
from diguan.domain.jobs.actions import UnableToCancelJob, ask_to_cancel
from diguan.domain.jobs.choices import State
from diguan.domain.jobs.models import Job
from diguan.domain.jobs.queries import jobs
from diguan.domain.refusals import UnableToAct
from diguan.domain.regions.queries import tops
from diguan.domain.registry.actions.uploading import Upload, keep_upload
from diguan.domain.responsibility.actions.sheets.outcome import COUNTED
from diguan.domain.responsibility.actions.sheets.uploading import POSTS_JOB, rejected_of, request_import
from diguan.domain.responsibility.queries.template import save_template
from diguan.web.posts.forms import SheetsForm
from diguan.web.shared import clock
from diguan.web.shared.jobs import job_row
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import language, text

MOST_LISTED = 20
TOLD = (*COUNTED, "refused", "waiting")


@require_http_methods(["GET", "POST"])
@needs(Act.MANAGE_POSTS)
def start(request: HttpRequest) -> HttpResponse:
    """Sheets in; they are read as a preview first. Below, the imports there were."""
    viewer, posted = asked(request).viewer, request.method == "POST"
    form = SheetsForm(request.POST if posted else None, request.FILES if posted else None, viewer=viewer)
    if form.is_valid() and (job := _requested(request, form)) is not None:
        return redirect("posts:import_one", number=job.pk)
    return render(
        request, "posts/import.html", {"form": form, "rows": [_row(job) for job in _own(request)[:MOST_LISTED]]}
    )


def _requested(request: HttpRequest, form: SheetsForm) -> Job | None:
    upload: Upload | None = None
    try:
        upload = keep_upload({"inputs": form.cleaned_data["inputs"]})
        region = form.cleaned_data["region_code"]
        return request_import(
            upload=upload, region_code=region, preview=True, viewer=asked(request).viewer, at=clock.now()
        )
    except UnableToAct as error:
        if upload is not None:
            upload.forget()
        form.refuse(error)
        return None


@require_GET
@needs(Act.MANAGE_POSTS)
def template(request: HttpRequest) -> HttpResponseBase:
    """The sheet of posts to be filled in, for the highest unit in which the viewer manages posts."""
    units = tops(asked(request).viewer.scopes(Act.MANAGE_POSTS))
    if not units:
        raise Http404
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "posts.xlsx"
        save_template(path, units[0].code, clock.today())
        content = io.BytesIO(path.read_bytes())
    return FileResponse(content, as_attachment=True, filename=f"posts-{units[0].code}.xlsx")


@require_GET
@needs(Act.MANAGE_POSTS)
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One import: how far it is, what it would change or did."""
    return render(request, "posts/import_one.html", {"row": _row(_job(request, number))})


@require_GET
@needs(Act.MANAGE_POSTS)
def state(request: HttpRequest, number: int) -> HttpResponse:
    """The part of the page that changes while the import runs."""
    return render(request, "posts/import_state.html", {"row": _row(_job(request, number))})


@require_POST
@needs(Act.MANAGE_POSTS)
def store(request: HttpRequest, number: int) -> HttpResponse:
    """Take over what a preview has shown."""
    job = _job(request, number)
    if job.state != State.DONE or not job.arguments["preview"]:
        raise Http404
    try:
        stored = request_import(
            upload=Upload(job.arguments["upload"]),
            region_code=job.region_code,
            preview=False,
            viewer=asked(request).viewer,
            at=clock.now(),
        )
    except UnableToAct as error:
        messages.error(request, error.said(language()))
        return redirect("posts:import_one", number=number)
    return redirect("posts:import_one", number=stored.pk)


@require_POST
@needs(Act.MANAGE_POSTS)
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Ask an import to end."""
    job = _job(request, number)
    try:
        ask_to_cancel(job_id=job.pk, actor=asked(request).viewer.account_id, at=clock.now())
    except UnableToCancelJob as error:
        messages.error(request, error.said(language()))
    return redirect("posts:import_one", number=number)


@require_GET
@needs(Act.MANAGE_POSTS)
def rejected(request: HttpRequest, number: int) -> HttpResponseBase:
    """The workbook of rows that were not taken."""
    job = _job(request, number)
    path = rejected_of(job.pk)
    if not path.is_file():
        raise Http404
    append_audit(
        actor=asked(request).viewer.account_id,
        action="take_rejected",
        subject="job",
        subject_id=str(job.pk),
        region_code=job.region_code,
        detail={},
        at=clock.now(),
    )
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"posts-{job.pk}-rejected.xlsx")


def _own(request: HttpRequest) -> QuerySet[Job]:
    return jobs(asked(request).viewer, Act.MANAGE_POSTS).filter(kind=POSTS_JOB)


def _job(request: HttpRequest, number: int) -> Job:
    job = _own(request).filter(pk=number).first()
    if job is None:
        raise Http404
    return job


def _row(job: Job) -> dict[str, Any]:
    row = job_row(job)
    outcome = row["outcome"]
    return {
        **row,
        "preview": job.arguments["preview"],
        "counted": [
            {"text": text(f"posts:counted.{name}"), "count": outcome[name]} for name in TOLD if outcome.get(name)
        ],
        "unknown": list(outcome.get("unknown_headers", {}).items()),
    }
