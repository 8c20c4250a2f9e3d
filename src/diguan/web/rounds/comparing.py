"""Two rounds side by side, the effect of a standard on a round before it is adopted, and what came of it."""

from typing import Any

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.audit.actions import append_audit
from diguan.domain.jobs.models import Job
from diguan.domain.refusals import UnableToAct
from diguan.domain.screening.comparing import (
    PAPERS,
    PLACE_FIGURES,
    comparison_of,
    comparisons,
    listing_of,
    paper_of,
    request_comparison,
    request_weighing,
)
from diguan.domain.screening.differing import MOVEMENTS
from diguan.domain.screening.models import Round
from diguan.domain.screening.packs import in_force, pack_of, standards
from diguan.domain.screening.queries import open_values, rounds
from diguan.engine.documents import Label
from diguan.engine.standards.confirmations import UnableToReadConfirmation
from diguan.engine.standards.parameters import UnableToResolveParameters, UnableToUseStandard
from diguan.web.rounds.forms import ConfirmForm
from diguan.web.rounds.starting import said_of
from diguan.web.shared.clock import now
from diguan.web.shared.forms import PlainForm
from diguan.web.shared.jobs import job_row
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import language, spoken, text

MOST_OFFERED = 100
MEASURES = ("before", "facts", "declared", "nothing", "open", "came", "back", "after")
FINDINGS = ("before", "after", "came", "went", "stayed", "households_in", "households_out")


class PairForm(PlainForm):
    """Which two rounds; the newest and the one before it over the same region to begin with. `enough`: there are two."""

    texts = "rounds:compare"
    before = forms.TypedChoiceField(coerce=int)
    after = forms.TypedChoiceField(coerce=int)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:  # noqa: ANN401  whatever a form takes
        super().__init__(*args, **kwargs)
        found = list(rounds(viewer)[:MOST_OFFERED])
        self.enough = len(found) > 1
        if self.enough:
            newest = found[0]
            alike = (each for each in found[1:] if each.region_code == newest.region_code)
            self.initial = {"before": next(alike, found[1]).pk, "after": newest.pk, **self.initial}
        for name in ("before", "after"):
            self.offer(name, [(round_.pk, round_said(round_)) for round_ in found])


class StandardForm(PlainForm):
    """Which standard."""

    texts = "rounds:weigh"
    standard = forms.ChoiceField()

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:  # noqa: ANN401  whatever a form takes
        super().__init__(*args, **kwargs)
        usable = [header for header in standards() if in_force(pack_of(header.id), round_.as_of)]
        self.offer("standard", [(header.id, f"{spoken(header.label)} {header.version}") for header in usable])


def round_said(round_: Round) -> str:
    """A round in a list of choices."""
    label = spoken(Label(round_.label["zh"], round_.label["en"]))
    return text("rounds:compare.round", number=round_.pk, as_of=round_.as_of.isoformat(), standard=label)


