"""A load, step by step: files in, preview, stored."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.jobs.models import Job
from diguan.domain.registry.actions.uploading import LOAD_JOB, Upload, keep_upload, request_load
from diguan.domain.registry.queries.loads import answers_rejected_of, rejected_of
from diguan.web.loads.forms import LoadForm
from diguan.web.shared.clock import now, today
from diguan.web.shared.importing import Importing
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import text

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


def _again(job: Job, viewer: Viewer, at: datetime) -> Job:
    said = job.arguments
    return request_load(
        upload=Upload(said["upload"], said.get("purpose", "")),
        as_of=date.fromisoformat(said["as_of"]),
        region_code=job.region_code,
        preview=False,
        viewer=viewer,
        at=at,
    )


def _own(jobs: QuerySet[Job]) -> QuerySet[Job]:
    return jobs.filter(kind=LOAD_JOB)


def row_of(row: dict[str, Any]) -> dict[str, Any]:
    """What a row of a load says besides: figures, and whether it may be stored."""
    outcome = row["outcome"]
    return {
        **row,
        "counted": [
            {"text": text(f"loads:counted.{name}"), "count": outcome[name]} for name in COUNTED if outcome.get(name)
        ],
        "may_store": bool(outcome.get("stored")) and row["preview"],
        "store": text("loads:one.store"),
    }


LOADS = Importing(
    Act.IMPORT,
    place="loads:",
    start_page="shared/importing/start.html",
    outcome_page="loads/outcome.html",
    texts="loads:pages",
    own=_own,
    again=_again,
    row=row_of,
    papers={"rejected_page": "loads:rejected", "answers_page": "loads:answers"},
)
one, state, store, cancel = LOADS.one(), LOADS.state(), LOADS.store(), LOADS.cancel()
rejected, answers = LOADS.taken(rejected_of, "load"), LOADS.taken(answers_rejected_of, "load")


@require_http_methods(["GET", "POST"])
@needs(Act.IMPORT)
def start(request: HttpRequest) -> HttpResponse:
    """Files in; they are read as a preview first. Below, the loads there were."""
    viewer, posted = asked(request).viewer, request.method == "POST"
    form = LoadForm(
        request.POST if posted else None, request.FILES if posted else None, viewer=viewer, initial={"as_of": today()}
    )
    return LOADS.begin(request, form, _kept, _ordered)


def _kept(form: LoadForm) -> Upload:
    return replace(keep_upload(form.handed()), purpose=form.cleaned_data["purpose"])


def _ordered(upload: Upload, form: LoadForm, viewer: Viewer) -> Job:
    said = form.cleaned_data
    return request_load(
        upload=upload, as_of=said["as_of"], region_code=said["region_code"], preview=True, viewer=viewer, at=now()
    )
