"""Which of the items that wait have come to a new stage: read county by county, reckoned once for all that wait alike.

Items of one place, department, owner and standard, handed in by the same person, are owed by the same post and late on the same day:
who owes the step and the stage of a day are reckoned once for them. Only what has really come to a stage is looked at by itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from diguan.domain.calendar.queries import add_working_days, working_days_between
from diguan.domain.fieldwork.models import Awaited
from diguan.domain.fieldwork.queries.awaited import WAITING, began_at
from diguan.domain.ledger.actions.owners import level_of
from diguan.domain.ledger.choices import Level, Wait
from diguan.domain.ledger.models import Item
from diguan.domain.ledger.queries.owing import Owing
from diguan.domain.ledger.terms import Deadlines
from diguan.domain.responsibility.models import Post
from diguan.domain.responsibility.queries import Link

FIRST = {  # who asked for the step that is waited for, and in which role
    Wait.DETERMINE: (),
    Wait.CONFIRM: ("submitted_by", "submitted_role"),
    Wait.DECIDE: ("postpone_by", "postpone_role"),
}


class Alike(NamedTuple):
    """What items have in common that are owed by the same post. `by`, `role`: of who asked; None and "" where a round did."""

    standard: str
    region_code: str
    department: str
    owner_post_id: int | None
    by: int | None = None
    role: str = ""


class Stage(NamedTuple):
    """How long something has waited. `due_on`: the last day in time; `rank`: of the stage, 0 while it is in time."""

    due_on: date
    rank: int


@dataclass(slots=True)
class Owed:
    """Who owes the step of items that are alike. `links`: that one, then whoever stands above; `level`: on which it is owed."""

    links: Sequence[Link]
    level: Level
    region_code: str
    deadlines: Deadlines
    wait: Wait
    on: date
    stages: dict[date, Stage] = field(default_factory=dict)

    @property
    def post(self) -> Post | None:
        """The post that owes the step."""
        return self.links[0].post if self.links else None

    def whom(self, rank: int) -> Link | None:
        """So many steps above who owes it as the stage says; where that one cannot be told, the next above."""
        fitting = self.links[rank - 1 :] or self.links[-1:]
        return next((link for link in fitting if link.account_id is not None), fitting[0] if fitting else None)

    def stage(self, since: date) -> Stage:
        """What items have come to that wait since a day."""
        if since not in self.stages:
            due = add_working_days(since, self.deadlines.of_step(self.wait, self.level), self.region_code).on
            late = -working_days_between(self.on, due, self.region_code) if self.on > due else 0
            self.stages[since] = Stage(due, sum(late >= stage for stage in self.deadlines.waiting))
        return self.stages[since]


@dataclass(slots=True)
class County:
    """The items of a county that wait for one step on a day. `terms`: by standard; `posts`: owners, by number."""

    county: str
    wait: Wait
    owing: Owing
    terms: Mapping[str, Deadlines]
    known: dict[Alike, Owed] = field(default_factory=dict)
    posts: dict[int, Post] = field(default_factory=dict)

    def coming(self) -> Iterator[int]:
        """Numbers of items that have come to a stage which was not told yet."""
        found = waiting_items(self.wait, self._in_time_from()).filter(county=self.county, standard__in=self.terms)
        rows = found.annotate(told=_last_told(self.wait)).order_by("pk")
        for pk, began, told, *alike in rows.values_list("pk", "began", "told", *self._names):
            if self.owed(Alike(*alike)).stage(timezone.localdate(began)).rank > (told or 0):
                yield pk

    def owed(self, alike: Alike) -> Owed:
        """Who owes the step of items like these."""
        if alike not in self.known:
            like = self._like(alike)
            links = self.owing.up_from(like, self.wait) or self.owing.chain(like)
            level = level_of(links[0].post if links else None, alike.region_code)
            terms = self.terms[alike.standard]
            self.known[alike] = Owed(links, level, alike.region_code, terms, self.wait, self.owing.on)
        return self.known[alike]

    def alike(self, item: Item) -> Alike:
        """What an item has in common with others."""
        return Alike(*(getattr(item, name) for name in self._names))

    @property
    def _names(self) -> tuple[str, ...]:
        return ("standard", "region_code", "department", "owner_post_id", *FIRST[self.wait])

    def _like(self, alike: Alike) -> Item:
        """An item like these, in memory alone."""
        first = dict(zip(FIRST[self.wait], (alike.by, alike.role), strict=False))
        return Item(
            region_code=alike.region_code,
            department=alike.department,
            owner_post=self._post(alike.owner_post_id),
            **first,
        )

    def _post(self, number: int | None) -> Post | None:
        if number is None:
            return None
        if not self.posts:
            owners = Item.objects.filter(WAITING[self.wait], county=self.county).values("owner_post")
            self.posts = Post.objects.in_bulk(list(Post.objects.filter(pk__in=owners).values_list("pk", flat=True)))
        if number not in self.posts:  # given to it since the owners were read
            self.posts[number] = Post.objects.get(pk=number)
        return self.posts[number]

    def _in_time_from(self) -> date:
        """Whatever waits since this day or later is in time: working days are no more than days, and no level has fewer than the least."""
        least = min(
            terms.of_step(self.wait, level) + terms.waiting[0] for terms in self.terms.values() for level in Level
        )
        return self.owing.on - timedelta(days=least - 1)


def waiting_items(wait: Wait, on: date) -> QuerySet[Item]:
    """Items that wait for a step since before a day, with `began`: since when."""
    midnight = timezone.make_aware(datetime.combine(on, time()))
    return Item.objects.filter(WAITING[wait]).annotate(began=began_at(wait)).filter(began__lt=midnight)


def _last_told(wait: Wait) -> Subquery:
    """The last stage of a wait that was told, as a column beside `began`."""
    told = Awaited.objects.filter(item=OuterRef("pk"), wait=wait, began=OuterRef("began"))
    return Subquery(told.order_by("-rank").values("rank")[:1])
