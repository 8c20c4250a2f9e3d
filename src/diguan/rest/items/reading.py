"""Looking at items."""

from typing import Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Path, Query, Router, Schema

from diguan.domain.accounts.models import Account
from diguan.domain.accounts.permissions import Act, Viewer
from diguan.domain.ledger.choices import ENDED
from diguan.domain.ledger.models import Item
from diguan.domain.ledger.queries import (
    ENDED_ORDER,
    ORDER,
    Filter,
    item_page,
    items,
    my_items,
    to_confirm,
    to_decide,
    to_determine,
)
from diguan.domain.ledger.queries import (
    ItemPage as Whole,
)
from diguan.domain.regions.queries import resolve_region
from diguan.domain.registry.models import Household
from diguan.rest.frame.callers import needs, viewer_from
from diguan.rest.frame.clock import today
from diguan.rest.frame.pages import ends, page_of
from diguan.rest.frame.values import Number, PageAsked, Text, Word
from diguan.rest.items.shapes import (
    Attached,
    ChainPost,
    ItemOne,
    ItemPage,
    Paper,
    PostSaid,
    happening,
    item_row,
    row_of,
)

router = Router(tags=["items"])
WAITING = {"confirm": to_confirm, "decide": to_decide, "determine": to_determine}


class ItemsAsked(PageAsked):
    """`whose`: one's own, or what waits for one: to confirm, to decide on more time, to determine. Else the filters of the table."""

    whose: Literal["", "mine", "confirm", "decide", "determine"] = ""
    region_code: Word = ""
    state: Literal["", "suspected", "open", "submitted", "closed", "withdrawn"] = ""
    department: Word = ""
    source: Word = ""
    level: Word = ""
    closing: Word = ""
    kind: Word = ""
    indicator: Word = ""
    post: Number | None = None
    special: Literal["", "overdue", "rebound"] = ""
    text: Word = ""
    count: bool = False


class Steps(Schema):
    """Steps that are open to whoever asks, as far as rights, rank and state go; what the proof says is seen when one is taken."""

    version: int
    steps: list[str]


@router.get("/items", response=ItemPage, operation_id="list_items")
@needs(Act.SEE)
def list_items(request: HttpRequest, asked: Query[ItemsAsked]) -> ItemPage:
    """Problems, the next deadline first; closed and withdrawn ones newest first."""
    found = _found(viewer_from(request), asked)
    order = ENDED_ORDER if asked.state in {str(state) for state in ENDED} else ORDER
    slice_ = page_of(found.select_related("owner_post"), order, asked)
    count = found.count() if asked.count else None
    return ItemPage(rows=[item_row(item, today()) for item in slice_.rows], count=count, **ends(slice_))


@router.get("/items/{int:number}", response=ItemOne, operation_id="get_item")
@needs(Act.SEE)
def get_item(request: HttpRequest, number: Path[Number]) -> ItemOne:
    """A problem with its history, its evidence, the chain of its place, and the steps that are open."""
    found = item_page(viewer_from(request), number, today())
    return one_of(found)


@router.get("/items/{int:number}/steps", response=Steps, operation_id="list_steps")
@needs(Act.SEE)
def list_steps(request: HttpRequest, number: Path[Number]) -> Steps:
    """What whoever asks may do now."""
    found = item_page(viewer_from(request), number, today())
    return Steps(version=found.item.version, steps=[str(step) for step in found.steps])


def one_of(found: Whole) -> ItemOne:
    """An item with everything about it."""
    item = found.item
    known = (*(e.actor for e in found.events), *(row.by for row in found.attached), item.submitted_by)
    actors = {number for number in known if number is not None}
    names = dict(Account.objects.filter(pk__in=actors).values_list("pk", "name"))
    home = Household.objects.filter(county=item.county, number=item.household_number, gone=False)
    return ItemOne(
        **row_of(item, found.on),
        explanation=Text.plain(item.explanation),
        measure=Text.plain(item.measure) if item.measure else None,
        criteria=item.criteria,
        household_id=home.values_list("pk", flat=True).first() if item.household_number else None,
        determined_at=item.determined_at,
        postpone_until=item.postpone_until,
        submitted_by=names.get(item.submitted_by or 0),
        verified_until=item.verified_until,
        steps=[str(step) for step in found.steps],
        chain=[
            ChainPost(
                post=PostSaid.of(link.post),
                holder=link.holder.name if link.holder else None,
                vacant_since=link.vacant_since,
            )
            for link in found.chain
        ],
        history=[happening(event, names) for event in found.events],
        evidence=[Paper.of(row) for row in found.files],
        attached=[Attached.tied(row, names) for row in found.attached],
    )


def _found(viewer: Viewer, asked: ItemsAsked) -> QuerySet[Item]:
    if asked.whose == "mine":
        return my_items(viewer, today())
    if asked.whose:
        return WAITING[asked.whose](viewer)
    code = resolve_region(asked.region_code, viewer.scopes(Act.SEE)) if asked.region_code else ""
    said = asked.model_dump(include={"state", "department", "source", "level", "closing", "kind", "indicator", "post"})
    overdue = today() if asked.special == "overdue" else None
    rebound = asked.special == "rebound"
    return items(viewer, Filter(region_code=code, overdue_on=overdue, rebound=rebound, text=asked.text.strip(), **said))
