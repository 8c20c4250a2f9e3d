"""A page for one act: what it is about, the entries, the button; and what is foreign is answered like what is not there."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from diguan.domain.refusals import UnableToAct
from diguan.domain.responsibility.refusals import UnableToFindResponsibility
from diguan.web.shared.forms import PlainForm
from diguan.web.shared.texts import text

Found = TypeVar("Found")
Act = Callable[[dict[str, Any]], str]


def absent(find: Callable[[], Found]) -> Found:
    """What a look-up finds, or the page of what is not there."""
    try:
        return find()
    except UnableToFindResponsibility as error:
        raise Http404 from error


def act_page(request: HttpRequest, form: PlainForm, name: str, about: str, act: Act, back: str) -> HttpResponse:
    """Asks for what an act needs, does it and goes back; `act` returns the key of what is said then, `name` is its text ("act.<name>")."""
    if request.method == "POST" and form.is_valid():
        try:
            done = act(form.cleaned_data)
        except UnableToFindResponsibility as error:
            raise Http404 from error
        except UnableToAct as error:
            form.refuse(error)
        else:
            messages.success(request, text(f"posts:done.{done}"))
            return redirect(back)
    context = {"form": form, "title": f"posts:act.{name}", "about": about, "back": back}
    return render(request, "posts/act.html", context)
