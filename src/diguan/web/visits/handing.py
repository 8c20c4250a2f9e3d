"""The visit workbook of a place, to be printed or filled in: for whom, by which standard, within which time, with names or without."""

import tempfile
from pathlib import Path

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.refusals import UnableToAct
from diguan.domain.screening.handing_out import Wish, hand_out_visits
from diguan.domain.screening.packs import default_standard, household_standards
from diguan.web.shared.clock import now, today
from diguan.web.shared.forms import PlainForm, RegionField
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import language, spoken

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_MINUTES = 100_000


class HandOutForm(PlainForm):
    """Place, standard, who gets it, minutes; why names are shown, if they are."""

    texts = "visiting:workbook"
    hints = ("minutes", "reason", "recipient")
    region_code = RegionField()
    standard = forms.ChoiceField()
    recipient = forms.CharField(max_length=80)
    minutes = forms.FloatField(required=False, min_value=1, max_value=MOST_MINUTES)
    reason = forms.CharField(max_length=200, required=False)

    def __init__(self, *args: object, viewer: Viewer, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.within(viewer.scopes(Act.EXPORT), whole=True)
        self.offer("standard", [(h.id, spoken(h.label)) for h in household_standards()])

    def wish(self) -> Wish:
        """What was asked for."""
        said = self.cleaned_data
        return Wish(
            region_code=said["region_code"],
            standard=said["standard"],
            recipient=said["recipient"],
            minutes=said["minutes"],
            reason=said["reason"],
            language="en" if language() == "en" else "zh",
        )


@require_http_methods(["GET", "POST"])
@needs(Act.EXPORT)
def hand_out(request: HttpRequest) -> HttpResponse:
    """The form; the workbook when it is filled in."""
    viewer = asked(request).viewer
    initial = {"standard": default_standard(today(), None)}
    form = HandOutForm(request.POST if request.method == "POST" else None, viewer=viewer, initial=initial)
    if form.is_valid():
        try:
            return _workbook(form.wish(), viewer)
        except UnableToAct as error:
            form.refuse(error)
    return render(request, "visits/workbook.html", {"form": form, "may_observe": viewer.may(Act.OBSERVE)})


def _workbook(wish: Wish, viewer: Viewer) -> HttpResponse:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "visits.xlsx"
        plan = hand_out_visits(wish=wish, path=path, actor=viewer, at=now())
        answer = HttpResponse(path.read_bytes(), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="visits-{wish.region_code}-{plan.id}.xlsx"'
    return answer
