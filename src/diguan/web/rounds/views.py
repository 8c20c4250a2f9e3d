"""The list of rounds, and one round."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from diguan.domain.accounts.permissions import Act, Sensitivity, Viewer
from diguan.domain.accounts.queries import departments
from diguan.domain.jobs.choices import ENDED, State
from diguan.domain.jobs.models import Job
from diguan.domain.jobs.queries import jobs
from diguan.domain.keyset import SIZE, slice_of
from diguan.domain.registry.models import Household
from diguan.domain.screening.choices import ROUND_JOB, Wanted
from diguan.domain.screening.findings import findings_of
from diguan.domain.screening.models import Round
from diguan.domain.screening.packs import standards
from diguan.domain.screening.queries import rests_on, rounds
from diguan.engine.documents import Label
from diguan.exchange.masking import mask_name
from diguan.web.rounds.papers import papers_of
from diguan.web.rounds.verifying import verification_of
from diguan.web.shared.jobs import job_row
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import text

MOST_ENDED = 3
LONGEST = 19  # digits of a number that an address carries


@require_GET
@needs(Act.SEE)
def listing(request: HttpRequest) -> HttpResponse:
    """Rounds over regions that the viewer sees whole, newest first, with those under way above them."""
    viewer = asked(request).viewer
    slice_ = slice_of(rounds(viewer), ("-id",), request.GET.get("at", ""))
    context = {"slice": slice_, "may_start": viewer.may(Act.SCREEN), **_under_way(viewer)}
    return render(request, "rounds/list.html", context)


@require_GET
@needs(Act.SEE)
def under_way(request: HttpRequest) -> HttpResponse:
    """The part of the list that changes while a round runs; when one has ended the browser is told to load the list anew, which has it."""
    found = _under_way(asked(request).viewer)
    response = render(request, "rounds/under_way.html", found)
    if request.GET.get("running", "") not in ("", str(len(found["running"]))):
        response.headers["HX-Refresh"] = "true"
    return response


def _under_way(viewer: Viewer) -> dict[str, Any]:
    own = jobs(viewer).filter(kind=ROUND_JOB)
    running = [_job_row(viewer, job) for job in own.exclude(state__in=sorted(ENDED))]
    failed = own.filter(state__in=[State.FAILED, State.CANCELLED])[:MOST_ENDED]
    return {"running": running, "failed": [_job_row(viewer, job) for job in failed]}


def _job_row(viewer: Viewer, job: Job) -> dict[str, Any]:
    wanted, row = Wanted.of(job.arguments), job_row(job)
    labels = {header.id: header.label for header in standards()}
    return {
        **row,
        "standard": labels.get(wanted.standard, Label(wanted.standard, wanted.standard)),
        "as_of": wanted.as_of,
        "may_cancel": row["may_cancel"] and viewer.may(Act.SCREEN, job.region_code),
    }


@require_GET
@needs(Act.SEE)
def one(request: HttpRequest, number: int) -> HttpResponse:
    """What a round found, in figures, with its papers for those who may take them along."""
    viewer = asked(request).viewer
    found = rounds(viewer).filter(pk=number).first()
    if found is None:
        raise Http404
    context = {
        "round": found,
        "label": Label(found.label["zh"], found.label["en"]),
        "indicators": list(_indicators(found)),
        "findings": list(_findings(found)),
        "place_findings": list(_place_findings(found)),
        "papers": _papers(found) if viewer.may(Act.EXPORT, found.region_code) else [],
        "linked": rests_on(found),
        **verification_of(request, found),
        "list": f"{reverse('households:list')}?{urlencode({'standard': found.standard, 'region_code': found.region_code})}",
    }
    return render(request, "rounds/one.html", context)


@require_GET
@needs(Act.SEE)
def findings(request: HttpRequest, number: int) -> HttpResponse:
    """The findings of a round, of one kind or of all, each with its household and why."""
    viewer = asked(request).viewer
    found = rounds(viewer).filter(pk=number).first()
    if found is None:
        raise Http404
    kinds = {said["id"]: Label(said["zh"], said["en"]) for said in found.kinds}
    kind = request.GET.get("kind", "")
    kind = kind if kind in kinds else ""
    page = findings_of(found, kind, from_address(request), SIZE + 1)
    rows = [
        {"finding": row, "kind": kinds.get(row.kind), "name": head_name(viewer, row.household)} for row in page[:SIZE]
    ]
    context = {
        "round": found,
        "kind": kinds.get(kind),
        "rows": rows,
        "departments": departments(),
        "next": page[SIZE - 1].id if len(page) > SIZE else "",
    }
    return render(request, "rounds/findings.html", context)


def from_address(request: HttpRequest) -> int:
    """After which row a page begins; 0 where the address says nothing that could be a row."""
    after = request.GET.get("after", "")
    return int(after) if after.isascii() and after.isdigit() and len(after) < LONGEST else 0


def head_name(viewer: Viewer, household: Household | None) -> str:
    """The head of a household, masked where the viewer's role has it so; nothing where there is no household."""
    if household is None:
        return ""
    shown = Sensitivity.PERSONAL in viewer.sensitivities_at(household.region_code)
    return (household.head_name or "") if shown else mask_name(household.head_name)


def _papers(found: Round) -> list[dict[str, str]]:
    return [{"name": name, "text": text(f"rounds:paper.{name.replace('.', '_')}")} for name in papers_of(found)]


def _indicators(found: Round) -> Iterator[dict[str, Any]]:
    """Every indicator with its counts, by the households as the list of households filters them."""
    households = found.counts["verdicts"].get("household", {})
    uncovered = found.counts.get("uncovered", {})  # not counted by an earlier release: all are unknown then
    for said in found.indicators:
        if counts := households.get(said["id"]):
            bare = uncovered.get(said["id"], 0)
            apart = {"unknown": counts["unknown"] - bare, "uncovered": bare}
            yield {"label": Label(said["zh"], said["en"]), "id": said["id"], **counts, **apart}


def _findings(found: Round) -> Iterator[dict[str, Any]]:
    for said in found.kinds:
        if said["id"] in found.counts["findings"]:
            count, households = (found.counts[name][said["id"]] for name in ("findings", "finding_households"))
            yield {"id": said["id"], "label": Label(said["zh"], said["en"]), "count": count, "households": households}


def _place_findings(found: Round) -> Iterator[dict[str, Any]]:
    """Kinds about villages and facilities, which are counted apart; none where the standard has no such rule."""
    counts = found.counts.get("place_findings", {})
    for said in found.kinds:
        if said["id"] in counts:
            yield {"label": Label(said["zh"], said["en"]), "count": counts[said["id"]]}
