"""Forms of rectification: an inspection, a problem, a plan, a task, a stage, the steps, a search, a self-check, a paper."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.accounts.queries import departments
from diguan.domain.evidence.actions import store_evidence
from diguan.domain.rectification.choices import (
    PAPER_LENGTH,
    TEXT_LENGTH,
    TITLE_LENGTH,
    UNIT_LENGTH,
    Category,
    Horizon,
    InspectionKind,
    ProblemKind,
    Step,
)
from diguan.domain.rectification.permissions import TRANSITIONS
from diguan.web.ledger.forms import ACCEPT
from diguan.web.loads.forms import FilesField
from diguan.web.shared.forms import DayField, PlainForm, RegionField
from diguan.web.shared.texts import late, spoken

SUBJECTS = ("household", "person")


def long_text(*, required: bool = True, rows: int = 3, most: int = TEXT_LENGTH) -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(required=required, max_length=most, widget=forms.Textarea(attrs={"rows": rows}))


class Form(PlainForm):
    """A form of these pages: closed lists are offered from the catalogue of texts."""

    def offer_each(self, name: str, values: Sequence[Any], below: str) -> None:
        """A closed list, after nothing chosen."""
        self.offer(name, [("", "–"), *((str(value), late(f"rectification:{below}.{value}")) for value in values)])

    def offer_departments(self, name: str = "department") -> None:
        """Departments, or none."""
        named = ((id_, spoken(label)) for id_, label in departments().items())
        self.offer(name, [("", late("rectification:none_of_them")), *named])


class InspectionForm(Form):
    """The paper of an inspection."""

    texts = "rectification:register"
    hints = ("paper_number", "region_code", "papers")
    kind = forms.ChoiceField()
    title = forms.CharField(max_length=TITLE_LENGTH)
    inspected_by = forms.CharField(max_length=TITLE_LENGTH)
    paper_number = forms.CharField(max_length=PAPER_LENGTH)
    paper_on = DayField()
    since_on = DayField(required=False)
    until_on = DayField(required=False)
    region_code = RegionField()
    papers = FilesField(required=False)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:  # noqa: ANN401  whatever a form takes
        super().__init__(*args, **kwargs)
        self.within(viewer.scopes(Act.RECTIFY))
        self.offer_each("kind", list(InspectionKind), "kind")
        self.fields["papers"].widget.attrs["accept"] = ACCEPT


class ProblemForm(Form):
    """A problem of an inspection."""

    texts = "rectification:enter"
    hints = ("number", "criteria", "rule", "households", "leader_post")
    number = forms.IntegerField(required=False, min_value=1, max_value=9999)
    text = long_text()
    kind = forms.ChoiceField()
    category = forms.ChoiceField()
    region_code = RegionField()
    department = forms.ChoiceField(required=False)
    leader_post = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    deadline_on = DayField()
    criteria = long_text(required=False, rows=2)
    rule = forms.ChoiceField(required=False)
    households = forms.CharField(required=False, max_length=2000)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  whatever a form takes
        viewer: Viewer,
        rules: Sequence[tuple[str, str]],
        posts: Sequence[tuple[int, str]],
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **kwargs)
        self.within(viewer.scopes(Act.RECTIFY))
        self.offer_each("kind", list(ProblemKind), "problem_kind")
        self.offer_each("category", list(Category), "category")
        self.offer_departments()
        self.offer("rule", [("", late("rectification:enter.no_rule")), *rules])
        self.offer("leader_post", [("", "–"), *((str(number), said) for number, said in posts)])

    def named(self) -> list[str]:
        """Numbers of households."""
        said = self.cleaned_data["households"].replace("，", ",").replace("、", ",").replace("\n", ",")
        return [part.strip() for part in said.split(",") if part.strip()]


class PlanForm(Form):
    """The head of a plan."""

    texts = "rectification:plan"
    hints = ("root_cause",)
    root_cause = long_text()
    goal = long_text(rows=2)
    horizon = forms.ChoiceField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  whatever a form takes
        super().__init__(*args, **kwargs)
        self.offer_each("horizon", list(Horizon), "horizon")


class TaskForm(Form):
    """A measure with who leads, who does it and who is responsible."""

    texts = "rectification:task"
    hints = ("lead_unit", "unit", "post")
    measure = long_text(rows=2)
    lead_unit = forms.CharField(required=False, max_length=UNIT_LENGTH)
    unit = forms.CharField(required=False, max_length=UNIT_LENGTH)
    post = forms.TypedChoiceField(coerce=int)
    deadline_on = DayField()

    def __init__(self, *args: Any, posts: Sequence[tuple[int, str]], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.offer("post", [("", "–"), *((str(number), said) for number, said in posts)])


class StageForm(Form):
    """A goal with its day."""

    texts = "rectification:stage"
    goal = long_text(rows=2)
    due_on = DayField()


class StepForm(Form):
    """What a step asks for, and the version that was seen."""

    texts = "rectification:take"
    hints = ("found", "papers")
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = long_text(required=False, rows=2)
    found = long_text(required=False, most=20_000)
    papers = FilesField(required=False)
    deadline_on = DayField(required=False)

    def __init__(self, *args: Any, step: Step, version: int, **kwargs: Any) -> None:  # noqa: ANN401
        kwargs.setdefault("initial", {"version": version})
        super().__init__(*args, auto_id=f"id_{step}_%s", **kwargs)
        transition = TRANSITIONS[step]
        if step is not Step.REPLY_CHECK:
            del self.fields["found"]
        if transition.evidence:
            self.fields[
                "papers"
            ].required = True  # on the page alone: an attempt without one is refused, and kept, by the domain
        else:
            del self.fields["papers"]
        if step is not Step.REOPEN:
            del self.fields["deadline_on"]
        self.fields["reason"].required = transition.reason


class SpreadForm(Form):
    """A condition, where it is looked for, and its words."""

    texts = "rectification:spread"
    hints = ("expression", "standard", "criteria")
    seek = long_text(rows=2)
    standard = forms.ChoiceField()
    subject = forms.ChoiceField()
    expression = long_text(rows=3)
    region_code = RegionField()
    department = forms.ChoiceField(required=False)
    criteria = long_text(rows=2)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  whatever a form takes
        viewer: Viewer,
        standards: Sequence[tuple[str, str]],
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **kwargs)
        self.within(viewer.scopes(Act.RECTIFY))
        self.offer("standard", standards)
        self.offer("subject", [(each, late(f"rectification:subject.{each}")) for each in SUBJECTS])
        self.offer_departments()


class AskForm(Form):
    """A self-check of the units below."""

    texts = "rectification:ask"
    hints = ("region_code", "criteria")
    seek = long_text(rows=2)
    region_code = RegionField()
    department = forms.ChoiceField(required=False)
    criteria = long_text(rows=2)
    reply_by = DayField()

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:  # noqa: ANN401  whatever a form takes
        super().__init__(*args, **kwargs)
        self.within(viewer.scopes(Act.RECTIFY))
        self.offer_departments()


class PaperForm(Form):
    """Which paper, for whom, and why names are shown, where they are."""

    texts = "rectification:paper"
    hints = ("recipient", "reason")
    form = forms.ChoiceField()
    recipient = forms.CharField(max_length=60)
    reason = forms.CharField(required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  whatever a form takes
        super().__init__(*args, **kwargs)
        self.offer("form", [(each, late(f"rectification:paper.{each}")) for each in ("word", "excel")])


class BookForm(Form):
    """A filled-in workbook of problems."""

    texts = "rectification:book"
    hints = ("book",)
    book = forms.FileField()


def kept(files: Sequence[Any], region_code: str, viewer: Viewer, at: datetime) -> list[int]:
    """Files that were handed in, kept as evidence of a place; UnableToTakeEvidence."""
    act = Act.OBSERVE if viewer.may(Act.OBSERVE, region_code) else Act.RECTIFY
    return [
        store_evidence(content=file.read(), name=file.name, region_code=region_code, act=act, actor=viewer, at=at).pk
        for file in files
    ]
