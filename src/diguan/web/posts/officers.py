"""Officers: the list, one of them, correcting, whose account."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from diguan.domain.accounts.permissions import Act
from diguan.domain.keyset import slice_of
from diguan.domain.refusals import UnableToAct
from diguan.domain.responsibility.actions.officers import (
    Particulars,
    add_officer,
    change_officer,
    link_account,
    unlink_account,
)
from diguan.domain.responsibility.choices import Rights
from diguan.domain.responsibility.models import Officer
from diguan.domain.responsibility.queries.officers import officer_file, officers_listed
from diguan.domain.responsibility.queries.reach import officer_of
from diguan.domain.responsibility.queries.rights import waiting_tenures
from diguan.web.posts.acting import absent, act_page
from diguan.web.posts.forms import AccountForm, CorrectForm, FindOfficerForm, OfficerForm
from diguan.web.shared import clock
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import language, text

MOST_SUGGESTED = 12
MOST_WAITING = 200


@require_GET
@needs(Act.SEE)
def listing(request: HttpRequest) -> HttpResponse:
    """Officers whom the viewer sees, by name or unit."""
    viewer = asked(request).viewer
    form = FindOfficerForm(request.GET, viewer=viewer)
    said = form.cleaned_data if form.is_valid() else {}
    found = officers_listed(viewer, said.get("words", ""), said.get("region_code", ""))
    slice_ = slice_of(found, ("name", "id"), request.GET.get("at", ""))
    context = {"form": form, "rows": slice_.rows, "slice": slice_, "filtered": any(said.values())}
    return render(request, "posts/officers.html", context | {"may_manage": viewer.may(Act.MANAGE_POSTS)})


@require_GET
@needs(Act.SEE)
def suggestions(request: HttpRequest) -> HttpResponse:
    """Officers whom the viewer sees, by a part of the name or the unit (the first value sent)."""
    said = str(next(iter(request.GET.values()), "")).strip()
    rows = officers_listed(asked(request).viewer, said)[:MOST_SUGGESTED] if said else ()
    return render(request, "posts/suggestions.html", {"rows": rows})


@require_GET
@needs(Act.SEE)
def one(request: HttpRequest, number: int) -> HttpResponse:
    """An officer: posts, households, trips, as far as the viewer sees them; the phone is masked."""
    viewer, on = asked(request).viewer, clock.today()
    officer = absent(lambda: officer_of(viewer, number))
    context = {
        "officer": officer,
        "file": officer_file(viewer, officer, on),
        "may_manage": viewer.may(Act.MANAGE_POSTS, officer.region_code),
    }
    return render(request, "posts/officer.html", context)


@require_http_methods(["GET", "POST"])
@needs(Act.MANAGE_POSTS)
def new(request: HttpRequest) -> HttpResponse:
    """A new officer."""
    viewer = asked(request).viewer
    form = OfficerForm(request.POST or None, viewer=viewer)

    def act(said: dict[str, Any]) -> str:
        region = said.pop("region_code")
        add_officer(about=Particulars(**said), region_code=region, actor=viewer, at=clock.now(), on=clock.today())
        return "officer_added"

    return act_page(request, form, "officer", "", act, reverse("posts:officers"))


@require_http_methods(["GET", "POST"])
@needs(Act.MANAGE_POSTS)
def correct(request: HttpRequest, number: int) -> HttpResponse:
    """What is known of an officer is corrected."""
    viewer = asked(request).viewer
    officer = absent(lambda: officer_of(viewer, number, Act.MANAGE_POSTS))
    first = {"name": officer.name, "unit": officer.unit, "rank": officer.rank}
    form = CorrectForm(request.POST or None, viewer=viewer, initial=first)

    def act(said: dict[str, Any]) -> str:
        changed = change_officer(
            officer_id=officer.pk, about=Particulars(**said), actor=viewer, at=clock.now(), on=clock.today()
        )
        return "officer_changed" if changed else "nothing"

    return act_page(request, form, "correct", officer.name, act, _page(officer))


@require_GET
@needs(Act.MANAGE_ACCOUNTS)
def waiting(request: HttpRequest) -> HttpResponse:
    """Tenures whose role an administrator must give, and officers whose account can be told."""
    viewer = asked(request).viewer
    form = FindOfficerForm(request.GET, viewer=viewer)
    words = form.cleaned_data.get("words", "") if form.is_valid() else ""
    found = officers_listed(viewer, words, act=Act.MANAGE_ACCOUNTS) if words else Officer.objects.none()
    context = {
        "form": form,
        "rows": waiting_tenures(viewer, clock.today())[:MOST_WAITING],
        "officers": found.select_related("account")[:MOST_SUGGESTED],
        "searched": bool(words),
    }
    return render(request, "posts/rights.html", context)


@require_http_methods(["GET", "POST"])
@needs(Act.MANAGE_ACCOUNTS)
def account(request: HttpRequest, number: int) -> HttpResponse:
    """Says which account is an officer's; the roles of the posts follow."""
    viewer = asked(request).viewer
    officer = absent(lambda: officer_of(viewer, number, Act.MANAGE_ACCOUNTS))
    form = AccountForm(request.POST or None)

    def act(said: dict[str, Any]) -> str:
        rights = link_account(officer_id=officer.pk, **said, actor=viewer, at=clock.now(), on=clock.today())
        return "linked_waiting" if Rights.WAITING in rights else "linked"

    return act_page(request, form, "account", officer.name, act, reverse("posts:rights"))


@require_POST
@needs(Act.MANAGE_ACCOUNTS)
def unlink(request: HttpRequest, number: int) -> HttpResponse:
    """The account is the officer's no more."""
    viewer = asked(request).viewer
    try:
        absent(lambda: unlink_account(officer_id=number, actor=viewer, at=clock.now(), on=clock.today()))
    except UnableToAct as error:
        messages.error(request, error.said(language()))
    else:
        messages.success(request, text("posts:done.unlinked"))
    return redirect("posts:rights")


def _page(officer: Officer) -> str:
    return reverse("posts:officer", kwargs={"number": officer.pk})
