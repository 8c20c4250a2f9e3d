"""Pages of long lists: rows after a mark; what comes in meanwhile moves nothing."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from diguan.domain.keyset import Slice, is_mark, slice_of
from diguan.engine.documents import Label
from diguan.rest.frame.problems import INVALID, Fault, Refused
from diguan.rest.frame.values import PageAsked

Row = TypeVar("Row", bound=Model)
UNREADABLE = Label("这个位置标记不是此列表给出的", "this mark was not given by this list")


def page_of(rows: QuerySet[Row], order: tuple[str, ...], asked: PageAsked) -> Slice[Row]:
    """A page; a mark that no answer of this list has given is refused, it does not count as the beginning."""
    if asked.at and not is_mark(asked.at, order, rows):
        hint = Label("照抄上一次回答的 next 或 previous", "copy next or previous of an earlier answer")
        raise Refused(INVALID, UNREADABLE, hint, errors=[Fault("query.at", UNREADABLE, value=asked.at, hint=hint)])
    return slice_of(rows, order, asked.at, asked.limit)


def ends(slice_: Slice[Row]) -> dict[str, str | None]:
    """Where the pages after and before one begin."""
    return {"next": slice_.next or None, "previous": slice_.previous or None}
