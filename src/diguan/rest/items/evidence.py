"""Evidence of an item: handed in, and taken along."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from ninja import File, Path, Status
from ninja.files import UploadedFile

from diguan.domain.accounts.permissions import Act
from diguan.domain.evidence.actions import store_evidence, take_evidence
from diguan.domain.evidence.choices import LARGEST
from diguan.domain.ledger.queries import item_page
from diguan.rest.frame.callers import needs, viewer_from
from diguan.rest.frame.clock import now, today
from diguan.rest.frame.problems import TOO_LARGE, Refused
from diguan.rest.frame.values import Number
from diguan.rest.items.reading import router
from diguan.rest.items.shapes import Paper

BINARY = {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}


@router.post("/items/{int:number}/evidence", response={201: Paper}, operation_id="hand_in_evidence")
@needs(Act.OBSERVE)
def hand_in(request: HttpRequest, number: Path[Number], file: File[UploadedFile]) -> Status[Paper]:
    """Keep a file as evidence of the place of an item; the same file is kept once. Its number is sent along with a submission."""
    viewer = viewer_from(request)
    item = item_page(viewer, number, today()).item
    if (file.size or 0) > LARGEST:
        raise Refused(TOO_LARGE)
    kept = store_evidence(
        content=file.read(), name=file.name or "", region_code=item.region_code, actor=viewer, at=now()
    )
    return Status(201, Paper.of(kept))


@router.get("/evidence/{int:number}", operation_id="take_evidence", openapi_extra={"responses": {200: BINARY}})
@needs(Act.SEE)
def take(request: HttpRequest, number: Path[Number]) -> HttpResponse:
    """The file; whoever takes it along is on record."""
    found = take_evidence(number=number, actor=viewer_from(request), at=now())
    disposition = content_disposition_header(as_attachment=True, filename=found.file_name) or "attachment"
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(found.content, content_type=found.row.media_type, headers=headers)
