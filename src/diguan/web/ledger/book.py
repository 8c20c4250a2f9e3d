"""Ledger workbooks: taken out for a village or a department; handed in, looked at, submitted; what became of each row as a workbook.

Between the pages the rows travel signed and for one account alone: nothing that was handed in stays on the server. What holds too much for
one page is left to a job.
"""

import io
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django import forms
from django.core import signing
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.accounts.queries import departments
from diguan.domain.jobs.models import Job
from diguan.domain.ledger.actions import books
from diguan.domain.ledger.actions.books import Line, Proposal, UnableToUseBook
from diguan.domain.refusals import UnableToAct
from diguan.domain.registry.actions.uploading import keep_upload
from diguan.web.ledger.book_job import BOOKS, ordered, spoken_language
from diguan.web.shared.clock import now, today
from diguan.web.shared.forms import PlainForm, RegionField
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import late, spoken, text

SALT = "diguan.ledger.book"
LARGE = 512 << 10  # bytes; reading more takes seconds
SHOWN_FOR = 4 * 60 * 60  # seconds
REFUSED = 400


class OutForm(PlainForm):
    """Which items, for whom."""

    texts = "books:out"
    hints = ("region_code", "department", "recipient")
    region_code = RegionField()
    department = forms.ChoiceField(required=False)
    recipient = forms.CharField(max_length=80)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:  # noqa: ANN401  whatever a form takes
        super().__init__(*args, auto_id="id_out_%s", **kwargs)
        below = viewer.scopes(Act.EXPORT)
        self.within(below, whole=below == viewer.scopes(Act.HANDLE))
        named = ((id_, spoken(label)) for id_, label in departments().items())
        self.offer("department", [("", late("books:out.any")), *named])


class InForm(PlainForm):
    """A filled-in workbook."""

    texts = "books:into"
    hints = ("book",)
    book = forms.FileField()


@require_http_methods(["GET", "POST"])
@needs(Act.HANDLE)
def start(request: HttpRequest) -> HttpResponse:
    """Take one out, hand one in. What is handed in is tried, and nothing is done before somebody has seen what it would do."""
    viewer = asked(request).viewer
    if request.method != "POST":
        return _start(request)
    form = InForm(request.POST, request.FILES)
    if not form.is_valid():
        return _start(request, into=form)
    try:
        returned = _read(form.cleaned_data["book"], viewer)
    except UnableToAct as error:
        form.refuse(error)
        return _start(request, into=form)
    if isinstance(returned, Job):
        return redirect("ledger:book_one", number=returned.pk)
    tried = books.weigh_book(proposals=returned.proposals, actor=viewer, at=now())
    ready = [each for each, line in zip(returned.proposals, tried, strict=True) if line.kind == "ready"]
    return _report(request, [*tried, *returned.lines], ready)


@require_POST
@needs(Act.HANDLE)
def take(request: HttpRequest) -> HttpResponseBase:
    """The workbook of a place or a department."""
    viewer = asked(request).viewer
    form = OutForm(request.POST, viewer=viewer)
    if not form.is_valid():
        return _start(request, out=form)
    said = form.cleaned_data
    wanted = books.Wanted(said["region_code"], said["department"], said["recipient"], spoken_language())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.xlsx"
        try:
            books.save_book(path=path, wanted=wanted, actor=viewer, on=today(), at=now())
        except UnableToAct as error:
            form.refuse(error)
            return _start(request, out=form)
        return _file(path, f"{text('books:report.out_file')}-{said['region_code']}-{today():%Y%m%d}.xlsx")


@require_POST
@needs(Act.HANDLE)
def submit(request: HttpRequest) -> HttpResponse:
    """Submit what was shown; each row may still be refused, and then says why."""
    viewer = asked(request).viewer
    try:
        lines, proposals = _unpack(request, viewer)
    except UnableToAct as error:
        return _expired(request, error)
    ready = {(each.number, each.where) for each in proposals}
    others = [line for line in lines if line.kind != "ready" or (line.number, line.where) not in ready]
    taken = books.take_book(proposals=proposals, actor=viewer, at=now())
    return _report(request, [*taken, *others], [], done=True)


@require_POST
@needs(Act.HANDLE)
def result(request: HttpRequest) -> HttpResponseBase:
    """What was shown, as a workbook."""
    viewer = asked(request).viewer
    try:
        lines, _ = _unpack(request, viewer)
    except UnableToAct as error:
        return _expired(request, error)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "result.xlsx"
        recipient = asked(request).user.name
        books.save_result(path=path, lines=lines, recipient=recipient, language=spoken_language(), on=today())
        return _file(path, f"{text('books:report.file')}-{today():%Y%m%d}.xlsx")


def _read(handed: Any, viewer: Viewer) -> books.Returned | Job:  # noqa: ANN401  what a browser sends
    """Read the file apart, and forget it; where it holds much, it is kept for the job that looks at it."""
    upload = keep_upload({"inputs": [handed]})
    try:
        if handed.size > LARGE:
            return ordered(upload, viewer)
        returned = books.read_book(path=upload.files("inputs")[0], viewer=viewer, on=today())
        if books.holds_much(returned):
            return ordered(upload, viewer)
    except BaseException:
        upload.forget()
        raise
    upload.forget()
    return returned


def _file(path: Path, name: str) -> FileResponse:
    return FileResponse(io.BytesIO(path.read_bytes()), as_attachment=True, filename=name)


def _start(request: HttpRequest, *, out: OutForm | None = None, into: InForm | None = None) -> HttpResponse:
    viewer = asked(request).viewer
    context = {
        **BOOKS.listed(request),
        "out": out or OutForm(viewer=viewer),
        "into": into or InForm(),
        "form": out or into,
    }
    return render(request, "ledger/book.html", context, status=REFUSED if out or into else None)


def _expired(request: HttpRequest, error: UnableToAct) -> HttpResponse:
    form = InForm({}, {})
    form.errors.clear()
    form.refuse(error)
    return _start(request, into=form)


def _report(
    request: HttpRequest, lines: Sequence[Line], proposals: Sequence[Proposal], *, done: bool = False
) -> HttpResponse:
    plain = {"lines": [line.plain() for line in lines], "proposals": [each.plain() for each in proposals]}
    context = {
        "rows": [{"line": line, "what": text(f"books:kind.{line.kind}"), "why": spoken(line.why)} for line in lines],
        "ready": len(proposals),
        "done": done,
        "signed": signing.dumps(plain, salt=_salt(asked(request).viewer), compress=True),
    }
    return render(request, "ledger/book_report.html", context)


def _unpack(request: HttpRequest, viewer: Viewer) -> tuple[list[Line], list[Proposal]]:
    """What `_report` packed for the same account; UnableToUseBook when it is too old, somebody else's or was changed."""
    try:
        plain = signing.loads(request.POST.get("signed", ""), salt=_salt(viewer), max_age=SHOWN_FOR)
    except signing.BadSignature as error:
        raise UnableToUseBook("expired", "book") from error
    return [Line.of(each) for each in plain["lines"]], [Proposal.of(each) for each in plain["proposals"]]


def _salt(viewer: Viewer) -> str:
    return f"{SALT}.{viewer.account_id}"
