"""Files that are handed in, read by a job as a preview, and taken over when somebody has looked: the same steps for every import."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.audit.actions import append_audit
from diguan.domain.jobs.actions import UnableToCancelJob, ask_to_cancel
from diguan.domain.jobs.choices import State
from diguan.domain.jobs.models import Job
from diguan.domain.jobs.queries import jobs
from diguan.domain.refusals import UnableToAct
from diguan.domain.registry.actions.uploading import Upload
from diguan.web.shared import clock
from diguan.web.shared.forms import PlainForm
from diguan.web.shared.jobs import job_row
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import language, text

MOST_LISTED = 20
Answer = Callable[[HttpRequest, int], HttpResponseBase]
Ordered = Callable[[Upload, Viewer, datetime], Job]


@dataclass(frozen=True, slots=True)
class Importing:
    """One kind of import. `own`: its jobs among those of a viewer; `again`: the order that takes over what a preview has shown.

    `place`: its addresses are `<place>start`, `<place>one`, `<place>state`, `<place>store`, `<place>cancel`. `start_page` and
    `outcome_page`: its templates. `texts`: "catalogue:prefix" of `title`, `lead`, `list`, `none`, `again`. `row`: what else a row says.
    `papers`: addresses of workbooks that it leaves, by what the template calls them. `mine`: nobody sees those of somebody else.
    """

    act: Act
    place: str
    start_page: str
    outcome_page: str
    texts: str
    own: Callable[[QuerySet[Job]], QuerySet[Job]]
    again: Callable[[Job, Viewer, datetime], Job]
    row: Callable[[dict[str, Any]], dict[str, Any]]
    papers: Mapping[str, str] = field(default_factory=dict)
    mine: bool = False

    def jobs(self, request: HttpRequest) -> QuerySet[Job]:
        """Imports into regions where whoever asks may do so."""
        found = self.own(jobs(asked(request).viewer, self.act))
        return found.filter(owner=asked(request).viewer.account_id) if self.mine else found

    def job(self, request: HttpRequest, number: int) -> Job:
        """One of them; what is not there is answered like what lies elsewhere."""
        job = self.jobs(request).filter(pk=number).first()
        if job is None:
            raise Http404
        return job

    def start(self, request: HttpRequest, form: PlainForm, **more: Any) -> HttpResponse:  # noqa: ANN401  what a template takes
        """The page where files are handed in; below, the imports there were."""
        return render(request, self.start_page, {**self.listed(request), "form": form, **more})

    def listed(self, request: HttpRequest) -> dict[str, Any]:
        """What the list of imports below such a page needs."""
        return {**self._context(), "rows": [self._row(job) for job in self.jobs(request)[:MOST_LISTED]]}

    def begin(
        self, request: HttpRequest, form: PlainForm, kept: Callable[[Any], Upload], ordered: Callable[..., Job]
    ) -> HttpResponse:
        """Keep the files and queue their reading, by what the form says; where it says why not nothing is kept, and its page says so.

        `kept(form)` keeps the files; `ordered(upload, form, viewer)` queues their reading.
        """
        upload: Upload | None = None
        if form.is_valid():
            try:
                upload = kept(form)
                return redirect(f"{self.place}one", number=ordered(upload, form, asked(request).viewer).pk)
            except UnableToAct as error:
                if upload is not None:
                    upload.forget()
                form.refuse(error)
        return self.start(request, form)

    def one(self) -> Answer:
        """The page of one import: how far it is, what it would change or did."""
        return self._shown("one.html")

    def state(self) -> Answer:
        """The part of that page that changes while the import runs."""
        return self._shown("state.html")

    def store(self) -> Answer:
        """Take over what a preview has shown."""

        def store(request: HttpRequest, number: int) -> HttpResponse:
            job = self.job(request, number)
            if job.state != State.DONE or not job.arguments["preview"]:
                raise Http404
            try:
                stored = self.again(job, asked(request).viewer, clock.now())
            except UnableToAct as error:
                messages.error(request, error.said(language()))
                return redirect(f"{self.place}one", number=number)
            return redirect(f"{self.place}one", number=stored.pk)

        return require_POST(needs(self.act)(store))

    def cancel(self) -> Answer:
        """Ask an import to end."""

        def cancel(request: HttpRequest, number: int) -> HttpResponse:
            job = self.job(request, number)
            try:
                ask_to_cancel(job_id=job.pk, actor=asked(request).viewer.account_id, at=clock.now())
            except UnableToCancelJob as error:
                messages.error(request, error.said(language()))
            return redirect(f"{self.place}one", number=number)

        return require_POST(needs(self.act)(cancel))

    def taken(self, path_of: Callable[[int], Path], name: str) -> Answer:
        """A workbook that an import has left, on record; `name`: what the file is called before its own name."""

        def taken(request: HttpRequest, number: int) -> HttpResponseBase:
            job = self.job(request, number)
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
                at=clock.now(),
            )
            return FileResponse(path.open("rb"), as_attachment=True, filename=f"{name}-{job.pk}-{path.name}")

        return require_GET(needs(self.act)(taken))

    def _shown(self, page: str) -> Answer:
        def shown(request: HttpRequest, number: int) -> HttpResponse:
            row = self._row(self.job(request, number))
            return render(
                request, f"shared/importing/{page}", {**self._context(), **self._addresses(number), "row": row}
            )

        return require_http_methods(["GET"])(needs(self.act)(shown))

    def _context(self) -> dict[str, Any]:
        words = {name: text(f"{self.texts}.{name}") for name in ("title", "lead", "list", "none", "again")}
        return {"words": words, "outcome_page": self.outcome_page, "one_page": f"{self.place}one", **self.papers}

    def _addresses(self, number: int) -> dict[str, str]:
        steps = {
            step: reverse(f"{self.place}{step}", kwargs={"number": number}) for step in ("state", "store", "cancel")
        }
        return {**steps, "start": reverse(f"{self.place}start")}

    def _row(self, job: Job) -> dict[str, Any]:
        preview = job.arguments["preview"]
        did = text("loads:preview" if preview else "loads:stored")
        return self.row({**job_row(job), "preview": preview, "did": did})
