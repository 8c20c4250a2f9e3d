"""One piece of evidence, as a download; whoever takes it along is on record."""

import logging

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from diguan.domain.accounts.permissions import Act
from diguan.domain.evidence.actions import take_evidence
from diguan.domain.evidence.queries import UnableToFindEvidence, UnableToOpenEvidence
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
    try:
        found = take_evidence(number=number, actor=asked(request).viewer, at=now())
    except UnableToFindEvidence as error:
        raise Http404 from error
    except UnableToOpenEvidence as error:
        log.error("%s", error.said("en"))  # noqa: TRY400  it names a number, no trace is needed
        return lost(request)
    disposition = content_disposition_header(as_attachment=True, filename=found.file_name)
    headers = {
        "Content-Disposition": disposition or "attachment",
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return HttpResponse(found.content, content_type=found.row.media_type, headers=headers)
