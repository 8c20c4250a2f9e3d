"""Workbooks of inspections: taken for a sample or for oneself; handed back, looked at, recorded. Nothing handed in stays on the server."""

import io
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.lookback.actions.books import Line, Result, read_book, save_book, take_results
from diguan.domain.lookback.models import Case
from diguan.domain.lookback.queries.plans import cases_of, my_cases
from diguan.domain.lookback.refusals import UnableToLookBack
from diguan.domain.refusals import UnableToAct
from diguan.domain.registry.actions.uploading import keep_upload
from diguan.locale import Language
from diguan.web.lookback.one import plan_or_absent
from diguan.web.shared.clock import now, today
from diguan.web.shared.forms import PlainForm
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import language, spoken, text

SALT = "diguan.lookback.book"
SHOWN_FOR = 4 * 60 * 60  # seconds
REFUSED = 400


class InForm(PlainForm):
    """A filled-in workbook."""

    texts = "lookback:book"
    hints = ("upload",)
    upload = forms.FileField()


@require_http_methods(["GET", "POST"])
@needs(Act.SEE)
def book(request: HttpRequest) -> HttpResponse:
    """Take one's own inspections along; hand a filled-in workbook back: what it would do is tried and shown first."""
    if request.method != "POST":
        return _page(request)
    viewer, form = asked(request).viewer, InForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    try:
        results, lines = _read(form.cleaned_data["upload"], viewer)
    except UnableToAct as error:
        error.field = "upload"
        form.refuse(error)
        return _page(request, form)
    tried = take_results(results=results, actor=viewer, at=now(), preview=True)
    ready = [result for result, line in zip(results, tried, strict=True) if line.kind == "ready"]
    return _report(request, [*tried, *lines], ready)


@require_POST
@needs(Act.SEE)
def confirm(request: HttpRequest) -> HttpResponse:
    """Record what was shown; each row may still be refused, and then says why."""
    viewer = asked(request).viewer
    try:
        plain = signing.loads(request.POST.get("signed", ""), salt=_salt(viewer), max_age=SHOWN_FOR)
    except signing.BadSignature:
        form = InForm({}, {})
        form.errors.clear()
        form.refuse(UnableToLookBack("expired", "upload"))
        return _page(request, form)
    taken = take_results(results=[Result.of(each) for each in plain], actor=viewer, at=now(), preview=False)
    messages.success(request, text("lookback:book.done", count=sum(line.kind == "recorded" for line in taken)))
    return _report(request, taken, [])


@require_POST
@needs(Act.SEE)
def take_mine(request: HttpRequest) -> HttpResponseBase:
    """One's own inspections as a workbook, for oneself."""
    cases = list(my_cases(asked(request).viewer).order_by("due_on", "id"))
    return _taken(request, cases, asked(request).user.name, "lookback:book")


@require_POST
@needs(Act.LOOK_BACK)
def take(request: HttpRequest, number: int) -> HttpResponseBase:
    """What is given and not decided of a sample, for somebody who is named."""
    plan = plan_or_absent(asked(request).viewer, number)
    cases = list(cases_of(plan).select_related("plan"))
    return _taken(request, cases, request.POST.get("recipient", ""), "lookback:one", number)


def _taken(request: HttpRequest, cases: Sequence[Case], recipient: str, back: str, *args: int) -> HttpResponseBase:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "looks.xlsx"
        said: Language = "en" if language() == "en" else "zh"
        try:
            save_book(
                path=path, cases=cases, recipient=recipient[:80], language=said, actor=asked(request).viewer, at=now()
            )
        except UnableToAct as error:
            messages.error(request, error.said(language()))
            return redirect(back, *args)
        name = f"{text('lookback:book.file')}-{today():%Y%m%d}.xlsx"
        return FileResponse(io.BytesIO(path.read_bytes()), as_attachment=True, filename=name)


def _read(handed: Any, viewer: Viewer) -> tuple[list[Result], list[Line]]:  # noqa: ANN401  what a browser sends
    """Read the file apart, and forget it."""
    upload = keep_upload({"inputs": [handed]})
    try:
        return read_book(path=upload.files("inputs")[0], viewer=viewer, on=today())
    finally:
        upload.forget()


def _page(request: HttpRequest, form: InForm | None = None) -> HttpResponse:
    context = {"form": form or InForm()}
    return render(request, "lookback/book.html", context, status=REFUSED if form else None)


def _report(request: HttpRequest, lines: Sequence[Line], ready: Sequence[Result]) -> HttpResponse:
    viewer = asked(request).viewer
    rows = [{"line": line, "what": text(f"lookback:book.line.{line.kind}"), "why": spoken(line.why)} for line in lines]
    signed = signing.dumps([result.plain() for result in ready], salt=_salt(viewer), compress=True)
    return render(request, "lookback/book_report.html", {"rows": rows, "ready": len(ready), "signed": signed})


def _salt(viewer: Viewer) -> str:
    return f"{SALT}.{viewer.account_id}"
