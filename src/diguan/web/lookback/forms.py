"""What to draw, whom to give it to, what was found, which figures to show."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from diguan.domain.accounts.models import Account
from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.accounts.queries import departments
from diguan.domain.ledger.choices import Closing
from diguan.domain.lookback.actions import Wanted
from diguan.domain.lookback.choices import LONGEST_NOTE, Method, Outcome, Unseen
from diguan.domain.lookback.models import SEED_LENGTH
from diguan.domain.lookback.queries.frames import Extent
from diguan.web.shared.forms import PlainForm, RegionField
from diguan.web.shared.texts import late, spoken

MONTHS = 12
PERCENT = 100
MOST_MONTHS = 120


def months_before(day: date, months: int) -> date:
    """The day so many months earlier; the last of its month where that one is shorter."""
    place = day.year * MONTHS + day.month - 1 - months
    year, month = divmod(place, MONTHS)
    for number in range(day.day, 0, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise ValueError(day)


class DrawForm(PlainForm):
    """Where, what was closed how long ago, how, how many, from which seed."""

    texts = "lookback:draw"
    hints = ("months", "span", "size", "margin", "seed", "days")
    region_code = RegionField()
    method = forms.ChoiceField(widget=forms.RadioSelect(attrs={"class": "form-check-input"}))
    months = forms.IntegerField(min_value=0, max_value=MOST_MONTHS)
    span = forms.IntegerField(min_value=1, max_value=MOST_MONTHS)
    closing = forms.ChoiceField(required=False)
    department = forms.ChoiceField(required=False)
    size = forms.IntegerField(required=False, min_value=1)
    margin = forms.IntegerField(required=False, min_value=1, max_value=50)
    days = forms.IntegerField(min_value=1)
    seed = forms.CharField(required=False, max_length=SEED_LENGTH)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:  # noqa: ANN401  whatever a form takes
        super().__init__(*args, **kwargs)
        self.within(viewer.scopes(Act.LOOK_BACK))
        self.offer("method", [(str(m), late(f"lookback:method_said.{m}")) for m in Method])
        self.offer("closing", _or_any({str(c): late(f"lookback:closing.{c}") for c in Closing}))
        self.offer("department", _or_any({id_: spoken(label) for id_, label in departments().items()}))

    def wanted(self, today: date, seed: str) -> Wanted:
        """The same as the domain takes it; `seed` where none was given."""
        said = self.cleaned_data
        until = months_before(today, said["months"])
        since = months_before(until, said["span"])
        margin = said["margin"]
        return Wanted(
            extent=Extent(said["region_code"], since, until, said["department"], said["closing"]),
            method=Method(said["method"]),
            seed=said["seed"].strip() or seed,
            days=said["days"],
            size=said["size"],
            margin=None if margin is None else margin / PERCENT,
        )


class GiveForm(PlainForm):
    """Ticked cases, and to whom."""

    texts = "lookback:give"
    hints = ("username",)
    username = forms.ChoiceField()
    cases = forms.TypedMultipleChoiceField(coerce=int)

    def __init__(self, *args: Any, people: Iterable[Account], cases: Iterable[int], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.offer("username", [("", "–"), *((who.username, f"{who.name}（{who.username}）") for who in people)])
        self.offer("cases", [(str(number), str(number)) for number in cases])


class LookForm(PlainForm):
    """What was found; where nobody goes to a house also in words."""

    texts = "lookback:look"
    hints = ("found", "why")
    found = forms.ChoiceField(widget=forms.RadioSelect)
    why = forms.ChoiceField(required=False)
    words = forms.CharField(required=False, max_length=LONGEST_NOTE)
    case_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, of_place: bool, **kwargs: Any) -> None:  # noqa: ANN401  whatever a form takes
        super().__init__(*args, **kwargs)
        self.offer("found", [(str(o), late(f"lookback:look.found.{o}")) for o in Outcome])
        self.offer("why", [("", "–"), *((str(w), late(f"lookback:unseen.{w}")) for w in Unseen)])
        if not of_place:
            del self.fields["words"]


class ResultsForm(PlainForm):
    """Which figures: by what, where, of which samples."""

    texts = "lookback:results"
    region_code = RegionField(required=False)
    by = forms.ChoiceField(required=False)
    method = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, viewer: Viewer, ways: Iterable[str], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.within(viewer.scopes(Act.SEE_FIGURES))
        self.offer("by", [(way, late(f"lookback:results.way.{way}")) for way in ways])
        representative = [("", late("lookback:results.representative"))]
        self.offer("method", [*representative, *((str(m), late(f"lookback:method.{m}")) for m in Method)])


def _or_any(choices: dict[str, Any]) -> list[tuple[str, Any]]:
    return [("", late("lookback:draw.any")), *choices.items()]
