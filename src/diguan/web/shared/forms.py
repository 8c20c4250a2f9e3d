"""Forms that say what is wrong in the reader's language, beside the entry and in a summary that leads to it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest, QueryDict

from diguan.domain.refusals import UnableToAct
from diguan.domain.regions.queries import Scopes, UnableToKnowRegion, resolve_region, tops
from diguan.web.shared import entries
from diguan.web.shared.texts import language, late

NUL = "null_characters_not_allowed"  # what Django's check of the sign that ends texts in some programs calls its complaint


class Renderer(TemplatesSetting):
    """Entries as the frame shows them. The commonest are written without a template: a list of choices has one for every choice."""

    field_template_name = "shared/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """The same markup as Django's own templates give."""
        write = entries.WRITERS.get(template_name)
        return super().render(template_name, context, request) if write is None else write(context["widget"])


class PlainForm(forms.Form):
    """A form whose labels stand in a catalogue: `texts` is "catalogue:prefix", below which each entry has `label` and may have `hint`."""

    texts = ""
    hints: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  whatever a form takes
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            hidden = isinstance(field.widget, forms.HiddenInput)
            field.label = late("frame:hidden" if hidden else f"{self.texts}.{name}.label")
            if name in self.hints:
                field.help_text = late(f"{self.texts}.{name}.hint")
            for kind in field.error_messages:
                known = kind if kind in ("required", "invalid_choice", "max_length", "empty") else "invalid"
                field.error_messages[kind] = late(f"frame:errors.{known}")
            field.error_messages[NUL] = late("frame:errors.null")
            if not isinstance(field.widget, forms.CheckboxInput | forms.RadioSelect | forms.HiddenInput):
                style = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
                field.widget.attrs.setdefault("class", style)

    def offer(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        """What may be chosen in an entry: pairs of what is sent and what is shown."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  for the type alone
        field.choices = list(choices)

    def within(self, scopes: Scopes, name: str = "region_code", *, whole: bool = False) -> None:
        """What a unit may be written in an entry. `whole`: where the ranges are one unit, it stands there to begin with."""
        field = self.fields[name]
        assert isinstance(field, RegionField)  # noqa: S101  for the type alone
        field.scopes = scopes
        units = tops(scopes) if whole else []
        if len(units) == 1:
            field.initial = f"{units[0].code}（{units[0].name}）"

    def refuse(self, error: UnableToAct) -> None:
        """Shows why the domain would not, at the entry it concerns."""
        self.add_error(error.field if error.field in self.fields else None, error.said(language()))


def asked_or(asked: QueryDict, **usual: object) -> QueryDict:
    """What an address asks, with the usual where it asks nothing: a form over it shows what its page goes by."""
    whole = asked.copy()
    for name, value in usual.items():
        if not whole.get(name):
            whole[name] = str(value)
    return whole


class DayField(forms.DateField):
    """A day, chosen in the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401  whatever a field takes
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], **kwargs)


class RegionField(forms.CharField):
    """A unit by code, name or path, as people write it; what it can mean is cut to `scopes`, which a form sets for its viewer."""

    scopes: Scopes = ()

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401  whatever a field takes
        super().__init__(max_length=100, **kwargs)
        self.widget.attrs.update(autocomplete="off", list="region-suggestions")
        self.widget.attrs.update(
            {
                "hx-get": "/regions/",
                "hx-trigger": "input changed delay:300ms",
                "hx-target": "#region-suggestions",
                "hx-params": "*",
            }
        )

    def clean(self, value: Any) -> str:  # noqa: ANN401  what a browser sends
        """The full code of the unit; empty where nothing was said and nothing need be."""
        said = super().clean(value)
        if not said:
            return ""
        try:
            return resolve_region(said, self.scopes)
        except UnableToKnowRegion as error:
            raise forms.ValidationError(error.said(language())) from error
