"""Problems from a workbook: the template out, a filled-in one looked at, then entered.

Between the pages the rows travel signed and for one account and inspection alone: nothing that was handed in stays on the server.
"""

import io
import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from diguan.domain.accounts.permissions import Act
from diguan.domain.rectification.actions import sheets
from diguan.domain.rectification.models import Inspection
from diguan.domain.rectification.queries import inspection_of
from diguan.domain.refusals import UnableToAct
from diguan.domain.registry.actions.uploading import keep_upload
from diguan.web.rectification import words
from diguan.web.rectification.forms import BookForm
from diguan.web.shared.clock import now, today
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import language, spoken, text

SALT, SHOWN_FOR, REFUSED = "diguan.rectification.book", 4 * 60 * 60, 400  # seconds; status


@require_http_methods(["GET", "POST"])
@needs(Act.RECTIFY)
def start(request: HttpRequest, number: int) -> HttpResponse:
    """Hand a filled-in template in; nothing is kept before somebody has seen what it would do."""
    made = _inspection(request, number)
    form = BookForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"inspection": made, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            sheet = _read(form.cleaned_data["book"], number, request)
        except UnableToAct as error:
            form.refuse(error)
        else:
            rows = [(place, "", True) for place in sheet.places]
            rows += [(row.place, spoken(row.why), False) for row in sheet.wrong]
            plain = [sheets.plain(each) for each in sheet.entered]
            context |= {"rows": sorted(rows), "ready": len(sheet.entered), "wrong": len(sheet.wrong)}
            if not sheet.wrong:
                context["signed"] = signing.dumps(plain, salt=_salt(request, number), compress=True)
    return render(request, "rectification/book.html", context, status=REFUSED if form.errors else 200)


@require_POST
@needs(Act.RECTIFY)
def take(request: HttpRequest, number: int) -> HttpResponse:
    """Enter what was shown, all or none."""
    made = _inspection(request, number)
    try:
        plain = signing.loads(request.POST.get("signed", ""), salt=_salt(request, number), max_age=SHOWN_FOR)
        entered = [sheets.entered_of(each) for each in plain]
        done = sheets.take_sheet(inspection_id=made.pk, entered=entered, actor=asked(request).viewer, at=now())
    except signing.BadSignature:
        messages.error(request, text("rectification:book.expired"))
        return redirect("rectification:book", number=number)
    except UnableToAct as error:
        messages.error(request, error.said(language()))
        return redirect("rectification:book", number=number)
    messages.success(request, text("rectification:book.done", count=len(done)))
    return redirect("rectification:inspection", number=number)


@require_GET
@needs(Act.RECTIFY)
def template(request: HttpRequest, number: int) -> HttpResponseBase:
    """The template, with the choices of whoever asks."""
    _inspection(request, number)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.xlsx"
        sheets.save_template(path, asked(request).viewer, today())
        name = f"{text('rectification:lists.problems')}.xlsx"
        return FileResponse(io.BytesIO(path.read_bytes()), as_attachment=True, filename=name)


def _inspection(request: HttpRequest, number: int) -> Inspection:
    return words.found(lambda: inspection_of(asked(request).viewer, number))


def _read(handed: Any, number: int, request: HttpRequest) -> sheets.Sheet:  # noqa: ANN401  what a browser sends
    """Read the file, and forget it."""
    upload = keep_upload({"inputs": [handed]})
    try:
        path = upload.files("inputs")[0]
        return sheets.read_sheet(path=path, inspection_id=number, actor=asked(request).viewer, at=now())
    finally:
        upload.forget()


def _salt(request: HttpRequest, number: int) -> str:
    return f"{SALT}.{asked(request).viewer.account_id}.{number}"
