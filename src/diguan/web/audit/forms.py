"""Which entries of the record to list."""

from typing import Any

from django import forms

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.locale import texts
from diguan.web.shared.forms import DayField, PlainForm, RegionField
from diguan.web.shared.texts import late, spoken


class FindForm(PlainForm):
    """Days, what was done, who, where."""

    texts = "audit:find"
    since = DayField(required=False)
    until = DayField(required=False)
    action = forms.ChoiceField(required=False)
    actor = forms.CharField(required=False, max_length=32)
    region_code = RegionField(required=False)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:  # noqa: ANN401  whatever a form takes
        super().__init__(*args, **kwargs)
        self.within(viewer.scopes(Act.SEE_AUDIT))
        named = texts("audit").below("action")
        said = ((code, spoken(label)) for code, label in named.items())
        self.offer("action", [("", late("audit:all_actions")), *said])
