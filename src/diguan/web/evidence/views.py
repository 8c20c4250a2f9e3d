"""One piece of evidence, as a download; whoever takes it along is on record."""

import logging

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from diguan.domain.accounts.permissions import Act
from diguan.domain.audit.actions import append_audit
from diguan.domain.evidence.queries import UnableToFindEvidence, UnableToOpenEvidence, evidence_file
from diguan.web.shared.clock import now
from diguan.web.shared.errors import lost
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs

log = logging.getLogger("diguan.evidence")
POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"  # should a browser open it all the same


@require_GET
@needs(Act.SEE)
def take(request: HttpRequest, number: int) -> HttpResponse:
    """The file, saved and never opened as a page of ours."""
    viewer = asked(request).viewer
    try:
        found = evidence_file(viewer, number)
    except UnableToFindEvidence as error:
        raise Http404 from error
    except UnableToOpenEvidence as error:
        log.error("%s", error.said("en"))  # noqa: TRY400  it names a number, no trace is needed
        return lost(request)
    append_audit(
        actor=viewer.account_id,
        action="take_evidence",
        subject="evidence",
        subject_id=str(found.row.pk),
        region_code=found.row.region_code,
        detail={"sha256": found.row.sha256},
        at=now(),
    )
    disposition = content_disposition_header(as_attachment=True, filename=found.file_name)
    headers = {
        "Content-Disposition": disposition or "attachment",
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return HttpResponse(found.content, content_type=found.row.media_type, headers=headers)
