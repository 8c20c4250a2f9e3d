"""Sheets of posts and helpers handed in: a preview by a job, taken over when somebody has looked."""

import io
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET, require_http_methods

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.jobs.models import Job
from diguan.domain.regions.queries import tops
from diguan.domain.registry.actions.uploading import Upload, keep_upload
from diguan.domain.responsibility.actions.sheets.outcome import COUNTED
from diguan.domain.responsibility.actions.sheets.uploading import POSTS_JOB, rejected_of, request_import
from diguan.domain.responsibility.queries.template import save_template
from diguan.web.posts.forms import SheetsForm
from diguan.web.shared import clock
from diguan.web.shared.importing import Importing
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import text

TOLD = (*COUNTED, "refused", "waiting")


def _again(job: Job, viewer: Viewer, at: datetime) -> Job:
    upload = Upload(job.arguments["upload"])
    return request_import(upload=upload, region_code=job.region_code, preview=False, viewer=viewer, at=at)


def _own(jobs: QuerySet[Job]) -> QuerySet[Job]:
    return jobs.filter(kind=POSTS_JOB)


def _row(row: dict[str, Any]) -> dict[str, Any]:
    outcome = row["outcome"]
    return {
        **row,
        "counted": [
            {"text": text(f"posts:counted.{name}"), "count": outcome[name]} for name in TOLD if outcome.get(name)
        ],
        "unknown": list(outcome.get("unknown_headers", {}).items()),
        "may_store": bool(outcome) and row["preview"],
        "store": text("posts:import.store"),
    }


SHEETS = Importing(
    Act.MANAGE_POSTS,
    place="posts:import_",
    start_page="posts/import.html",
    outcome_page="posts/import_outcome.html",
    texts="posts:import",
    own=_own,
    again=_again,
    row=_row,
)
one, state, store, cancel = SHEETS.one(), SHEETS.state(), SHEETS.store(), SHEETS.cancel()
rejected = SHEETS.taken(rejected_of, "posts")


@require_http_methods(["GET", "POST"])
@needs(Act.MANAGE_POSTS)
def start(request: HttpRequest) -> HttpResponse:
    """Sheets in; they are read as a preview first. Below, the imports there were."""
    viewer, posted = asked(request).viewer, request.method == "POST"
    form = SheetsForm(request.POST if posted else None, request.FILES if posted else None, viewer=viewer)
    return SHEETS.begin(request, form, _kept, _ordered)


def _kept(form: SheetsForm) -> Upload:
    return keep_upload({"inputs": form.cleaned_data["inputs"]})


def _ordered(upload: Upload, form: SheetsForm, viewer: Viewer) -> Job:
    region = form.cleaned_data["region_code"]
    return request_import(upload=upload, region_code=region, preview=True, viewer=viewer, at=clock.now())


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
