"""Figures of work style by unit or by week, and the rows behind each."""

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from diguan.domain.accounts.permissions import Act
from diguan.domain.ledger.choices import Closing, Refusal
from diguan.domain.ledger.refusals import SAID
from diguan.domain.regions.queries import region_name, region_path, tops
from diguan.domain.workstyle.choices import BURDEN, HONESTY, IN, OUT, Figure
from diguan.domain.workstyle.queries import Measured, measure, rows_of
from diguan.domain.workstyle.queries.extent import Extent
from diguan.domain.workstyle.queries.measuring import By, digits_below
from diguan.domain.workstyle.queries.rows import MOST_ROWS, Row
from diguan.engine.catalogue import load_catalogue
from diguan.engine.verdicts import Subject
from diguan.web.shared.clock import now, today
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import spoken, text
from diguan.web.workstyle.forms import FindForm, RowsForm

WEEK = timedelta(days=7)


@require_GET
@needs(Act.SEE)
def figures(request: HttpRequest) -> HttpResponse:
    """What a place's work has cost, by unit below it or by week: per 100 households, and in whole numbers that lead to their rows."""
    viewer = asked(request).viewer
    form = FindForm(request.GET, viewer=viewer)
    first = tops(viewer.scopes(Act.SEE))
    extent = form.extent(today(), first[0].code if len(first) == 1 else "")
    by: By = "week" if form.is_valid() and form.cleaned_data["by"] == "week" else "unit"
    found = measure(extent, by)
    context = {
        "form": form,
        "by": by,
        "extent": extent,
        "last": extent.until - timedelta(days=1),
        "computed_at": now(),
        "tables": [
            {"name": name, "columns": columns, "rows": [_line(line, columns, extent, by) for line in found.lines]}
            for name, columns in (("burden", BURDEN), ("honesty", HONESTY))
        ],
        "total": found.total,
        "totals": {str(figure): number for figure, number in found.total.figures.items()},
        "closings": [
            (text(f"items:closing.{way}.label") if way in set(Closing) else way, text(f"items:level.{role}"), number)
            for (way, role), number in found.closings.items()
        ],
        "waits": found.waits,
        "changed": found.changed,
        "unlooked": found.unlooked,
        "happened": any(found.total.figures.values()),
    }
    return render(request, "workstyle/figures.html", context)


@require_GET
@needs(Act.SEE)
def rows(request: HttpRequest) -> HttpResponse:
    """The rows behind one figure."""
    viewer = asked(request).viewer
    form = RowsForm(request.GET, viewer=viewer)
    if not form.is_valid():
        raise Http404
    said = form.cleaned_data
    figure = Figure(said["figure"])
    extent = Extent(viewer, said["region_code"], said["since"], said["until"])
    found = rows_of(extent, figure)
    context = {
        "figure": figure,
        "extent": extent,
        "last": extent.until - timedelta(days=1),
        "rows": [{"row": row, "kind": _kind(row, figure)} for row in found],
        "most": MOST_ROWS if len(found) == MOST_ROWS else 0,
        "counts": figure in (Figure.ASKED, Figure.MINUTES),
        "computed_at": now(),
    }
    return render(request, "workstyle/rows.html", context)


def _line(line: Measured, columns: tuple[Figure, ...], extent: Extent, by: By) -> dict[str, Any]:
    since, until = extent.since, extent.until
    if by == "week":
        since = date.fromisoformat(line.key)
        until = since + WEEK
    own = by == "unit" and line.key == extent.region_code
    return {
        "line": line,
        "own": own,
        "name": _name(line.key, extent, own=own) if by == "unit" else line.key,
        "region_code": line.key if by == "unit" else extent.region_code,
        "since": since,
        "until": until,
        "cells": [(figure, line.figures[figure], line.per_hundred(figure)) for figure in columns],
    }


def _name(code: str, extent: Extent, *, own: bool) -> str:
    """A unit below the place by its own name; what is recorded at the place itself is no unit, and says so."""
    if own and digits_below(code) < len(code):
        return text("workstyle:own", place=region_name(code))
    return region_name(code) if extent.region_code else region_path(code)


def _kind(row: Row, figure: Figure) -> str:
    """What a row was, in words."""
    if figure is Figure.PAPER:
        return spoken(SAID[Refusal(row.kind)][0])
    if figure is Figure.CLOSED:
        return text(f"items:closing.{row.kind}.label") if row.kind else ""
    if figure is Figure.REBOUNDED:
        return text("workstyle:figure.rebounded")
    if row.kind in (*OUT, *IN):
        return text(f"audit:action.{row.kind}")
    if figure in (Figure.REPEATED, Figure.SUPPLIED):
        return _field(row.kind)
    return text(f"visiting:outcome.{row.kind}")


def _field(name: str) -> str:
    """The question, as the catalogue calls it."""
    catalogue = load_catalogue()
    for subject in (Subject.HOUSEHOLD, Subject.PERSON):
        about = catalogue.fields(subject).get(name)
        if about is not None:
            return spoken(about.label)
    return name
