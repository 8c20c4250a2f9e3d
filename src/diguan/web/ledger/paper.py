"""Attempts to close on paper that were refused: who tried what, where, and why it did not go."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.keyset import slice_of
from diguan.domain.ledger.choices import ON_PAPER, Refusal
from diguan.domain.ledger.queries import tried_on_paper
from diguan.domain.ledger.queries.paper import PAPER_ORDER, paper_attempts
from diguan.domain.ledger.refusals import SAID
from diguan.web.ledger import words
from diguan.web.shared.forms import PlainForm, RegionField
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import late, spoken


class PaperForm(PlainForm):
    """Where, and why it was refused."""

    texts = "items:paper"
    region_code = RegionField(required=False)
    refusal = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:  # noqa: ANN401  whatever a form takes
        super().__init__(*args, **kwargs)
        self.within(viewer.scopes(Act.SEE))
        reasons = [(str(code), spoken(SAID[code][0])) for code in Refusal if code in ON_PAPER]
        self.offer("refusal", [("", late("items:find.any")), *reasons])


@require_GET
@needs(Act.SEE)
def paper(request: HttpRequest) -> HttpResponse:
    """The attempts where the viewer sees, newest first, with how many of each reason."""
    viewer = asked(request).viewer
    form = PaperForm(request.GET, viewer=viewer)
    said = form.cleaned_data if form.is_valid() else {"region_code": "", "refusal": ""}
    refusal = Refusal(said["refusal"]) if said["refusal"] else None
    found = paper_attempts(viewer, said["region_code"], refusal).select_related("item")
    slice_ = slice_of(found, PAPER_ORDER, request.GET.get("at", "")) if form.is_valid() else None
    rows = slice_.rows if slice_ else []
    names = words.names_of(event.actor for event in rows)
    context = {
        "form": form,
        "slice": slice_,
        "rows": [
            {
                "event": event,
                "title": words.title(event.item),
                "by": names.get(event.actor or 0, ""),
                "why": spoken(SAID[Refusal(event.refusal)][0]),
            }
            for event in rows
        ],
        "counted": [
            {"code": code, "why": spoken(SAID[Refusal(code)][0]), "count": count}
            for code, count in tried_on_paper(viewer, said["region_code"]).items()
        ],
        "place": said["region_code"],
    }
    return render(request, "ledger/paper.html", context)
