"""The list of acts and the verification of the record."""

from datetime import datetime, time, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from diguan.domain.accounts.permissions import Act
from diguan.domain.accounts.queries import entries_for, sees_whole_record, usernames
from diguan.domain.audit.actions import append_audit
from diguan.domain.audit.models import Entry
from diguan.domain.audit.queries import detail_of
from diguan.domain.audit.verification import verify_audit
from diguan.domain.keyset import slice_of
from diguan.web.audit.forms import FindForm
from diguan.web.audit.words import details_said, said
from diguan.web.shared.clock import now
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs


@require_GET
@needs(Act.SEE_AUDIT)
def listing(request: HttpRequest) -> HttpResponse:
    """Acts where the viewer may see them, newest first."""
    viewer = asked(request).viewer
    form = FindForm(request.GET, viewer=viewer)
    said = form.cleaned_data if form.is_valid() else {}
    found = entries_for(
        viewer,
        since=_start(said.get("since")),
        until=_start(said.get("until"), days=1),
        action=said.get("action", ""),
        actor=said.get("actor", ""),
        region_code=said.get("region_code", ""),
    )
    slice_ = slice_of(found, ("-id",), request.GET.get("at", ""))
    context = {"form": form, "rows": _rows(slice_.rows), "slice": slice_, "filtered": any(said.values())}
    return render(request, "audit/list.html", context)


@require_http_methods(["GET", "POST"])
@needs(Act.SEE_AUDIT)
def verify(request: HttpRequest) -> HttpResponse:
    """Verifies the whole record when asked to by its button, and records that somebody did."""
    if request.method == "GET":
        return redirect("audit:list")
    found = verify_audit()
    append_audit(
        actor=asked(request).viewer.account_id,
        action="verify_audit",
        subject="audit",
        subject_id="",
        region_code="",
        detail={"ok": found.ok, "entries": found.entries, "seals": found.seals, "problems": len(found.problems)},
        at=now(),
    )
    return render(request, "audit/verify.html", {"found": found, "whole": sees_whole_record(asked(request).viewer)})


def _start(day: object, days: int = 0) -> datetime | None:
    """The first instant of a day, or of one some days later."""
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day, time.min)) + timedelta(days=days)  # type: ignore[arg-type]  # of a DayField


def _rows(entries: list[Entry]) -> list[dict[str, object]]:
    names = usernames([entry.actor for entry in entries if entry.actor is not None])
    return [
        {
            "entry": entry,
            "actor": names.get(entry.actor or 0, ""),
            "action": said("action", entry.action),
            "subject": said("subject", entry.subject),
            "details": list(details_said(detail_of(entry))),
        }
        for entry in entries
    ]
