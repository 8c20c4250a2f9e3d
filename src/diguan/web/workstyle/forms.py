"""Where and over which weeks."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.workstyle.choices import MOST_WEEKS, Figure
from diguan.domain.workstyle.queries.extent import Extent
from diguan.domain.workstyle.queries.measuring import monday_of
from diguan.web.shared.forms import PlainForm, RegionField, asked_or
from diguan.web.shared.texts import late

WEEK = timedelta(days=7)
WEEKS = 8


class FindForm(PlainForm):
    """A place, how many weeks, by units or by weeks."""

    texts = "workstyle:find"
    region_code = RegionField(required=False)
    weeks = forms.IntegerField(required=False, min_value=1, max_value=MOST_WEEKS)
    by = forms.ChoiceField(required=False)

    def __init__(self, asked: QueryDict, *, viewer: Viewer) -> None:
        super().__init__(asked_or(asked, weeks=WEEKS))
        self.viewer = viewer
        self.within(viewer.scopes(Act.SEE))
        self.offer("by", [(by, late(f"workstyle:find.{by}")) for by in ("unit", "week")])

    def extent(self, today: date, first: str) -> Extent:
        """The whole weeks up to and with this one; `first`: the place where none was chosen."""
        said = self.cleaned_data if self.is_valid() else {}
        until = monday_of(today) + WEEK
        return Extent(self.viewer, said.get("region_code") or first, until - (said.get("weeks") or WEEKS) * WEEK, until)


class RowsForm(PlainForm):
    """A figure, its place and its days."""

    texts = "workstyle:rows"
    figure = forms.ChoiceField()
    region_code = RegionField(required=False)
    since = forms.DateField()
    until = forms.DateField()

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:  # noqa: ANN401  whatever a form takes
        super().__init__(*args, **kwargs)
        self.within(viewer.scopes(Act.SEE))
        self.offer("figure", [(str(f), late(f"workstyle:figure.{f}")) for f in Figure])
