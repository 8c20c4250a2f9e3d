"""A load, step by step: files in, preview, stored."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
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
from diguan.domain.registry.actions.uploading import LOAD_JOB, Upload, keep_upload, request_load
from diguan.domain.registry.queries.loads import answers_rejected_of, rejected_of
from diguan.web.loads.forms import LoadForm
from diguan.web.shared.clock import now, today
from diguan.web.shared.jobs import job_row
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import language, text

MOST_LISTED = 20
COUNTED = (
    "answers",
    "unanswered",
    "refused_answers",
    "observations",
    "conflicts",
    "contradictions",
    "rejected_rows",
    "damaged_cells",
)


def _own(request: HttpRequest) -> QuerySet[Job]:
    """Loads into regions where whoever asks may load."""
    viewer = asked(request).viewer
    return jobs(viewer, Act.IMPORT).filter(kind=LOAD_JOB)


@require_http_methods(["GET", "POST"])
@needs(Act.IMPORT)
def start(request: HttpRequest) -> HttpResponse:
    """Files in; they are read as a preview first. Below, the loads there were."""
    viewer = asked(request).viewer
    posted = request.method == "POST"
    form = LoadForm(
        request.POST if posted else None, request.FILES if posted else None, viewer=viewer, initial={"as_of": today()}
    )
    if form.is_valid() and (job := _requested(request, form)) is not None:
        return redirect("loads:one", number=job.pk)
    rows = [_row(job) for job in _own(request)[:MOST_LISTED]]
    return render(request, "loads/start.html", {"form": form, "rows": rows})


def _requested(request: HttpRequest, form: LoadForm) -> Job | None:
    said = form.cleaned_data
    upload: Upload | None = None
    try:
        upload = replace(keep_upload(form.handed()), purpose=said["purpose"])
        return request_load(
            upload=upload,
            as_of=said["as_of"],
            region_code=said["region_code"],
            preview=True,
            viewer=asked(request).viewer,
            at=now(),
        )
    except UnableToAct as error:
        if upload is not None:
            upload.forget()
        form.refuse(error)
        return None


@require_GET
@needs(Act.IMPORT)
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One load: how far it is, what it would change or did."""
    return render(request, "loads/one.html", {"row": _row(_job(request, number))})


@require_GET
@needs(Act.IMPORT)
def state(request: HttpRequest, number: int) -> HttpResponse:
    """The part of the page that changes while the load runs."""
    return render(request, "loads/state.html", {"row": _row(_job(request, number))})


@require_POST
@needs(Act.IMPORT)
def store(request: HttpRequest, number: int) -> HttpResponse:
    """Store what a preview has shown."""
    job = _job(request, number)
    if job.state != State.DONE or not job.arguments["preview"]:
        raise Http404
    try:
        stored = request_load(
            upload=Upload(job.arguments["upload"], job.arguments.get("purpose", "")),
            as_of=date.fromisoformat(job.arguments["as_of"]),
            region_code=job.region_code,
            preview=False,
            viewer=asked(request).viewer,
            at=now(),
        )
    except UnableToAct as error:
        messages.error(request, error.said(language()))
        return redirect("loads:one", number=number)
    return redirect("loads:one", number=stored.pk)


@require_POST
@needs(Act.IMPORT)
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Ask a load to end, or drop what a preview has kept."""
    job = _job(request, number)
    try:
        ask_to_cancel(job_id=job.pk, actor=asked(request).viewer.account_id, at=now())
    except UnableToCancelJob as error:
        messages.error(request, error.said(language()))
    return redirect("loads:one", number=number)


@require_GET
@needs(Act.IMPORT)
def rejected(request: HttpRequest, number: int) -> HttpResponseBase:
    """The workbook of what could not be read, to be mended and handed in again."""
    return _taken_along(request, number, rejected_of)


@require_GET
@needs(Act.IMPORT)
def answers(request: HttpRequest, number: int) -> HttpResponseBase:
    """The workbook of the answers of visits that were not taken."""
    return _taken_along(request, number, answers_rejected_of)


def _taken_along(request: HttpRequest, number: int, path_of: Callable[[int], Path]) -> HttpResponseBase:
    job = _job(request, number)
    path = path_of(job.pk)
    if not path.is_file():
        raise Http404
    append_audit(
        actor=asked(request).viewer.account_id,
        action="take_rejected",
        subject="job",
        subject_id=str(job.pk),
        region_code=job.region_code,
        detail={"paper": path.name},
        at=now(),
    )
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"load-{job.pk}-{path.name}")


def _job(request: HttpRequest, number: int) -> Job:
    job = _own(request).filter(pk=number).first()
    if job is None:
        raise Http404
    return job


def _row(job: Job) -> dict[str, Any]:
    row = job_row(job)
    outcome, preview = row["outcome"], job.arguments["preview"]
    counted = [{"text": text(f"loads:counted.{name}"), "count": outcome[name]} for name in COUNTED if outcome.get(name)]
    return {
        **row,
        "preview": preview,
        "as_of": date.fromisoformat(job.arguments["as_of"]),
        "counted": counted,
        "may_store": bool(outcome.get("stored")) and preview,
    }
