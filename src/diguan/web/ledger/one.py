"""One item: what and where, how it stands and until when, whose it is, what may be done; the evidence and the whole history."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.evidence.models import Evidence
from diguan.domain.ledger.actions.attaching import handing_act
from diguan.domain.ledger.choices import ENDED, Refusal, Step
from diguan.domain.ledger.models import Event, Item
from diguan.domain.ledger.queries import ItemPage, item_page
from diguan.domain.ledger.queries.paper import proves_elsewhere
from diguan.domain.ledger.refusals import SAID, UnableToFindItem
from diguan.domain.refusals import UnableToAct
from diguan.web.ledger import words
from diguan.web.ledger.files import offered, tie
from diguan.web.ledger.forms import FORMS, FilesForm, StepForm, Taken
from diguan.web.ledger.forms import take as take_step
from diguan.web.posts.panel import panel_of
from diguan.web.shared.clock import now, today
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import language, spoken, text

CONFLICT = 409


def page_or_absent(viewer: Viewer, number: int) -> ItemPage:
    """The item with everything about it; one that lies elsewhere is answered like one that is not there."""
    try:
        return item_page(viewer, number, today())
    except UnableToFindItem as error:
        raise Http404 from error


@require_GET
@needs(Act.SEE)
def one(request: HttpRequest, number: int) -> HttpResponse:
    """The page of an item."""
    return _page(request, page_or_absent(asked(request).viewer, number))


@require_POST
@needs(Act.SEE)
def take(request: HttpRequest, number: int, step: str) -> HttpResponse:
    """Take a step. What is refused stays on record, and the page says why."""
    viewer = asked(request).viewer
    found = page_or_absent(viewer, number)
    item = found.item
    wanted = next((each for each in FORMS if each.value.replace("_", "-") == step), None)
    if wanted is None:
        raise Http404
    form = _form(wanted, found, request.POST, request.FILES)
    if wanted is Step.SUBMIT and not form.errors.get("papers"):
        found, form = _tied(found, form, request)
    if not form.is_valid():
        return _page(request, found, (wanted, form))
    try:
        outcome = take_step(wanted, item, form.cleaned_data, Taken(viewer, now()))
    except UnableToAct as error:
        form.refuse(error)
        return _page(request, found, (wanted, form))
    if outcome.accepted:
        messages.success(request, text(f"items:done.{wanted}", number=item.number))
        return redirect("ledger:one", number=item.pk)
    if outcome.refusal is not None:
        said = f"{spoken(outcome.refusal)}{text('items:stop')}{spoken(outcome.hint) if outcome.hint else ''}"
        form.add_error(outcome.field if outcome.field in form.fields else None, said)
    stale = outcome.code is Refusal.STALE
    return _page(request, page_or_absent(viewer, number), (wanted, form), CONFLICT if stale else 200)


@require_POST
@needs(Act.SEE)
def attach(request: HttpRequest, number: int) -> HttpResponse:
    """Hand in files for an item, whatever is done with it."""
    viewer = asked(request).viewer
    found = page_or_absent(viewer, number)
    form = FilesForm(request.POST, request.FILES)
    if form.is_valid():
        tied, refused = tie(found.item, form.cleaned_data["papers"], Taken(viewer, now()))
        for error in refused:
            form.refuse(error)
        if tied:
            messages.success(request, text("items:files.done", count=len(tied)))
    if form.errors:
        return _page(request, page_or_absent(viewer, number), handing=form)
    return redirect("ledger:one", number=number)


def _tied(found: ItemPage, form: StepForm, request: HttpRequest) -> tuple[ItemPage, StepForm]:
    """The files of a submission stay with the item first; the form names them then, as if they had been there already."""
    papers, viewer = form.cleaned_data.get("papers"), asked(request).viewer
    if not papers:
        return found, form
    tied, refused = tie(found.item, papers, Taken(viewer, now()))
    said = request.POST.copy()
    numbers = dict.fromkeys([*said.getlist("kept"), *(str(row.evidence_id) for row in tied)])
    said.setlist("kept", list(numbers))
    anew = page_or_absent(viewer, found.item.pk)
    again = _form(Step.SUBMIT, anew, said)
    for error in refused:
        again.add_error("papers", error.said(language()))
    return anew, again


def _form(step: Step, found: ItemPage, *said: Any) -> StepForm:  # noqa: ANN401  what a browser sends
    more: dict[str, Any] = {}
    if step is Step.ASSIGN:
        more = {"posts": [(link.post.pk, words.post_said(link)) for link in found.chain]}
    elif step is Step.SUBMIT:
        names = words.names_of(row.by for row in found.attached)
        more = {"attached": offered(found.item, found.attached, names)}
    return FORMS[step](*said, item=found.item, auto_id=f"id_{step}_%s", **more)


def _page(
    request: HttpRequest,
    found: ItemPage,
    posted: tuple[Step, StepForm] | None = None,
    status: int = 200,
    *,
    handing: FilesForm | None = None,
) -> HttpResponse:
    viewer, item = asked(request).viewer, found.item
    household = words.households_of([item]).get((item.county, item.household_number))
    files = {row.pk: row for row in found.files}
    known = [*(event.actor for event in found.events), *(row.by for row in found.attached)]
    names = words.names_of([*known, item.submitted_by, item.postpone_by])
    context = {
        "item": item,
        "title": words.title(item),
        "explanation": words.explanation(item),
        "state": words.state(item),
        "way": text(f"items:closing.{item.closing}.label") if item.closing else "",
        "grade": words.grade(item),
        "late": words.late_by(item, today()),
        "household": household,
        "panel": panel_of(viewer, item.region_code, today(), None, item.department),
        "owner": _owner(found),
        "submitted_by": names.get(item.submitted_by or 0, ""),
        "postpone_by": names.get(item.postpone_by or 0, ""),
        "acts": list(_acts(found, posted)),
        "form": posted[1] if posted else handing,
        "attached": [{"row": row, "by": names.get(row.by, "")} for row in found.attached],
        "files_form": handing or FilesForm(),
        "may_attach": item.state not in ENDED and handing_act(viewer, item.region_code) is not None,
        "reports": [
            {"report": report, "way": text(f"reporting:way.{report.way}")} for report in found.reports if report.way
        ],
        "again": _again(viewer, found),
        "history": [_told(event, names, files) for event in found.events],
        "language": language(),
    }
    return render(request, "ledger/one.html", context, status=status)


def _owner(found: ItemPage) -> str:
    """Who the item belongs to today: its post and whoever holds it."""
    for link in found.chain:
        if link.post.pk == found.item.owner_post_id:
            return words.post_said(link)
    return text("items:owner.none") if found.item.owner_post is None else text("items:owner.closed")


def _acts(found: ItemPage, posted: tuple[Step, StepForm] | None) -> Iterator[dict[str, Any]]:
    """Steps that are open to the viewer, each with its form. Whether one is accepted the domain decides."""
    for step in FORMS:
        if step in found.steps and _fits(step, found.item):
            own = posted is not None and posted[0] is step
            form = posted[1] if posted is not None and own else _form(step, found)
            yield {"step": step, "slug": step.value.replace("_", "-"), "form": form, "open": own}


def _again(viewer: Viewer, found: ItemPage) -> list[dict[str, Any]]:
    """Files that prove something else as well, told to whoever is to be the second person."""
    if Step.CONFIRM not in found.steps:
        return []
    others = proves_elsewhere(viewer, found.item, found.files)
    return [{"file": row, "items": others[row.pk]} for row in found.files if row.pk in others]


def _fits(step: Step, item: Item) -> bool:
    """Whether a step makes sense: more time is asked for where there is a deadline and nobody asks yet."""
    return step is not Step.ASK_POSTPONEMENT or (item.deadline_on is not None and item.postpone_until is None)


def _told(event: Event, names: Mapping[int, str], files: Mapping[int, Evidence]) -> dict[str, Any]:
    """A line of the history."""
    return {
        "event": event,
        "by": names.get(event.actor or 0, "") or text("items:by_machine"),
        "files": [files[number] for number in event.evidence if number in files],
        "why": "" if event.accepted else spoken(SAID[Refusal(event.refusal)][0]),
    }
