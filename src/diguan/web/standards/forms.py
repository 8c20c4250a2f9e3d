"""Which two standards to lay side by side."""

from typing import Any

from django import forms

from diguan.domain.screening.packs import standards
from diguan.web.shared.forms import DayField, PlainForm
from diguan.web.shared.texts import spoken


class CompareForm(PlainForm):
    """The earlier one, the later one, and a day for the values in force."""

    texts = "standards:compare"
    hints = ("as_of",)
    before = forms.ChoiceField()
    after = forms.ChoiceField()
    as_of = DayField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  whatever a form takes
        super().__init__(*args, **kwargs)
        choices = [(header.id, f"{spoken(header.label)} {header.version}") for header in standards()]
        for name in ("before", "after"):
            self.offer(name, choices)
