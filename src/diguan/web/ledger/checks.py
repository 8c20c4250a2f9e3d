"""A consistency check handed in: recomputed and previewed by a job, taken into the ledger when somebody has looked."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.jobs.models import Job
from diguan.domain.ledger.actions.opening.uploading import CHECK_JOB, request_check
from diguan.domain.registry.actions.uploading import PACKED, Upload, keep_upload
from diguan.web.shared.clock import now
from diguan.web.shared.forms import PlainForm, RegionField
from diguan.web.shared.importing import Importing
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import language, text

COUNTED = ("opened", "rebound", "asked_again", "seen", "renamed", "respected", "lost")
CHANGES = ("opened", "rebound", "asked_again", "renamed", "lost")


class CheckForm(PlainForm):
    """The folder of a check as a zip, and the region that was checked."""

    texts = "checking:form"
    hints = ("inputs", "region_code")
    inputs = forms.FileField(widget=forms.ClearableFileInput(attrs={"accept": ".zip"}))
    region_code = RegionField()

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:  # noqa: ANN401  whatever a form takes
        super().__init__(*args, **kwargs)
        self.within(viewer.scopes(Act.SCREEN), whole=True)


def _again(job: Job, viewer: Viewer, at: datetime) -> Job:
    upload = Upload(job.arguments["upload"])
    return request_check(upload=upload, region_code=job.region_code, preview=False, viewer=viewer, at=at)


def _own(jobs: QuerySet[Job]) -> QuerySet[Job]:
    return jobs.filter(kind=CHECK_JOB)


def _row(row: dict[str, Any]) -> dict[str, Any]:
    outcome = row["outcome"]
    items = outcome.get("items", {})
    return {
        **row,
        "did": row["did"] if row["preview"] else text("checking:pages.store"),
        "label": outcome["label"][language()] if outcome else "",
        "day": date.fromisoformat(outcome["as_of"]) if outcome else None,
        "counted": [{"text": text(f"cli:items.{name}"), "count": items[name]} for name in COUNTED if items.get(name)],
        "may_store": row["preview"] and any(items.get(name) for name in CHANGES),
        "store": text("checking:pages.store"),
    }


CHECKS = Importing(
    Act.SCREEN,
    place="ledger:check_",
    start_page="shared/importing/start.html",
    outcome_page="ledger/check_outcome.html",
    texts="checking:pages",
    own=_own,
    again=_again,
    row=_row,
)
one, state, store, cancel = CHECKS.one(), CHECKS.state(), CHECKS.store(), CHECKS.cancel()


@require_http_methods(["GET", "POST"])
@needs(Act.SCREEN)
def start(request: HttpRequest) -> HttpResponse:
    """A check in; it is recomputed and previewed first. Below, the checks there were."""
    viewer, posted = asked(request).viewer, request.method == "POST"
    form = CheckForm(request.POST if posted else None, request.FILES if posted else None, viewer=viewer)
    return CHECKS.begin(request, form, _kept, _ordered)


def _kept(form: CheckForm) -> Upload:
    return keep_upload({"inputs": [form.cleaned_data["inputs"]]}, PACKED)


def _ordered(upload: Upload, form: CheckForm, viewer: Viewer) -> Job:
    region = form.cleaned_data["region_code"]
    return request_check(upload=upload, region_code=region, preview=True, viewer=viewer, at=now())
