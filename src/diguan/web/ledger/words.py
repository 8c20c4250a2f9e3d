"""How items are spoken of: their states, steps, sources, ways of closing, whose they are."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from diguan.domain.accounts.models import Account
from diguan.domain.accounts.queries import departments
from diguan.domain.ledger.models import Item
from diguan.domain.regions.queries import region_name
from diguan.domain.registry.models import Household
from diguan.domain.responsibility.queries import Link
from diguan.engine.documents import Label
from diguan.engine.snapshot.wording import GRADES
from diguan.engine.verdicts import Grade
from diguan.web.shared.texts import spoken, text


def title(item: Item) -> str:
    """What the problem is, in the reader's language."""
    return spoken(Label(item.title["zh"], item.title["en"]))


def explanation(item: Item) -> str:
    """Why it is one."""
    return spoken(Label(item.explanation.get("zh", ""), item.explanation.get("en", "")))


def state(item: Item) -> str:
    """How it stands; of a closed one in which way."""
    said = text(f"items:state.{item.state}")
    return f"{said}{text('frame:colon')}{text(f'items:closing.{item.closing}.label')}" if item.closing else said


def grade(item: Item) -> Label | None:
    """How well the finding is evidenced."""
    return GRADES[Grade(item.grade)] if item.grade else None


def late_by(item: Item, today: date) -> bool:
    """Whether the deadline of a problem that is still to be solved has passed."""
    return item.state == "open" and item.deadline_on is not None and item.deadline_on < today


def item_row(item: Item, today: date) -> dict[str, Any]:
    """An item as a line on another noun's page."""
    return {"item": item, "title": title(item), "state": state(item), "late": late_by(item, today)}


def names_of(accounts: Iterable[int | None]) -> Mapping[int, str]:
    """Names of accounts by number."""
    wanted = {number for number in accounts if number is not None}
    return dict(Account.objects.filter(pk__in=wanted).values_list("pk", "name"))


def households_of(items: Iterable[Item]) -> Mapping[tuple[str, str], int]:
    """Row numbers of the households of items, by county and number; of those that are still listed."""
    rows = list(items)
    found = Household.objects.filter(
        county__in={item.county for item in rows}, number__in={item.household_number for item in rows}, gone=False
    )
    return {(county, number): pk for county, number, pk in found.values_list("county", "number", "pk")}


def post_said(link: Link) -> str:
    """A post in words: its unit, what it is, of which department, and who holds it."""
    post = link.post
    named = departments().get(post.department)
    department = f" {spoken(named) if named else post.department}" if post.department else ""
    holder = link.holder.name if link.holder else text("posts:state.vacant")
    return f"{region_name(post.region_code)} {text(f'posts:kind.{post.kind}')}{department}{text('frame:colon')}{holder}"
