"""How much of what was closed persists: by place, problem, department, way of closing, and for those who look back by who confirmed."""

from collections.abc import Callable, Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.accounts.queries import departments
from diguan.domain.lookback.choices import REPRESENTATIVE, Method
from diguan.domain.lookback.queries.tables import By, Line, behind, table
from diguan.domain.regions.queries import region_path
from diguan.domain.screening.queries import newest_rounds
from diguan.engine.documents import Label
from diguan.web.ledger import words as items
from diguan.web.ledger.words import names_of
from diguan.web.lookback.forms import ResultsForm
from diguan.web.lookback.words import line_said, state_of
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import spoken, text

MOST_ROWS = 500
WAYS: tuple[By, ...] = ("region", "indicator", "department", "closing", "confirmer")


@require_GET
@needs(Act.SEE_FIGURES)
def results(request: HttpRequest) -> HttpResponse:
    """Figures of persistence, each with its interval and the counts it follows from."""
    asked_for = _Asked(request)
    viewer, by = asked_for.viewer, asked_for.by
    found = table(viewer, by, region_code=asked_for.place, methods=asked_for.methods)
    named = _names(by, viewer, found.lines)
    context = {
        "form": asked_for.form,
        "by": by,
        "place": asked_for.place,
        "method": asked_for.method,
        "rows": [{"line": line, "name": named(line), "share": line_said(line)} for line in found.lines],
        "total": found.total,
        "share": line_said(found.total),
        "as_of": found.as_of,
        "outside": viewer.is_outside(asked_for.place),
    }
    return render(request, "lookback/results.html", context)


@require_GET
@needs(Act.SEE)
def rows(request: HttpRequest) -> HttpResponse:
    """The cases behind a line of figures."""
    asked_for = _Asked(request)
    key = request.GET.get("key", "")
    if asked_for.by == "confirmer" and not (key.isascii() and key.isdigit()):
        raise Http404
    found = behind(asked_for.viewer, asked_for.by, key, region_code=asked_for.place, methods=asked_for.methods)
    cases = list(found[:MOST_ROWS])
    context = {
        "rows": [{"case": case, "title": items.title(case.item), "state": state_of(case)} for case in cases],
        "most": MOST_ROWS if len(cases) == MOST_ROWS else 0,
    }
    return render(request, "lookback/rows.html", context)


class _Asked:
    """What a page of figures is asked for."""

    def __init__(self, request: HttpRequest) -> None:
        self.viewer = asked(request).viewer
        ways = [way for way in WAYS if way != "confirmer" or self.viewer.may(Act.LOOK_BACK)]
        self.form = ResultsForm(request.GET, viewer=self.viewer, ways=ways)
        said = self.form.cleaned_data if self.form.is_valid() else {}
        self.by: By = next((way for way in ways if way == said.get("by")), "region")
        self.place, self.method = said.get("region_code", ""), said.get("method", "")
        self.methods = [Method(self.method)] if self.method else list(REPRESENTATIVE)


def _names(by: By, viewer: Viewer, lines: Sequence[Line]) -> Callable[[Line], str]:
    """What a line is called."""
    if by == "region":
        return lambda line: region_path(line.key)
    if by == "closing":
        return lambda line: text(f"lookback:closing.{line.key}")
    if by == "department":
        known = departments()
        return lambda line: spoken(known[line.key]) if line.key in known else text("lookback:results.none_named")
    if by == "confirmer":
        who = names_of(int(line.key) for line in lines)
        return lambda line: who.get(int(line.key), line.key)
    labels = {
        each["id"]: Label(each["zh"], each["en"])
        for round_ in newest_rounds(viewer).values()
        for each in round_.indicators
    }
    return lambda line: spoken(labels[line.key]) if line.key in labels else line.key or text("lookback:results.no_rule")
