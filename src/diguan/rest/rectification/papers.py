"""The lists of an inspection as Word or Excel to take along; whoever takes them, for whom, and why with names is on record."""

import tempfile
from pathlib import Path as Folder
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Path
from pydantic import Field

from diguan.domain.accounts.permissions import Act
from diguan.domain.rectification.actions.papers import Wanted, save_lists
from diguan.domain.rectification.queries import inspection_of
from diguan.rest.frame.callers import needs, viewer_from
from diguan.rest.frame.clock import now, today
from diguan.rest.frame.door import UNKEPT
from diguan.rest.frame.values import PLAIN, Asked, Number
from diguan.rest.rectification.reading import router

ENDS = {"word": "docx", "excel": "xlsx"}
OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = {"word": f"{OFFICE}.wordprocessingml.document", "excel": f"{OFFICE}.spreadsheetml.sheet"}
BINARY = {"content": {each: {"schema": {"type": "string", "format": "binary"}} for each in TYPES.values()}}


class PaperAsked(Asked):
    """Which paper, for whom, in which language. `reason`: why names are shown; empty leaves them masked."""

    form: Literal["word", "excel"]
    recipient: Annotated[str, Field(min_length=1, max_length=60, pattern=PLAIN)]
    reason: Annotated[str, Field(max_length=200, pattern=PLAIN)] = ""
    language: Literal["zh", "en"] = "zh"


@router.post(
    "/rectification/inspections/{int:number}/paper",
    operation_id="take_inspection_paper",
    openapi_extra={"responses": {200: BINARY}},
)
@needs(Act.EXPORT)
def paper(request: HttpRequest, number: Path[Number], asked: PaperAsked) -> HttpResponse:
    """Problems and tasks of an inspection, as far as whoever asks sees them."""
    viewer = viewer_from(request)
    made = inspection_of(viewer, number)
    setattr(request, UNKEPT, True)  # it may hold names
    wanted = Wanted(made.pk, asked.form == "word", asked.recipient, asked.reason, asked.language)
    with tempfile.TemporaryDirectory() as folder:
        path = Folder(folder) / "lists"
        save_lists(path=path, wanted=wanted, actor=viewer, on=today(), at=now())
        content = path.read_bytes()
    name = f"inspection-{made.pk}-{today():%Y%m%d}.{ENDS[asked.form]}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=TYPES[asked.form], headers=headers)
