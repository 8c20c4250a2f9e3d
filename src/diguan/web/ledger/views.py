"""The table of items, one's own, the board by state, what is overdue by person and level."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.accounts.queries import departments
from diguan.domain.fieldwork.queries.awaited import began_at, owed_too_long, waiting_of
from diguan.domain.keyset import slice_of
from diguan.domain.ledger.choices import ENDED, LIVE, Closing, State, Wait
from diguan.domain.ledger.models import Item
from diguan.domain.ledger.permissions import highest
from diguan.domain.ledger.queries import (
    ENDED_ORDER,
    ORDER,
    Filter,
    counts,
    items,
    load_by_owner,
    my_items,
    overdue_by_level,
    to_confirm,
    to_decide,
    to_determine,
)
from diguan.domain.ledger.queries.owing import RIGHT
from diguan.domain.responsibility.models import Post
from diguan.domain.responsibility.queries.chart import links_of
from diguan.web.ledger import bulk, words
from diguan.web.ledger.filtering import FilterForm
from diguan.web.shared.clock import today
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import text

MOST_OWNERS = 200
MOST_WAITING = 10
FOLDED = ("department", "source", "level", "special")  # conditions that are shown when one of them is set


@require_http_methods(["GET", "POST"])
@needs(Act.SEE)
def table(request: HttpRequest) -> HttpResponse:
    """Items where the viewer sees them, the next deadline first. Ticked ones are given to a post, or more time is asked for them."""
    viewer = asked(request).viewer
    if request.method == "POST":
        bulk.done(request, viewer)
        return redirect(f"{reverse('ledger:list')}?{request.GET.urlencode()}")
    form = FilterForm(request.GET, viewer=viewer)
    wanted = form.wanted(today()) if form.is_valid() else Filter()
    found = items(viewer, wanted) if form.is_valid() else Item.objects.none()
    order = ENDED_ORDER if wanted.state in {str(state) for state in ENDED} else ORDER
    context = {
        "form": form,
        "filtered": any(value for name, value in form.cleaned_data.items() if name != "at"),
        "narrowed": any(form.cleaned_data.get(name) for name in FOLDED),
        "count": found.count(),
        **_listed(viewer, found, order, request.GET.get("at", "")),
        "bulk": bulk.forms_for(viewer, wanted.region_code),
        "may_report": viewer.may(Act.HANDLE),
    }
    return render(request, "ledger/list.html", context)


@require_GET
@needs(Act.SEE)
def mine(request: HttpRequest) -> HttpResponse:
    """What the viewer owes: items of his posts; what waits for him as the second person; what he is asked to decide."""
    viewer = asked(request).viewer
    waiting = [
        ("confirm", to_confirm(viewer)),
        ("decide", to_decide(viewer)),
        ("determine", to_determine(viewer)),
    ]
    context = {
        "count": my_items(viewer, today()).count(),
        **_listed(viewer, my_items(viewer, today()), ORDER, request.GET.get("at", "")),
        "waiting": [
            {"name": name, "count": found.count(), "rows": _waiting(viewer, Wait(name), found)}
            for name, found in waiting
        ],
    }
    return render(request, "ledger/mine.html", context)


def _waiting(viewer: Viewer, wait: Wait, found: QuerySet[Item]) -> list[dict[str, Any]]:
    """The ten that wait longest, each with until when the viewer may take the step."""
    first = list(found.annotate(began=began_at(wait)).order_by("began", "id")[:MOST_WAITING])
    role = highest(viewer.rights(RIGHT[wait]))
    due = waiting_of(first, wait, str(role), today()) if role else {}
    rows = _rows(viewer, first)
    return [
        {**row, "waits": due.get(row["item"].pk), "waits_late": (w := due.get(row["item"].pk)) and w.late(today())}
        for row in rows
    ]


@require_GET
@needs(Act.SEE)
def board(request: HttpRequest) -> HttpResponse:
    """The ledger by state: how many, and the most pressing of each."""
    viewer = asked(request).viewer
    form = FilterForm(request.GET, viewer=viewer)
    place = form.cleaned_data["region_code"] if form.is_valid() else ""
    department = form.cleaned_data["department"] if form.is_valid() else ""
    found = counts(viewer, today(), place, department)
    columns = []
    for state in LIVE:
        rows = items(viewer, Filter(region_code=place, department=department, state=str(state))).order_by(*ORDER)[:8]
        columns.append({"state": state, "count": found.by_state[state], "rows": _rows(viewer, list(rows))})
    context = {
        "form": form,
        "place": place,
        "department": department,
        "counts": found,
        "columns": columns,
        "closings": [(way, text(f"items:closing.{way}.label"), found.by_closing[way]) for way in Closing],
        "closed": found.by_state[State.CLOSED],
        "withdrawn": found.by_state[State.WITHDRAWN],
        "today": today(),
    }
    return render(request, "ledger/board.html", context)


@require_GET
@needs(Act.SEE)
def overdue(request: HttpRequest) -> HttpResponse:
    """What is late by person and by level."""
    viewer = asked(request).viewer
    form = FilterForm(request.GET, viewer=viewer)
    place = form.cleaned_data["region_code"] if form.is_valid() else ""
    loads = load_by_owner(viewer, today(), place)
    posts = [load.post.pk for load in loads[:MOST_OWNERS] if load.post]
    links = {link.post.pk: link for link in links_of(Post.objects.filter(pk__in=posts), today())}
    context = {
        "form": form,
        "place": place,
        "levels": overdue_by_level(viewer, today(), place),
        "rows": [
            {"load": load, "said": words.post_said(links[load.post.pk]) if load.post else "", "link": load.post}
            for load in loads[:MOST_OWNERS]
        ],
        "further": max(0, len(loads) - MOST_OWNERS),
        "owed": _owed(viewer, place),
        "today": today(),
    }
    return render(request, "ledger/overdue.html", context)


def _owed(viewer: Viewer, place: str) -> list[dict[str, Any]]:
    """Steps that wait for too long, by who owes them."""
    owed = owed_too_long(viewer, place)[:MOST_OWNERS]
    posts = Post.objects.filter(pk__in=[each.post.pk for each in owed if each.post])
    links = {link.post.pk: link for link in links_of(posts, today())} if owed else {}
    return [{"owed": each, "said": words.post_said(links[each.post.pk]) if each.post else ""} for each in owed]


def _listed(viewer: Viewer, found: QuerySet[Item], order: tuple[str, ...], at: str) -> Mapping[str, Any]:
    slice_ = slice_of(found.select_related("owner_post"), order, at)
    return {"slice": slice_, "rows": _rows(viewer, slice_.rows), "today": today()}


def _rows(viewer: Viewer, found: Sequence[Item]) -> list[dict[str, Any]]:
    del viewer
    named = departments()
    owners = {item.owner_post_id for item in found if item.owner_post_id}
    links = {link.post.pk: link for link in links_of(Post.objects.filter(pk__in=owners), today())} if owners else {}
    return [
        {
            "item": item,
            "title": words.title(item),
            "state": words.state(item),
            "late": words.late_by(item, today()),
            "department": named.get(item.department),
            "owner": words.post_said(links[item.owner_post_id]) if item.owner_post_id in links else "",
        }
        for item in found
    ]
