"""Which files to load, for which region, as of which day."""

from typing import Any

from django import forms

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.web.shared.forms import DayField, PlainForm, RegionField
from diguan.web.shared.texts import late

LISTS = ("residents", "health_insurance", "education")


class ManyFiles(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A list of files."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401  whatever a field takes
        super().__init__(widget=ManyFiles(), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:  # noqa: ANN401  what a browser sends
        """Every file on its own."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(each, initial) for each in given]


class LoadForm(PlainForm):
    """Exports, the resident base, two rosters; region and day."""

    texts = "loads:start"
    hints = ("inputs", "residents", "purpose", "region_code", "as_of")
    inputs = FilesField(required=False)
    residents = forms.FileField(required=False)
    health_insurance = forms.FileField(required=False)
    education = forms.FileField(required=False)
    purpose = forms.CharField(required=False, max_length=200)
    region_code = RegionField()
    as_of = DayField()

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:  # noqa: ANN401  whatever a form takes
        super().__init__(*args, **kwargs)
        self.within(viewer.scopes(Act.IMPORT), whole=True)

    def clean(self) -> dict[str, Any]:
        """A list that a department hands over has its purpose."""
        said = super().clean() or {}
        if any(said.get(name) for name in LISTS) and not said.get("purpose", "").strip():
            self.add_error("purpose", late("frame:errors.required"))
        return said

    def handed(self) -> dict[str, list[Any]]:
        """The files by role."""
        said = self.cleaned_data
        single = {
            "residents": said["residents"],
            "roster-health_insurance": said["health_insurance"],
            "roster-education": said["education"],
        }
        return {"inputs": said["inputs"], **{role: [file] for role, file in single.items() if file}}
