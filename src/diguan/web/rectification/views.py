"""The list of inspections, one inspection with its three lists and its reconciliation, entering an inspection and its problems."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.keyset import slice_of
from diguan.domain.rectification.actions import add_problems, register_inspection
from diguan.domain.rectification.actions.inspections import Feedback
from diguan.domain.rectification.actions.problems import Entered
from diguan.domain.rectification.choices import Category, InspectionKind, ProblemKind, ProblemState
from diguan.domain.rectification.models import Inspection
from diguan.domain.rectification.queries import (
    ListedProblem,
    Progress,
    inspection_of,
    inspections,
    lists_of,
    progress,
    reconcile,
)
from diguan.domain.rectification.queries.listing import NEWEST_FIRST
from diguan.domain.refusals import UnableToAct
from diguan.domain.responsibility.queries import chain_of
from diguan.domain.screening.queries import judging_rounds
from diguan.engine.documents import Label
from diguan.web.ledger.words import post_said
from diguan.web.rectification import words
from diguan.web.rectification.forms import InspectionForm, PaperForm, ProblemForm, kept
from diguan.web.shared.clock import now, today
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import spoken, text

LISTS = ("problems", "tasks", "duties", "reconciliation")


@require_GET
@needs(Act.SEE)
def listed(request: HttpRequest) -> HttpResponse:
    """Inspections with how far they are, the newest paper first."""
    viewer = asked(request).viewer
    slice_ = slice_of(inspections(viewer), NEWEST_FIRST, request.GET.get("at", ""))
    done = progress(viewer, [row.pk for row in slice_.rows], today())
    context = {
        "slice": slice_,
        "rows": [{"inspection": row, "progress": done[row.pk]} for row in slice_.rows],
        "may_register": viewer.may(Act.RECTIFY),
    }
    return render(request, "rectification/list.html", context)


@require_http_methods(["GET", "POST"])
@needs(Act.RECTIFY)
def new(request: HttpRequest) -> HttpResponse:
    """Register an inspection with its paper."""
    viewer = asked(request).viewer
    form = InspectionForm(request.POST or None, request.FILES or None, viewer=viewer)
    if request.method == "POST" and form.is_valid():
        try:
            made = _register(form.cleaned_data, viewer)
        except UnableToAct as error:
            form.refuse(error)
        else:
            messages.success(request, text("rectification:register.done"))
            return redirect("rectification:inspection", number=made.pk)
    return render(request, "rectification/new.html", {"form": form})


@transaction.atomic
def _register(said: dict[str, Any], viewer: Viewer) -> Inspection:
    at = now()
    files = kept(said["papers"][:1], said["region_code"], viewer, at)
    feedback = Feedback(
        kind=InspectionKind(said["kind"]),
        evidence_id=files[0] if files else None,
        **{
            name: said[name]
            for name in ("title", "inspected_by", "paper_number", "paper_on", "region_code", "since_on", "until_on")
        },
    )
    return register_inspection(feedback=feedback, actor=viewer, at=at)


@require_GET
@needs(Act.SEE)
def inspection(request: HttpRequest, number: int) -> HttpResponse:
    """One inspection: how far it is, and one of its lists."""
    viewer = asked(request).viewer
    made = words.found(lambda: inspection_of(viewer, number))
    shown = request.GET.get("list", "problems")
    shown = shown if shown in LISTS else LISTS[0]
    state = request.GET.get("state", "")
    state = state if state in set(ProblemState) else ""
    done = progress(viewer, [made.pk], today())[made.pk]
    context: dict[str, Any] = {
        "inspection": made,
        "progress": done,
        "states": _states(done),
        "shown": shown,
        "state": state,
        "tabs": LISTS,
        "today": today(),
        "may_add": viewer.may(Act.RECTIFY, made.region_code),
        "may_export": viewer.may(Act.EXPORT),
        "paper": PaperForm(auto_id="id_paper_%s"),
    }
    if shown == "reconciliation":
        context["reconciliation"] = reconcile(viewer, made.pk, today())
    else:
        rows = lists_of(viewer, made.pk, today())
        context["rows"] = [_row(row) for row in rows if not state or row.problem.state == state]
    return render(request, "rectification/inspection.html", context)


def _states(done: Progress) -> list[tuple[str, int]]:
    return list(done.by_state.items())


def _row(row: ListedProblem) -> dict[str, Any]:
    return {
        "problem": row.problem,
        "late": words.late(row.problem, today()),
        "leader": words.link_said(row.leader),
        "department": words.department_said(row.problem.department) if row.problem.department else "",
        "tasks": [{"task": each.task, "stages": each.stages, "who": words.link_said(each.link)} for each in row.tasks],
    }


@require_http_methods(["GET", "POST"])
@needs(Act.RECTIFY)
def add(request: HttpRequest, number: int) -> HttpResponse:
    """Enter a problem."""
    viewer = asked(request).viewer
    made = words.found(lambda: inspection_of(viewer, number))
    first = {"region_code": made.region_code}
    rules = rules_for(viewer)
    form = ProblemForm(
        request.POST or None, viewer=viewer, rules=rules, posts=_posts(made, viewer, request), initial=first
    )
    if request.method == "POST" and form.is_valid():
        try:
            (row,) = add_problems(inspection_id=made.pk, entered=[_entered(form)], actor=viewer, at=now())
        except UnableToAct as error:
            form.refuse(error)
        else:
            messages.success(request, text("rectification:enter.done", number=row.number))
            return redirect("rectification:one", number=row.pk)
    return render(request, "rectification/add.html", {"form": form, "inspection": made})


def _entered(form: ProblemForm) -> Entered:
    said = form.cleaned_data
    standard, _, indicator = said["rule"].partition("|")
    return Entered(
        kind=ProblemKind(said["kind"]),
        category=Category(said["category"]),
        leader_post_id=said["leader_post"],
        standard=standard,
        indicator=indicator,
        households=form.named(),
        **{name: said[name] for name in ("region_code", "text", "deadline_on", "department", "number", "criteria")},
    )


def rules_for(viewer: Viewer) -> list[tuple[str, str]]:
    """Indicators of the standards by which the viewer's places were judged: "standard|indicator" with what it is called."""
    found: dict[str, str] = {}
    for round_ in judging_rounds(viewer):
        for each in round_.indicators:
            label = spoken(Label(each["zh"], each["en"]))
            standard = spoken(Label(round_.label["zh"], round_.label["en"]))
            found.setdefault(f"{round_.standard}|{each['id']}", f"{standard}：{label}")
    return list(found.items())


def _posts(made: Inspection, viewer: Viewer, request: HttpRequest) -> Sequence[tuple[int, str]]:
    """Posts that may be the leader: of the unit of the inspection and above; of the place that was chosen, where one was."""
    chosen = request.POST.get("region_code", "")
    codes = [made.region_code]
    if chosen.isdigit() and len(chosen) == len(made.region_code) and viewer.may(Act.RECTIFY, chosen):
        codes.insert(0, chosen)
    links = {link.post.pk: link for code in codes for link in chain_of(code, "", today())}
    return [(number, post_said(link)) for number, link in links.items()]
