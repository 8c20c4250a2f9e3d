"""One's own inspections, and the form at the door: what decides the problem, nothing else; nothing that was typed is lost."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.keyset import slice_of
from diguan.domain.lookback.actions import Look, record_look
from diguan.domain.lookback.actions.looking import AtTheDoor, at_this_door, household_to_see
from diguan.domain.lookback.choices import Outcome, Unseen
from diguan.domain.lookback.models import Case
from diguan.domain.lookback.queries.door import decisive
from diguan.domain.lookback.queries.plans import MINE, my_case, my_cases
from diguan.domain.lookback.refusals import UnableToFindLookback
from diguan.domain.refusals import UnableToAct
from diguan.domain.registry.models import Household
from diguan.domain.registry.queries.showing import Shown
from diguan.domain.screening.verdicts import confirmed_for, opinions_on
from diguan.engine.catalogue import Field
from diguan.web.ledger import words as items
from diguan.web.lookback.forms import LookForm
from diguan.web.lookback.words import state_of
from diguan.web.shared.clock import now, today
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import text
from diguan.web.visits.forms import VisitForm
from diguan.web.visits.recording import Door, account_of

NOBODY_WENT = (Unseen.UNREACHABLE, Unseen.MOVED, Unseen.OVER)
CONFLICT = 409


@require_GET
@needs(Act.SEE)
def mine(request: HttpRequest) -> HttpResponse:
    """What one is to look at again, the next deadline first."""
    slice_ = slice_of(my_cases(asked(request).viewer), MINE, request.GET.get("at", ""))
    rows = [
        {"case": case, "title": items.title(case.item), "late": case.due_on is not None and case.due_on < today()}
        for case in slice_.rows
    ]
    return render(request, "lookback/mine.html", {"slice": slice_, "rows": rows, "today": today()})


@require_http_methods(["GET", "POST"])
@needs(Act.SEE)
def look(request: HttpRequest, number: int) -> HttpResponse:
    """The form of one inspection; a decided one is shown as it was decided."""
    viewer = asked(request).viewer
    try:
        case = my_case(viewer, number)
    except UnableToFindLookback as error:
        raise Http404 from error
    page = _Looking(case, viewer)
    if request.method == "POST" and not case.outcome:
        return page.take(request)
    return page.show(request, page.empty())


class _Looking:
    """A case, and the door it is about where it is about one."""

    def __init__(self, case: Case, viewer: Viewer) -> None:
        self.case, self.viewer = case, viewer
        self.household: Household | None = household_to_see(case)
        self.door: Door | None = None
        if self.household is not None and not case.outcome:
            shown = Shown.to(at_this_door(viewer, self.household), self.household.region_code)
            self.door = Door(self.household, shown, today())

    def empty(self) -> tuple[LookForm, VisitForm | None]:
        """Forms as they are first seen."""
        form = LookForm(of_place=self.door is None, initial={"case_version": self.case.version})
        if self.door is None:
            return form, None
        wanted = self._wanted(self.door)
        initial = {**self.door.initial(now().timestamp()), "facts": self._names(self.door, wanted)}
        return form, VisitForm(entries=self.door.entries(wanted), initial=initial)

    def take(self, request: HttpRequest) -> HttpResponse:
        """Record what was found, or say what is wrong."""
        form, visit = self._posted(request)
        went = self._went(form)
        if not form.is_valid() or (visit is not None and went and not visit.is_valid()):
            return self.show(request, (form, visit))
        said = form.cleaned_data
        note = visit.cleaned_data["note"] if visit is not None and went else said.get("words", "")
        found = Look(Outcome(said["found"]), note, Unseen(said["why"]) if said["why"] else None)
        try:
            case = record_look(
                case_id=self.case.pk,
                version=said["case_version"],
                look=found,
                door=self._at_the_door(visit) if visit is not None and went else None,
                actor=self.viewer,
                at=now(),
            )
        except UnableToAct as error:
            return self._refused(request, error, (form, visit))
        messages.success(request, text(f"lookback:look.done.{case.outcome}", number=case.item.number))
        return redirect("lookback:mine")

    def show(self, request: HttpRequest, forms: tuple[LookForm, VisitForm | None], status: int = 200) -> HttpResponse:
        """The page."""
        form, visit = forms
        context = {
            "case": self.case,
            "title": items.title(self.case.item),
            "explanation": items.explanation(self.case.item),
            "state": state_of(self.case),
            "household": self.household,
            "name": self.door.shown.name(self.household.head_name) if self.door and self.household else "",
            "form": form,
            "visit": visit,
            "rows": list(visit.rows()) if visit is not None else [],
        }
        return render(request, "lookback/look.html", context, status=status)

    def _posted(self, request: HttpRequest) -> tuple[LookForm, VisitForm | None]:
        form = LookForm(request.POST, of_place=self.door is None)
        if self.door is None:
            return form, None
        return form, VisitForm(request.POST, entries=self.door.entries(self.door.posted(request.POST.get("facts", ""))))

    def _went(self, form: LookForm) -> bool:
        """Whether somebody was at the door; where it could not be reached there is no visit to record."""
        if not form.is_valid() or form.cleaned_data["found"] != Outcome.UNSEEN.value:
            return True
        return form.cleaned_data["why"] not in {str(why) for why in NOBODY_WENT}

    def _at_the_door(self, visit: VisitForm) -> AtTheDoor:
        assert self.door is not None  # noqa: S101  there is no form of a visit without one
        return AtTheDoor(account_of(visit), visit.cleaned_data["version"], self.door.chosen.pack.catalogue)

    def _refused(
        self, request: HttpRequest, error: UnableToAct, forms: tuple[LookForm, VisitForm | None]
    ) -> HttpResponse:
        """The forms with what is wrong, beside the entry that it concerns."""
        form, visit = forms
        if visit is not None and error.field not in form.fields:
            own = next((entry.name for entry in visit.entries if entry.field.name == error.field), error.field)
            error.field = own
            visit.refuse(error)
        else:
            form.refuse(error)
        return self.show(request, forms)

    def _wanted(self, door: Door) -> list[tuple[Field, str | None]]:
        """What decides this problem; whatever else is unknown of the household is not asked here."""
        if not door.chosen.in_force or self.household is None:
            return []
        pack, confirmed = door.chosen.pack, confirmed_for(self.household, door.chosen.pack.id)
        return list(decisive(self.case, opinions_on(door.file, pack, door.chosen.as_of, confirmed=confirmed)))

    def _names(self, door: Door, wanted: list[tuple[Field, str | None]]) -> str:
        return " ".join(entry.name for entry in door.entries(wanted))
