"""The papers of a round, as they lie in its folder; whoever takes one along is on record."""

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from diguan.domain.accounts.permissions import Act
from diguan.domain.audit.actions import append_audit
from diguan.domain.screening.models import Round
from diguan.domain.screening.queries import folder_of, rounds
from diguan.web.shared.clock import now
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs

PAPERS = ("ledger.xlsx", "places.xlsx", "report.html", "rejected.xlsx", "round.json")


def papers_of(round_: Round) -> tuple[str, ...]:
    """Names of the papers that a round has."""
    return tuple(name for name in PAPERS if (folder_of(round_) / name).is_file())


@require_GET
@needs(Act.EXPORT)
def paper(request: HttpRequest, number: int, paper: str) -> HttpResponseBase:
    """One paper, as a download; masked, as every paper of a round over the registry is."""
    viewer = asked(request).viewer
    found = rounds(viewer).filter(pk=number).first()
    if found is None or paper not in papers_of(found) or not viewer.may(Act.EXPORT, found.region_code):
        raise Http404
    append_audit(
        actor=viewer.account_id,
        action="take_paper",
        subject="round",
        subject_id=str(found.pk),
        region_code=found.region_code,
        detail={"paper": paper},
        at=now(),
    )
    file = (folder_of(found) / paper).open("rb")
    return FileResponse(file, as_attachment=True, filename=f"{found.folder}-{paper}")
