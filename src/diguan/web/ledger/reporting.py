"""A problem is reported, or a complaint taken down: filled in, looked at with what the ledger has already, opened."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.ledger.actions.opening import Whole, open_item, whole_report
from diguan.domain.ledger.actions.owners import owners_of
from diguan.domain.ledger.choices import Refusal, Source
from diguan.domain.ledger.queries.alike import alike
from diguan.domain.refusals import UnableToAct
from diguan.domain.registry.models import Household
from diguan.domain.responsibility.models import Post
from diguan.domain.responsibility.queries.chart import links_of
from diguan.web.events.people import choices, members
from diguan.web.households.looking import found_or_absent
from diguan.web.ledger import words
from diguan.web.ledger.report_form import ReportForm
from diguan.web.shared.clock import now, today
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import spoken, text

NOT_KEPT = ("csrfmiddlewaretoken", "confirmed", "change")
MOST_ALIKE = 10


@require_http_methods(["GET", "POST"])
@needs(Act.HANDLE)
def new(request: HttpRequest) -> HttpResponse:
    """Fill in a report; see what would be opened and what is there already; open it."""
    viewer = asked(request).viewer
    household = _household(request, viewer)
    source = Source.COMPLAINT if request.GET.get("source") == Source.COMPLAINT.value else Source.MANUAL
    form = ReportForm(
        request.POST if request.method == "POST" else None,
        viewer=viewer,
        source=source,
        household=household,
        people=choices(members(household), viewer) if household else (),
        initial={"received_on": today(), "region_code": request.GET.get("region_code", "")},
    )
    if request.method == "POST" and "change" not in request.POST and form.is_valid():
        answer = _opened(request, viewer, form)
        if answer is not None:
            return answer
    if "change" in request.POST:
        form.errors.clear()
    return render(request, "ledger/new.html", {"form": form, "source": source, "household": household})


def _household(request: HttpRequest, viewer: Viewer) -> Household | None:
    """The household that the address names; one that lies elsewhere is answered like one that is not there."""
    said = request.GET.get("household", "")
    if not said:
        return None
    if not (said.isascii() and said.isdigit() and len(said) < 19):  # noqa: PLR2004  as long as a number of a row may be
        raise Http404
    household = found_or_absent(viewer, int(said), Act.HANDLE)
    if household.gone:
        raise Http404
    return household


def _opened(request: HttpRequest, viewer: Viewer, form: ReportForm) -> HttpResponse | None:
    """The page that shows what would be opened, or, when that was seen, the item; None where the form says what is wrong."""
    at = now()
    try:
        reported = form.reported()
        if "confirmed" not in request.POST:
            return _check(request, whole_report(reported=reported, actor=viewer, at=at), form)
        outcome = open_item(reported=reported, actor=viewer, at=at)
    except UnableToAct as error:
        form.refuse(error)
        return None
    if outcome.code is Refusal.KNOWN and outcome.refusal is not None:
        messages.warning(request, text("reporting:known", number=outcome.item.number, why=spoken(outcome.refusal)))
    else:
        messages.success(request, text("reporting:done", number=outcome.item.number))
    return redirect("ledger:one", number=outcome.item.pk)


def _check(request: HttpRequest, whole: Whole, form: ReportForm) -> HttpResponse:
    reported, viewer = whole.reported, asked(request).viewer
    pair = (reported.region_code, reported.department)
    owner = owners_of([pair], today())[pair].post
    links = links_of(Post.objects.filter(pk=owner.pk), today()) if owner else []
    rule = (reported.standard, reported.indicator)
    found = alike(viewer, whole.household, reported.region_code, rule=rule, person=reported.person_number)
    context: dict[str, Any] = {
        "reported": reported,
        "household": whole.household,
        "title": spoken(whole.title),
        "rule": spoken(whole.indicator.label) if whole.indicator else "",
        "owner": words.post_said(links[0]) if links else "",
        "source": text(f"items:source.{reported.source}"),
        "way": text(f"reporting:way.{reported.received.way}") if reported.received else "",
        "kept": [(n, v) for n in request.POST if n not in NOT_KEPT for v in request.POST.getlist(n)],
        "alike": [{**words.item_row(each.item, today()), "same": each.same} for each in found[:MOST_ALIKE]],
        "known": any(each.same for each in found),
        "form": form,
    }
    return render(request, "ledger/new_check.html", context)
