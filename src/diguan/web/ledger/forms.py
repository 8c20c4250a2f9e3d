"""Forms of the steps of an item: what each asks for, and how it is handed to the domain."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django import forms

from diguan.domain.accounts.permissions import Viewer
from diguan.domain.ledger.actions import closing, handling, postponing
from diguan.domain.ledger.choices import Closing, Step
from diguan.domain.ledger.models import Item
from diguan.domain.ledger.outcome import Outcome
from diguan.domain.ledger.terms import deadlines_of
from diguan.web.loads.forms import FilesField
from diguan.web.shared.clock import today
from diguan.web.shared.forms import DayField, PlainForm
from diguan.web.shared.texts import late

LONGEST_REASON = 500
ACCEPT = "image/jpeg,image/png,image/webp,application/pdf,.xlsx,.docx"


class StepForm(PlainForm):
    """The item as it was seen, and the words of whoever takes the step."""

    texts = "items:form"
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:  # noqa: ANN401  whatever a form takes
        kwargs.setdefault("initial", {"version": item.version, **self.proposed(item)})
        super().__init__(*args, **kwargs)
        self.item = item

    @staticmethod
    def proposed(item: Item) -> dict[str, Any]:
        """What the entries hold at first."""
        del item
        return {}


def _reason(*, required: bool) -> forms.CharField:
    return forms.CharField(max_length=LONGEST_REASON, required=required, widget=forms.Textarea(attrs={"rows": 2}))


class ReasonForm(StepForm):
    """A reason that must be given."""

    reason = _reason(required=True)


class WordForm(StepForm):
    """A word that may be given."""

    reason = _reason(required=False)


class DetermineForm(StepForm):
    """Why it is a problem; how many working days, where the standard does not say."""

    hints = ("days",)
    reason = _reason(required=True)
    days = forms.IntegerField(min_value=1, max_value=handling.MOST_DAYS, required=False)

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:  # noqa: ANN401  whatever a form takes
        super().__init__(*args, item=item, **kwargs)
        if item.deadline_days is not None:
            del self.fields["days"]


class AssignForm(StepForm):
    """A post of the chain of the place."""

    post = forms.TypedChoiceField(coerce=int)
    reason = _reason(required=False)

    def __init__(self, *args: Any, item: Item, posts: Sequence[tuple[int, str]], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, item=item, **kwargs)
        self.offer("post", [("", "–"), *((str(number), said) for number, said in posts)])


class SubmitForm(StepForm):
    """One of the four ways, the reason, files, and how long "verified" holds. `attached`: files that the item has already."""

    hints = ("closing", "kept", "papers", "verified_until")
    closing = forms.ChoiceField(widget=forms.RadioSelect)
    reason = _reason(required=True)
    kept = forms.TypedMultipleChoiceField(coerce=int, required=False, widget=forms.CheckboxSelectMultiple)
    papers = FilesField(required=False)
    verified_until = DayField(required=False)

    def __init__(self, *args: Any, item: Item, attached: Sequence[tuple[int, str]], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, item=item, **kwargs)
        self.offer("kept", attached)
        if not attached:
            del self.fields["kept"]
        ways = [way for way in Closing if way is not Closing.ACCEPTED or item.criteria]
        self.offer("closing", [(str(way), late(f"items:closing.{way}.choice")) for way in ways])
        self.fields["papers"].widget.attrs["accept"] = ACCEPT

    @staticmethod
    def proposed(item: Item) -> dict[str, Any]:
        """Nothing is chosen for anybody; "verified" holds as long as it may."""
        return {"verified_until": today() + deadlines_of(item.standard, today()).verified}

    def clean(self) -> dict[str, Any]:
        """Verified holds until a day."""
        said = super().clean() or {}
        if said.get("closing") == Closing.VERIFIED.value and not said.get("verified_until"):
            self.add_error("verified_until", late("frame:errors.required"))
        return said


class FilesForm(PlainForm):
    """Files for an item, without any step."""

    texts = "items:files"
    hints = ("papers",)
    papers = FilesField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  whatever a form takes
        super().__init__(*args, auto_id="id_files_%s", **kwargs)
        self.fields["papers"].widget.attrs["accept"] = ACCEPT

    def clean_papers(self) -> list[Any]:
        """One at least."""
        papers: list[Any] = self.cleaned_data["papers"]
        if not papers:
            raise forms.ValidationError(late("frame:errors.required"))
        return papers


class PostponeForm(StepForm):
    """Until when, and why."""

    until = DayField()
    reason = _reason(required=True)


@dataclass(frozen=True, slots=True)
class Taken:
    """Who takes a step, when."""

    actor: Viewer
    at: datetime


MORE = {"days": "days", "post_id": "post", "until": "until"}  # what an action calls what a form asks for
TAKE: Mapping[Step, Callable[..., Outcome]] = {
    Step.DETERMINE: handling.determine,
    Step.ASSIGN: handling.assign,
    Step.CONFIRM: closing.confirm,
    Step.RETURN: closing.return_item,
    Step.ASK_POSTPONEMENT: postponing.ask_postponement,
    Step.GRANT_POSTPONEMENT: partial(postponing.decide_postponement, granted=True),
    Step.REFUSE_POSTPONEMENT: partial(postponing.decide_postponement, granted=False),
    Step.WITHDRAW: handling.withdraw,
}
FORMS: Mapping[Step, type[StepForm]] = {
    Step.DETERMINE: DetermineForm,
    Step.ASSIGN: AssignForm,
    Step.SUBMIT: SubmitForm,
    Step.CONFIRM: WordForm,
    Step.RETURN: ReasonForm,
    Step.ASK_POSTPONEMENT: PostponeForm,
    Step.GRANT_POSTPONEMENT: WordForm,
    Step.REFUSE_POSTPONEMENT: ReasonForm,
    Step.WITHDRAW: ReasonForm,
}


def take(step: Step, item: Item, said: dict[str, Any], by: Taken) -> Outcome:
    """Take a step with what its form says."""
    common = {"item_id": item.pk, "version": said["version"], "reason": said["reason"], "actor": by.actor, "at": by.at}
    if step is Step.SUBMIT:
        common |= {"closing": Closing(said["closing"]), "verified_until": said["verified_until"]}
        return closing.submit(**common, evidence=said.get("kept", []))
    more = {name: said[field] for name, field in MORE.items() if field in said}
    return TAKE[step](**common, **more)
