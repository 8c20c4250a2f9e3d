"""What waits for a person, since when, until when it should have been done; and who lets how much wait for too long."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, DateTimeField, F, Min, OuterRef, Q, Subquery
from django.db.models.expressions import Combinable
from django.utils import timezone

from diguan.domain.accounts.permissions import Viewer, scoped
from diguan.domain.calendar.queries import add_working_days
from diguan.domain.fieldwork.models import Awaited
from diguan.domain.ledger.choices import State, Step, Wait
from diguan.domain.ledger.models import Event, Item
from diguan.domain.ledger.terms import deadlines_of
from diguan.domain.regions.queries import subtree
from diguan.domain.responsibility.models import Post

WAITING: Mapping[Wait, Q] = {
    Wait.DETERMINE: Q(state=State.SUSPECTED.value),
    Wait.CONFIRM: Q(state=State.SUBMITTED.value),
    Wait.DECIDE: Q(state=State.OPEN.value, postpone_until__isnull=False),
}


def began_at(wait: Wait, item: str = "") -> Combinable:
    """Since when an item waits, as a column; `item`: how it is reached from the row."""
    prefix = f"{item}__" if item else ""
    if wait is not Wait.DECIDE:
        return F(prefix + ("found_at" if wait is Wait.DETERMINE else "submitted_at"))
    asked = Event.objects.filter(item=OuterRef(f"{prefix}pk"), act=Step.ASK_POSTPONEMENT, accepted=True)
    return Subquery(asked.order_by("-id").values("at")[:1], output_field=DateTimeField())


@dataclass(frozen=True, slots=True)
class Waiting:
    """An item that waits. `due_on`: the last day on which the step is in time, on the level of whoever asks."""

    since: date
    due_on: date

    def late(self, on: date) -> bool:
        """Whether it should have been done before a day."""
        return self.due_on < on


def waiting_of(items: Iterable[Item], wait: Wait, level: str, on: date) -> Mapping[int, Waiting]:
    """Since when items wait and until when they may, by number, as a level owes the step."""
    numbers = [item.pk for item in items]
    rows = Item.objects.filter(pk__in=numbers).annotate(began=began_at(wait))
    found, terms = {}, {}
    for pk, standard, region, began in rows.values_list("pk", "standard", "region_code", "began"):
        if began is None:
            continue
        if standard not in terms:
            terms[standard] = deadlines_of(standard, on).of_step(wait, level)
        since = timezone.localdate(began)
        found[pk] = Waiting(since, add_working_days(since, terms[standard], region).on)
    return found


@dataclass(frozen=True, slots=True)
class Owed:
    """How many steps somebody lets wait for too long. `post`: None where nobody of the chain may take the step."""

    post: Post | None
    level: str
    wait: Wait
    items: int
    oldest: date


def owed_too_long(viewer: Viewer, region_code: str = "") -> Sequence[Owed]:
    """By post, level and step, as it was told up to this day: steps that were taken since are not among them."""
    found = []
    for wait in Wait:
        rows = scoped(Awaited.objects.filter(wait=wait), viewer, field="item__region_code")
        if region_code:
            low, high = subtree(region_code)
            rows = rows.filter(item__region_code__gte=low, item__region_code__lt=high)
        condition = Q(**{f"item__{name}": value for name, value in _parts(WAITING[wait])})
        now = rows.filter(condition).annotate(now=began_at(wait, "item")).filter(began=F("now"))
        counted = now.order_by().values("owed_post", "owed_level")
        found += [(wait, row) for row in counted.annotate(items=Count("item", distinct=True), oldest=Min("due_on"))]
    posts = Post.objects.in_bulk({row["owed_post"] for _, row in found} - {None})
    owed = [
        Owed(posts.get(row["owed_post"]), row["owed_level"], wait, row["items"], row["oldest"]) for wait, row in found
    ]
    return sorted(
        owed, key=lambda each: (-each.items, each.oldest, each.level, each.wait, each.post.pk if each.post else 0)
    )


def _parts(condition: Q) -> list[tuple[str, object]]:
    """The conditions of a conjunction by name."""
    return [child for child in condition.children if isinstance(child, tuple)]
