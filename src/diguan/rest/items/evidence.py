"""Evidence of an item: handed in, and taken along."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from ninja import File, Path, Status
from ninja.files import UploadedFile

from diguan.domain.accounts.permissions import Act
from diguan.domain.evidence.actions import take_evidence
from diguan.domain.evidence.choices import LARGEST
from diguan.domain.ledger.actions import attach_evidence
from diguan.rest.frame.callers import needs, viewer_from
from diguan.rest.frame.clock import now
from diguan.rest.frame.problems import TOO_LARGE, Refused
from diguan.rest.frame.values import Number
from diguan.rest.items.reading import router
from diguan.rest.items.shapes import Paper

BINARY = {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}


@router.post("/items/{int:number}/evidence", response={201: Paper}, operation_id="hand_in_evidence")
@needs(Act.OBSERVE, Act.HANDLE)
def hand_in(request: HttpRequest, number: Path[Number], file: File[UploadedFile]) -> Status[Paper]:
    """Keep a file as evidence of an item, with which it stays; the same file is kept once. A submission names its number."""
    if (file.size or 0) > LARGEST:
        raise Refused(TOO_LARGE)
    tied = attach_evidence(
        item_id=number, content=file.read(), name=file.name or "", actor=viewer_from(request), at=now()
    )
    return Status(201, Paper.of(tied.evidence))


@router.get("/evidence/{int:number}", operation_id="take_evidence", openapi_extra={"responses": {200: BINARY}})
@needs(Act.SEE)
def take(request: HttpRequest, number: Path[Number]) -> HttpResponse:
    """The file; whoever takes it along is on record."""
    found = take_evidence(number=number, actor=viewer_from(request), at=now())
    disposition = content_disposition_header(as_attachment=True, filename=found.file_name) or "attachment"
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(found.content, content_type=found.row.media_type, headers=headers)
