"""Tags and filters of every template."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from diguan.domain.regions import queries as regions
from diguan.engine.documents import Label
from diguan.engine.snapshot.listing import BASE
from diguan.web.shared import assets, texts

COUNTY_DIGITS = 6
register = template.Library()


@register.simple_tag
def text(key: str, **values: object) -> str:
    """A text of the catalogues: {% text "frame:save" %}; what it is filled with is escaped like everything else."""
    return texts.text(key, **values)


@register.simple_tag
def text_below(prefix: str, name: str, part: str = "") -> str:
    """A text whose key depends on the page: {% text_below "events:kind" kind "label" %} is events:kind.birth.label."""
    return texts.text(f"{prefix}.{name}.{part}" if part else f"{prefix}.{name}")


@register.filter
def plain(value: object) -> str:
    """A value that a form read, as it is shown again: days as in tables."""
    return value.isoformat() if isinstance(value, date) else str(value)


@register.filter
def spoken(label: Label) -> str:
    """A label in the reader's language."""
    return texts.spoken(label)


@register.simple_tag
def asset(source: str) -> str:
    """Address of a bundled file; empty where nothing was bundled."""
    name = assets.bundled().get(source)
    return static(name) if name else ""


@register.filter
def day(value: date | None) -> str:
    """A day in a sentence: 2019年6月30日 or 30 June 2019."""
    if value is None:
        return ""
    if texts.language() == "zh":
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {value:%B} {value.year}"


@register.filter
def iso_day(value: date | None) -> str:
    """A day in a table: 2019-06-30."""
    return value.isoformat() if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """An instant in a table, by the clock of Beijing: 2019-06-30 09:15."""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""


@register.filter
def moment_to_second(value: datetime | None) -> str:
    """The same to the second, for records."""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}" if value else ""


@register.filter
def region_name(code: str) -> str:
    """Name of a unit."""
    return regions.region_name(code)


@register.filter
def region_path(code: str) -> str:
    """Names from the top down to a unit."""
    return regions.region_path(code)


@register.simple_tag(takes_context=True)
def place_of(context: template.RequestContext, code: str) -> str:
    """A place in a list: names down to it below the unit that the viewer sees, so that no row repeats what all rows share."""
    return regions.region_path_below(code, context["viewer"].scopes())


@register.filter
def plain_number(number: str) -> str:
    """A number of a household or person as its own paper has it, without the prefix of those whom only the resident base knows."""
    return number.removeprefix(BASE)


@register.simple_tag
def household_at(county: str, number: str) -> str:
    """Address that leads to the page of a household, where only its county (or a code within it) and its number are known."""
    return f"{reverse('households:at')}?{urlencode({'county': county[:COUNTY_DIGITS], 'number': number})}"


@register.filter
def grouped(value: int | None) -> str:
    """A number with its thousands apart: 12,345."""
    return "" if value is None else f"{value:,}"


@register.filter
def of(values: Mapping[str, Any] | None, key: str) -> Any:  # noqa: ANN401  whatever is kept there
    """What a mapping holds under a key; None where it holds nothing, or there is no mapping."""
    return values.get(key) if values else None


@register.filter
def unlocalized(value: int) -> str:
    """A number as an attribute takes it: 12345."""
    return str(value)


@register.filter
def total(values: Iterable[int]) -> int:
    """The sum of some numbers."""
    return sum(values)


@register.simple_tag(takes_context=True)
def address_with(context: template.RequestContext, **changed: object) -> str:
    """This page's address with some of its questions changed; an empty value takes one away."""
    questions = context["request"].GET.copy()
    for name, value in changed.items():
        questions.pop(name, None)
        if value not in ("", None):
            questions[name] = str(value)
    return f"?{questions.urlencode()}"


@register.inclusion_tag("shared/sort_header.html", takes_context=True)
def sort_header(context: template.RequestContext, column: str, key: str, style: str = "") -> dict[str, Any]:
    """A heading that sorts by its column, and turns the order around when it does already. `style`: "number" over numbers."""
    now = str(context.get("sorted_by", ""))
    direction = {column: "ascending", f"-{column}": "descending"}.get(now, "")
    questions = context["request"].GET.copy()
    for name in ("at", "sort"):
        questions.pop(name, None)
    questions["sort"] = f"-{column}" if direction == "ascending" else column
    return {"address": f"?{questions.urlencode()}", "label": texts.text(key), "direction": direction, "style": style}


@register.simple_tag(takes_context=True)
def hidden_questions(context: template.RequestContext, *kept: str) -> SafeString:
    """Hidden inputs that carry some of this page's questions through a form."""
    from django.utils.html import format_html_join  # noqa: PLC0415  this tag alone makes markup

    pairs = [(name, context["request"].GET[name]) for name in kept if name in context["request"].GET]
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)
