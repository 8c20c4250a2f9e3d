"""Keeping a view, naming it anew, dropping it."""

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from diguan.domain.accounts.models import VIEW_NAME, SavedView
from diguan.domain.accounts.saving import drop_view, rename_view, save_view, saved_views
from diguan.domain.refusals import UnableToAct
from diguan.web.saved.pages import QUESTIONS, asked_of, saved_rows
from diguan.web.shared.clock import now
from diguan.web.shared.forms import PlainForm
from diguan.web.shared.requests import asked
from diguan.web.shared.texts import language, text


class NameForm(PlainForm):
    """What a view is called."""

    texts = "saved:name"
    name = forms.CharField(max_length=VIEW_NAME)


@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """One's own views; a form of a list keeps another."""
    account = asked(request).user
    if request.method == "POST":
        page = request.POST.get("page", "")
        if page not in QUESTIONS:
            raise Http404
        questions = asked_of(page, QueryDict(request.POST.get("questions", "")))
        try:
            save_view(account=account, page=page, name=request.POST.get("name", ""), questions=questions, at=now())
        except UnableToAct as error:
            messages.error(request, error.said(language()))
        else:
            messages.success(request, text("saved:kept"))
        return redirect(f"{reverse(page)}?{urlencode(questions)}")
    return render(request, "saved/list.html", {"rows": saved_rows(saved_views(account.pk))})


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, number: int) -> HttpResponse:
    """Another name for a view."""
    view = _own(request, number)
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": view.name})
    if form.is_valid():
        try:
            rename_view(view=view, name=form.cleaned_data["name"], at=now())
        except UnableToAct as error:
            form.refuse(error)
        else:
            messages.success(request, text("saved:renamed"))
            return redirect("saved:list")
    return render(request, "saved/one.html", {"form": form, "view": view})


@require_POST
def drop(request: HttpRequest, number: int) -> HttpResponse:
    """Forgets a view."""
    drop_view(view=_own(request, number), at=now())
    messages.success(request, text("saved:dropped"))
    return redirect("saved:list")


def _own(request: HttpRequest, number: int) -> SavedView:
    """A view of one's own; another's is answered like none."""
    view = saved_views(asked(request).user.pk).filter(pk=number).first()
    if view is None:
        raise Http404
    return view
