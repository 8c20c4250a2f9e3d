"""What one was told: the list, and marking as read."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema

from diguan.domain.messages.actions import read_all_messages, read_message
from diguan.domain.messages.models import Message
from diguan.domain.messages.queries import messages_of
from diguan.domain.messages.wording import said
from diguan.rest.frame.callers import viewer_from
from diguan.rest.frame.clock import now
from diguan.rest.frame.pages import ends, page_of
from diguan.rest.frame.values import Asked, Number, Page, PageAsked, Text

router = Router(tags=["messages"])


class MessagesAsked(PageAsked):
    """All of them or the unread ones."""

    unread: bool = False


class MessageOne(Schema):
    """A message; `about` names what it leads to: "item:12"."""

    id: int
    kind: str
    text: Text
    about: str
    at: datetime
    read_at: datetime | None


class MessagePage(Page):
    """Messages, newest first."""

    rows: list[MessageOne]


class ReadAsked(Asked):
    """Up to which message: what came later stays unread."""

    until: Number


class ReadCount(Schema):
    """How many were marked."""

    read: int


@router.get("/messages", response=MessagePage, operation_id="list_messages")
def list_messages(request: HttpRequest, asked: Query[MessagesAsked]) -> MessagePage:
    """What whoever asks was told."""
    found = messages_of(viewer_from(request).account_id, unread=asked.unread)
    slice_ = page_of(found, ("-id",), asked)
    return MessagePage(rows=[message_one(each) for each in slice_.rows], **ends(slice_))


@router.post("/messages/{int:number}/read", response=MessageOne, operation_id="read_message")
def read_one(request: HttpRequest, number: Path[Number]) -> MessageOne:
    """Mark one as read."""
    return message_one(read_message(message_id=number, actor=viewer_from(request), at=now()))


@router.post("/messages/read", response=ReadCount, operation_id="read_all_messages")
def read_all(request: HttpRequest, asked: ReadAsked) -> ReadCount:
    """Mark everything as read up to a message."""
    return ReadCount(read=read_all_messages(until=asked.until, actor=viewer_from(request), at=now()))


def message_one(message: Message) -> MessageOne:
    """A message in both languages."""
    text = Text(zh=said(message.kind, message.words, "zh"), en=said(message.kind, message.words, "en"))
    return MessageOne(
        id=message.pk, kind=message.kind, text=text, about=message.about, at=message.at, read_at=message.read_at
    )
