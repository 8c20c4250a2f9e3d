"""Filled-in visit workbooks of one's own place, handed in by those who go there: read as a preview, stored when somebody has looked."""

from datetime import date, datetime

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.jobs.models import Job
from diguan.domain.registry.actions.uploading import LOAD_JOB, Upload, keep_upload, request_load
from diguan.domain.registry.queries.loads import answers_rejected_of
from diguan.web.loads.forms import FilesField
from diguan.web.loads.views import row_of
from diguan.web.shared.clock import now, today
from diguan.web.shared.forms import PlainForm, RegionField
from diguan.web.shared.importing import Importing
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs


class ReturnForm(PlainForm):
    """Workbooks, and the place that they are of."""

    texts = "visiting:back"
    hints = ("inputs", "region_code")
    inputs = FilesField()
    region_code = RegionField()

    def __init__(self, *args: object, viewer: Viewer, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.within(viewer.scopes(Act.OBSERVE), whole=True)


def _again(job: Job, viewer: Viewer, at: datetime) -> Job:
    upload, as_of = Upload(job.arguments["upload"]), date.fromisoformat(job.arguments["as_of"])
    return request_load(
        upload=upload,
        as_of=as_of,
        region_code=job.region_code,
        preview=False,
        answers_only=True,
        viewer=viewer,
        at=at,
    )


def _own(jobs: QuerySet[Job]) -> QuerySet[Job]:
    return jobs.filter(kind=LOAD_JOB, arguments__answers_only=True)


BACK = Importing(
    Act.OBSERVE,
    place="visits:back_",
    start_page="shared/importing/start.html",
    outcome_page="loads/outcome.html",
    texts="visiting:back",
    own=_own,
    again=_again,
    row=row_of,
    papers={"answers_page": "visits:back_answers"},
)
one, state, store, cancel = BACK.one(), BACK.state(), BACK.store(), BACK.cancel()
answers = BACK.taken(answers_rejected_of, "load")


@require_http_methods(["GET", "POST"])
@needs(Act.OBSERVE)
def start(request: HttpRequest) -> HttpResponse:
    """Workbooks in; below, those that were handed in."""
    viewer, posted = asked(request).viewer, request.method == "POST"
    form = ReturnForm(request.POST if posted else None, request.FILES if posted else None, viewer=viewer)
    return BACK.begin(request, form, _kept, _ordered)


def _kept(form: ReturnForm) -> Upload:
    return keep_upload({"inputs": form.cleaned_data["inputs"]})


def _ordered(upload: Upload, form: ReturnForm, viewer: Viewer) -> Job:
    region = form.cleaned_data["region_code"]
    return request_load(
        upload=upload, as_of=today(), region_code=region, preview=True, answers_only=True, viewer=viewer, at=now()
    )
