"""The list of what one was told, and reading it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from diguan.domain.keyset import slice_of
from diguan.domain.messages.actions import read_all_messages, read_message
from diguan.domain.messages.models import Message
from diguan.domain.messages.queries import messages_of
from diguan.domain.messages.refusals import UnableToFindMessage
from diguan.domain.messages.wording import said
from diguan.web.messages.leading import address_of
from diguan.web.shared.clock import now
from diguan.web.shared.requests import asked
from diguan.web.shared.texts import language, text


@dataclass(frozen=True, slots=True)
class Row:
    """A message as its reader sees it, and whether it leads anywhere."""

    message: Message
    what: str
    leads: bool


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Messages of whoever asks, newest first; all of them or the unread ones."""
    unread = request.GET.get("unread") == "1"
    slice_ = slice_of(messages_of(asked(request).viewer.account_id, unread=unread), ("-id",), request.GET.get("at", ""))
    rows = [Row(m, said(m.kind, m.words, language()), bool(address_of(m.about))) for m in slice_.rows]
    newest = slice_.rows[0].pk if slice_.rows else 0
    return render(request, "messages/list.html", {"rows": rows, "slice": slice_, "only": unread, "newest": newest})


@require_POST
def open_one(request: HttpRequest, number: int) -> HttpResponse:
    """Mark one as read and go where it leads, or back to the list."""
    try:
        found = read_message(message_id=number, actor=asked(request).viewer, at=now())
    except UnableToFindMessage as error:
        raise Http404 from error
    return redirect(address_of(found.about) or "inbox:list")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read that was there when the page was opened."""
    until = request.POST.get("until", "")
    last = int(until) if until.isascii() and until.isdigit() and len(until) <= len(str(2**62)) else 0
    count = read_all_messages(until=last, actor=asked(request).viewer, at=now())
    messages.success(request, text("messages:done", count=count))
    return redirect("inbox:list")
