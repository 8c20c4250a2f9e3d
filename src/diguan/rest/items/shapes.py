"""Items as they go out."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from ninja import Schema

from diguan.domain.evidence.models import Evidence
from diguan.domain.ledger.choices import Refusal
from diguan.domain.ledger.models import Attachment, Event, Item
from diguan.domain.ledger.refusals import SAID
from diguan.domain.responsibility.models import Post
from diguan.rest.frame.values import Department, Page, Place, Text


class PostSaid(Schema):
    """A post: its unit, what it is, of which department."""

    id: int
    place: Place
    kind: str
    department: Department | None
    title: str

    @classmethod
    def of(cls, post: Post) -> "PostSaid":
        """From a row."""
        return cls(
            id=post.pk,
            place=Place.of(post.region_code),
            kind=post.kind,
            department=Department.maybe(post.department),
            title=post.title,
        )


class ItemRow(Schema):
    """One problem of one household or place. `version` is sent back with a step; `closing`: in which way it was, or is to be, closed."""

    id: int
    version: int
    number: str
    title: Text
    state: str
    closing: str
    source: str
    standard: str
    indicator: str
    kind: str
    level: str
    place: Place
    household_number: str
    department: Department | None
    owner: PostSaid | None
    found_on: date
    deadline_on: date | None
    late: bool
    rebounds: int
    returns: int
    postponements: int


class ItemPage(Page):
    """Items; `count` where it was asked for."""

    rows: list[ItemRow]
    count: int | None = None


class Paper(Schema):
    """A piece of evidence."""

    id: int
    name: str
    media_type: str
    size: int
    sha256: str
    at: datetime

    @classmethod
    def of(cls, row: Evidence) -> "Paper":
        """From a row."""
        return cls(id=row.pk, name=row.name, media_type=row.media_type, size=row.size, sha256=row.sha256, at=row.at)


class Attached(Paper):
    """A piece of evidence that was handed in for an item, with or without a step, and by whom."""

    by: str

    @classmethod
    def tied(cls, row: Attachment, names: Mapping[int, str]) -> "Attached":
        """From a row."""
        return cls(**Paper.of(row.evidence).model_dump(), by=names.get(row.by, ""))


class Happening(Schema):
    """A step, or an attempt that was refused: then `refusal` says why."""

    step: str
    before: str
    after: str
    by: str
    role: str
    reason: str
    evidence: list[int]
    accepted: bool
    refusal: str
    why: Text | None
    at: datetime


class ChainPost(Schema):
    """A post of the chain with who holds it; `vacant_since` where nobody does."""

    post: PostSaid
    holder: str | None
    vacant_since: date | None


class ItemOne(ItemRow):
    """An item with everything about it."""

    explanation: Text
    measure: Text | None
    criteria: str
    household_id: int | None
    determined_at: datetime | None
    postpone_until: date | None
    submitted_by: str | None
    verified_until: date | None
    steps: list[str]
    chain: list[ChainPost]
    history: list[Happening]
    evidence: list[Paper]
    attached: list[Attached]


def item_row(item: Item, today: date) -> ItemRow:
    """An item as a list shows it."""
    return ItemRow(**row_of(item, today))


def row_of(item: Item, today: date) -> dict[str, Any]:
    """What both shapes say of an item."""
    plain = ("version", "number", "state", "closing", "source", "standard", "indicator", "kind", "level")
    counted = ("household_number", "found_on", "deadline_on", "rebounds", "returns", "postponements")
    return {
        **{name: getattr(item, name) for name in (*plain, *counted)},
        "id": item.pk,
        "title": Text.plain(item.title),
        "place": Place.of(item.region_code),
        "department": Department.maybe(item.department),
        "owner": None if item.owner_post is None else PostSaid.of(item.owner_post),
        "late": item.state == "open" and item.deadline_on is not None and item.deadline_on < today,
    }


def happening(event: Event, names: Mapping[int, str]) -> Happening:
    """A line of the history."""
    why = SAID[Refusal(event.refusal)][0] if event.refusal else None
    return Happening(
        step=event.act,
        before=event.from_state,
        after=event.to_state,
        by=names.get(event.actor or 0, ""),
        role=event.role,
        reason=event.reason,
        evidence=event.evidence,
        accepted=event.accepted,
        refusal=event.refusal,
        why=Text.maybe(why),
        at=event.at,
    )
