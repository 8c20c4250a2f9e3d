"""One sample: what it stands for, how far it is, its cases; giving them to inspectors; drawing it anew to compare."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from diguan.domain.accounts.models import Account
from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.keyset import slice_of
from diguan.domain.lookback.actions import Given, give_cases
from diguan.domain.lookback.actions.giving import said_of
from diguan.domain.lookback.choices import Barred, Inside, Method
from diguan.domain.lookback.models import Assignment, Case, Plan
from diguan.domain.lookback.queries.plans import (
    MOST_INSPECTORS,
    Check,
    attempts_of,
    cases_of,
    check_of,
    drawn_before,
    estimate_of,
    inspectors,
    plan_of,
    progress_of,
)
from diguan.domain.lookback.refusals import UnableToFindLookback
from diguan.web.ledger import words as items
from diguan.web.ledger.words import names_of
from diguan.web.lookback.forms import GiveForm
from diguan.web.lookback.words import share_said, state_of
from diguan.web.shared.clock import now, today
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import spoken, text

ORDER = ("place", "id")
MOST_ATTEMPTS, MOST_NAMED = 30, 20


def plan_or_absent(viewer: Viewer, number: int) -> Plan:
    """The sample; one that lies elsewhere is answered like one that is not there."""
    try:
        return plan_of(viewer, number)
    except UnableToFindLookback as error:
        raise Http404 from error


@require_GET
@needs(Act.LOOK_BACK)
def one(request: HttpRequest, number: int) -> HttpResponse:
    """The page of a sample."""
    return _page(request, plan_or_absent(asked(request).viewer, number))


@require_POST
@needs(Act.LOOK_BACK)
def give(request: HttpRequest, number: int) -> HttpResponse:
    """Give the ticked cases to somebody; each that was refused is told with its reasons, and the attempt is on record."""
    viewer = asked(request).viewer
    plan = plan_or_absent(viewer, number)
    form = _give_form(viewer, plan, request)
    if not form.is_valid():
        return _page(request, plan, form)
    said = form.cleaned_data
    given = give_cases(case_ids=said["cases"], username=said["username"], actor=viewer, at=now())
    count = sum(not each.reasons for each in given)
    if count:
        messages.success(request, text("lookback:give.done", count=count, name=said["username"]))
    refused = [each for each in given if each.reasons]
    if not refused:
        return redirect("lookback:one", number=plan.pk)
    for each in refused:
        form.add_error(None, _refused(each))
    return _page(request, plan, form)


@require_POST
@needs(Act.LOOK_BACK)
def check(request: HttpRequest, number: int) -> HttpResponse:
    """The sample drawn anew."""
    plan = plan_or_absent(asked(request).viewer, number)
    full = Plan.objects.get(pk=plan.pk)
    return _page(request, plan, checked=check_of(full))


def _refused(given: Given) -> str:
    why = spoken(said_of(given.reasons))
    return text("lookback:give.refused", number=given.case.item.number, why=why)


def _give_form(viewer: Viewer, plan: Plan, request: HttpRequest | None = None) -> GiveForm:
    people: Sequence[Account] = list(inspectors(viewer, today())[:MOST_INSPECTORS])
    cases = plan.cases.values_list("pk", flat=True)
    return GiveForm(None if request is None else request.POST, people=people, cases=cases)


def _page(request: HttpRequest, plan: Plan, form: GiveForm | None = None, checked: Check | None = None) -> HttpResponse:
    viewer = asked(request).viewer
    slice_ = slice_of(cases_of(plan), ORDER, request.GET.get("at", ""))
    attempts = list(attempts_of(plan)[:MOST_ATTEMPTS])
    names = names_of([plan.drawn_by, *(c.inspector for c in slice_.rows), *(c.confirmed_by for c in slice_.rows),
                      *(a.inspector for a in attempts), *(a.actor for a in attempts)])  # fmt: skip
    context = {
        "plan": plan,
        "who": names.get(plan.drawn_by or 0, ""),
        "progress": progress_of(plan, today()),
        "share": share_said(estimate_of(plan)),
        "speaks": plan.method != Method.RISK,
        "before": drawn_before(plan),
        "weights": [(text(f"lookback:risk.{risk}"), weight) for risk, weight in plan.weights.items()],
        "slice": slice_,
        "rows": [_row(case, names) for case in slice_.rows],
        "form": form or _give_form(viewer, plan),
        "attempts": [_attempt(each, names) for each in attempts],
        "checked": checked,
        "came": checked.came[:MOST_NAMED] if checked else (),
        "went": checked.went[:MOST_NAMED] if checked else (),
        "today": today(),
    }
    return render(request, "lookback/one.html", context)


def _row(case: Case, names: Any) -> dict[str, Any]:  # noqa: ANN401  names by number
    return {
        "case": case,
        "title": items.title(case.item),
        "state": state_of(case),
        "inspector": names.get(case.inspector or 0, ""),
        "confirmer": names.get(case.confirmed_by, ""),
        "late": not case.outcome and case.due_on is not None and case.due_on < today(),
        "risks": [text(f"lookback:risk.{risk}") for risk in case.risks],
    }


def _attempt(row: Assignment, names: Any) -> dict[str, Any]:  # noqa: ANN401  names by number
    known = {str(why): why for why in (*Inside, *Barred)}
    return {
        "row": row,
        "inspector": names.get(row.inspector or 0, ""),
        "actor": names.get(row.actor or 0, ""),
        "why": spoken(said_of([known[why] for why in row.reasons])),
    }
