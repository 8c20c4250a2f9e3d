"""The list of standards, one of them as a text, two of them side by side."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from diguan.domain.accounts.permissions import Act
from diguan.domain.screening.packs import pack_of, standards
from diguan.engine.snapshot.wording import field_value
from diguan.engine.standards import Indicator, Pack
from diguan.engine.standards.difference import differences
from diguan.engine.standards.model import Case
from diguan.exchange.standards.difference import text_of_differences
from diguan.exchange.standards.text import text_of_pack
from diguan.locale import Language
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import language, text
from diguan.web.standards.blocks import blocks
from diguan.web.standards.forms import CompareForm


@cache
def _text(name: str, spoken: Language) -> str:
    return text_of_pack(pack_of(name), spoken)


@require_GET
@needs(Act.SEE)
def listing(request: HttpRequest) -> HttpResponse:
    """Every shipped standard, with a form to lay two side by side."""
    rows = [(header, *pack_of(header.id).in_force) for header in standards()]
    return render(request, "standards/list.html", {"rows": rows, "form": CompareForm()})


@require_GET
@needs(Act.SEE)
def one(request: HttpRequest, name: str) -> HttpResponse:
    """One standard as a text: what it asks of whom, its values with their sources, and below each rule its worked cases."""
    if name not in {header.id for header in standards()}:
        raise Http404
    pack = pack_of(name)
    cases = {id: list(_cases(pack, indicator)) for id, indicator in pack.indicators.items() if indicator.cases}
    context = {"pack": pack, "blocks": list(blocks(_text(name, _spoken()))), "cases": cases}
    return render(request, "standards/one.html", context)


@require_GET
@needs(Act.SEE)
def compare(request: HttpRequest) -> HttpResponse:
    """What differs between two standards."""
    form = CompareForm(request.GET or None)
    context: dict[str, Any] = {"form": form, "cases": {}}
    if form.is_valid():
        before, after = pack_of(form.cleaned_data["before"]), pack_of(form.cleaned_data["after"])
        found = differences(before, after, form.cleaned_data["as_of"])
        context["blocks"] = list(blocks(text_of_differences(before, after, found, _spoken())))
    return render(request, "standards/compare.html", context)


def _spoken() -> Language:
    return "en" if language() == "en" else "zh"


def _cases(pack: Pack, indicator: Indicator) -> Iterator[dict[str, Any]]:
    """Worked cases of a rule in words: what is known, and what comes of it."""
    for case in indicator.cases:
        yield {
            "name": case.name,
            "as_of": case.as_of,
            "facts": list(_facts(pack, case)),
            "expect": text(f"standards:verdict.{case.expect.name.lower()}"),
        }


def _facts(pack: Pack, case: Case) -> Iterator[str]:
    for subject, facts in case.facts.items():
        for name, value in facts.items():
            field = pack.catalogue.field(subject, name)
            said = text("standards:unknown") if value is None else field_value(field, value)[_spoken()]
            yield f"{field.label[_spoken()]}{text('frame:colon')}{said}"
    for number, member in enumerate(case.members or (), start=1):
        yield text("standards:member", number=number, facts=len(member))
