"""The lists of an inspection as a file to take along."""

import io
import tempfile
from pathlib import Path

from django.contrib import messages
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from diguan.domain.accounts.permissions import Act
from diguan.domain.rectification.actions.papers import Wanted, save_lists
from diguan.domain.rectification.queries import inspection_of
from diguan.domain.refusals import UnableToAct
from diguan.web.rectification import words
from diguan.web.rectification.forms import PaperForm
from diguan.web.shared.clock import now, today
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import language, text


@require_POST
@needs(Act.EXPORT)
def paper(request: HttpRequest, number: int) -> HttpResponseBase:
    """Word or Excel of what the viewer sees of an inspection."""
    viewer = asked(request).viewer
    made = words.found(lambda: inspection_of(viewer, number))
    form = PaperForm(request.POST)
    if not form.is_valid():
        for name in form.errors:
            messages.error(request, f"{form.fields[name].label}{text('frame:colon')}{form.errors[name][0]}")
        return redirect("rectification:inspection", number=number)
    said = form.cleaned_data
    word = said["form"] == "word"
    wanted = Wanted(made.pk, word, said["recipient"], said["reason"], "en" if language() == "en" else "zh")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lists"
        try:
            save_lists(path=path, wanted=wanted, actor=viewer, on=today(), at=now())
        except UnableToAct as error:
            messages.error(request, error.said(language()))
            return redirect("rectification:inspection", number=number)
        name = f"{text('rectification:paper.heading')}-{made.pk}-{today():%Y%m%d}.{'docx' if word else 'xlsx'}"
        return FileResponse(io.BytesIO(path.read_bytes()), as_attachment=True, filename=name)