@require_http_methods(["GET", "POST"])
@needs(Act.SEE)
def compare(request: HttpRequest) -> HttpResponse:
    """Choose two rounds; a job compares them. Below, the comparisons there are."""
    viewer = asked(request).viewer
    form = PairForm(request.POST if request.method == "POST" else None, viewer=viewer, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        try:
            numbers = (form.cleaned_data["before"], form.cleaned_data["after"])
            job = request_comparison(numbers=numbers, viewer=viewer, at=now())
            return redirect("rounds:comparison", number=job.pk)
        except UnableToAct as error:
            form.refuse(error)
    rows = [comparison_row(job) for job in comparisons(viewer)]
    context = {"form": form, "rows": rows, "may_start": viewer.may(Act.SCREEN)}
    return render(request, "rounds/compare.html", context)


@require_http_methods(["GET", "POST"])
@needs(Act.SCREEN)
def weigh(request: HttpRequest, number: int) -> HttpResponse:
    """First which standard; then, where values of it are not verified, who stands for them; then a job judges by both."""
    viewer = asked(request).viewer
    round_ = rounds(viewer).filter(pk=number).first()
    if round_ is None or not viewer.may(Act.SCREEN, round_.region_code):
        raise Http404
    said = request.POST if request.method == "POST" else request.GET
    choose = StandardForm(said if "standard" in said else None, round_=round_)
    if not choose.is_valid():
        return render(request, "rounds/weigh.html", {"round": round_, "form": choose})
    standard = choose.cleaned_data["standard"]
    values = open_values(pack_of(standard), round_.as_of)
    confirm = ConfirmForm(request.POST if request.method == "POST" else None, values=values)
    if request.method == "POST" and confirm.is_valid():
        job = _weighed(round_, standard, confirm, viewer)
        if job is not None:
            return redirect("rounds:comparison", number=job.pk)
    context = {"round": round_, "form": confirm, "standard": standard, "label": pack_of(standard).label, "open": values}
    return render(request, "rounds/weigh.html", context)


def _weighed(round_: Round, standard: str, form: ConfirmForm, viewer: Viewer) -> Job | None:
    try:
        return request_weighing(round_=round_, standard=standard, confirm=form.confirmations, viewer=viewer, at=now())
    except UnableToAct as error:
        form.refuse(error)
    except (UnableToResolveParameters, UnableToReadConfirmation, UnableToUseStandard) as error:
        for message in said_of(error):
            form.add_error(None, message)
    return None


@require_GET
@needs(Act.SEE)
def comparison(request: HttpRequest, number: int) -> HttpResponse:
    """What came of a comparison, or how far it is."""
    job = comparison_of(asked(request).viewer, number)
    if job is None:
        raise Http404
    listed = frozenset(MOVEMENTS) if listing_of(job) else frozenset[str]()
    papers = [paper for paper in PAPERS if paper_of(job, paper)]
    context = {**comparison_row(job), "measures": MEASURES, "kinds": FINDINGS, "papers": papers, "listed": listed}
    return render(request, "rounds/comparison.html", context)


@require_GET
@needs(Act.EXPORT)
def comparison_paper(request: HttpRequest, number: int, paper: str) -> HttpResponseBase:
    """A paper of a comparison, as a download; masked."""
    viewer = asked(request).viewer
    job = comparison_of(viewer, number)
    path = None if job is None else paper_of(job, paper)
    if job is None or path is None or not viewer.may(Act.EXPORT, job.region_code):
        raise Http404
    append_audit(
        actor=viewer.account_id,
        action="take_paper",
        subject="job",
        subject_id=str(job.pk),
        region_code=job.region_code,
        detail={"paper": paper},
        at=now(),
    )
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"comparison-{job.pk}-{paper}")


def comparison_row(job: Job) -> dict[str, Any]:
    """A comparison as pages show it."""
    row = {**job_row(job), "may_cancel": False}
    found = {round_.pk: round_ for round_ in Round.objects.filter(pk__in=job.arguments["rounds"]).defer("counts")}
    compared = [found[number] for number in job.arguments["rounds"]]
    standard = job.arguments.get("standard")
    outcome, spoke = row["outcome"], language()
    return {
        "row": row,
        "compared": [(round_, round_said(round_)) for round_ in compared],
        "standard": pack_of(standard).label if standard else None,
        "whole": outcome.get("whole"),
        "indicators": [{**each, "name": each["label"][spoke]} for each in outcome.get("indicators", ())],
        "findings": [{**each, "name": each["label"][spoke]} for each in outcome.get("findings", ())],
        "reasons": sorted(outcome.get("reasons", {}).items(), key=lambda pair: -pair[1]),
        "places": _places(outcome.get("places"), spoke),
        "outcome": outcome,
        "told": [
            (name, [each[spoke] for each in outcome.get(name, ())])
            for name in ("only_before", "only_after", "coverage")
        ],
    }


def _places(told: dict[str, Any] | None, spoke: str) -> dict[str, Any] | None:
    """What is said of villages and facilities; None where neither standard asks about any, or an earlier version compared."""
    if told is None or not (told["asked_before"] or told["asked_after"]):
        return None
    labels = ("label", "indicator", "why")
    rows = {
        name: [{**each, **{key: each[key][spoke] for key in labels if key in each}} for each in told[name]]
        for name in ("kinds", "changes")
    }
    return {**told, **rows, "columns": PLACE_FIGURES}
