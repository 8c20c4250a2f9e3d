"""Living items of a place or a department leave as a workbook, and who took it for whom is on record."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db.models import QuerySet

from diguan.domain.accounts.hashing import keyed_hash
from diguan.domain.accounts.permissions import Act, Viewer, scoped
from diguan.domain.audit.actions import append_audit
from diguan.domain.ledger.actions.books.keys import key_of
from diguan.domain.ledger.actions.books.returned import UnableToUseBook
from diguan.domain.ledger.actions.books.table import stamp_of, table_of
from diguan.domain.ledger.models import Item
from diguan.domain.ledger.queries import ORDER, Filter, items
from diguan.domain.regions.queries import region_tree
from diguan.domain.responsibility.choices import Level
from diguan.exchange.roundtrip.form_book import Form, write_form
from diguan.locale import Language

MOST_ITEMS = 20_000
BY_COUNTY = frozenset({Level.VILLAGE, Level.TOWNSHIP, Level.COUNTY})


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which items, for whom. `department`: its items alone, "" for all; `recipient`: stands on every sheet."""

    region_code: str
    department: str
    recipient: str
    language: Language


def save_book(*, path: Path, wanted: Wanted, actor: Viewer, on: date, at: datetime) -> int:
    """Write the living items into a workbook; returns how many. UnableToUseBook where there are none, too many, or not the actor's.

    Whoever handles a place takes its items. Whoever stands above counties takes along what lies on the own unit, and what lies below it
    county by county, to see or to hand on: what comes back is submitted by those who handle it.
    """
    found = _found(actor, wanted)
    count = found.count()
    if not count:
        raise UnableToUseBook("no_items" if _is_county_or_below(wanted.region_code) else "by_county", "region_code")
    if count > MOST_ITEMS:
        raise UnableToUseBook("too_many_items", "region_code", count=count, most=MOST_ITEMS)
    rows = list(found.select_related("owner_post").order_by(*ORDER))
    stamp = stamp_of(wanted.region_code, wanted.recipient, wanted.language, on)
    base = table_of(rows, [key_of(item) for item in rows], stamp)
    write_form(path, Form(base, stamp, range(len(rows)), base.values))
    append_audit(
        actor=actor.account_id,
        action="take_ledger_book",
        subject="region",
        subject_id=wanted.region_code,
        region_code=wanted.region_code,
        detail={"items": len(rows), "department": wanted.department, "recipient": keyed_hash(wanted.recipient.strip())},
        at=at,
    )
    return len(rows)


def _found(actor: Viewer, wanted: Wanted) -> QuerySet[Item]:
    """What somebody takes along of a place: what is theirs to handle, or what lies below them in a county."""
    asked = items(actor, Filter(region_code=wanted.region_code, department=wanted.department))
    if actor.may(Act.HANDLE, wanted.region_code):
        return scoped(asked, actor, Act.HANDLE)
    if not actor.may(Act.EXPORT, wanted.region_code):
        raise UnableToUseBook("region", "region_code")
    if not _is_county_or_below(wanted.region_code):
        raise UnableToUseBook("by_county", "region_code")
    return scoped(asked, actor, Act.EXPORT)


def _is_county_or_below(region_code: str) -> bool:
    tree = region_tree()
    return region_code in tree and Level(tree.level(region_code).id) in BY_COUNTY
