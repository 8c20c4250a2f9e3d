"""Rows of posts into posts and who holds them: what is there stays, a post that changes hands is handed over."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from diguan.domain.refusals import UnableToAct
from diguan.domain.regions.queries import subtree
from diguan.domain.responsibility.actions.posts import opened, require_fit
from diguan.domain.responsibility.actions.sheets.merging import Means, merge, overlaps, told
from diguan.domain.responsibility.actions.sheets.officers import Officers
from diguan.domain.responsibility.actions.sheets.outcome import Outcome
from diguan.domain.responsibility.actions.tenures import end, place
from diguan.domain.responsibility.choices import SEVERAL, TITLE_LENGTH, PostKind, Rights
from diguan.domain.responsibility.models import Officer, Post, Tenure
from diguan.domain.responsibility.recording import Deed, record
from diguan.exchange.posts import PostRow

Key = tuple[str, str, str]  # unit, kind, department


@dataclass(slots=True)
class Posts:
    """Takes rows of posts."""

    region_code: str
    officers: Officers
    outcome: Outcome
    deed: Deed
    _posts: dict[Key, list[Post]] = field(default_factory=dict)
    _tenures: dict[int, list[Tenure]] = field(default_factory=dict)
    _seen: Counter[Key] = field(default_factory=Counter)

    def take(self, rows: Sequence[PostRow], *, lenient: bool = False) -> None:
        """Every row. `lenient`: what the same officer holds already on other days is no contradiction."""
        self._read()
        for row in rows:
            try:
                require_fit(PostKind(row.kind), row.region_code, row.department)
            except UnableToAct as error:
                self.outcome.refuse_act(row.where, error)
            else:
                self._take(row, lenient=lenient)

    def _take(self, row: PostRow, *, lenient: bool) -> None:
        """One row, wholly or not at all; who is named is known from then on in any case."""
        key = (row.region_code, row.kind, row.department)
        self._seen[key] += 1
        if row.person is None or row.since_on is None:
            self._stand(key, row)
            return
        officer = self.officers.officer(row.person, row.region_code, row.where)
        if officer is None:
            return
        before = Counter(self.outcome.counts)
        try:
            with transaction.atomic():
                self._hold(key, row, officer, (row.since_on, row.until_on), lenient=lenient)
        except UnableToAct as error:
            self.outcome.counts = before
            self.outcome.refuse_act(row.where, error)
            self._read()  # what was made and undone is known no more

    def _read(self) -> None:
        low, high = subtree(self.region_code)
        posts = Post.objects.filter(region_code__gte=low, region_code__lt=high, closed_on=None)
        self._posts, self._tenures = {}, {}
        for post in posts.order_by("seat", "id"):
            self._posts.setdefault((post.region_code, post.kind, post.department), []).append(post)
        held = Tenure.objects.filter(post__in=posts.order_by().values("pk")).select_related(
            "post", "officer__account", "grant"
        )
        for tenure in held.order_by("since_on", "id"):
            self._tenures.setdefault(tenure.post_id, []).append(tenure)

    def _stand(self, key: Key, row: PostRow) -> None:
        """A row without a person: the post is there, or is opened."""
        if len(self._posts.get(key, [])) < (self._seen[key] if PostKind(row.kind) in SEVERAL else 1):
            self._open(key, row, row.since_on or self.deed.on)
        else:
            self.outcome.counts["unchanged"] += 1

    def _hold(self, key: Key, row: PostRow, officer: Officer, days: tuple[date, date | None], *, lenient: bool) -> None:
        there = self._posts.get(key, [])
        mine = [t for post in there for t in self._tenures.get(post.pk, []) if t.officer_id == officer.pk]
        merged = merge(mine, *days)
        spell = merged.spell
        if spell is None:
            self._begin(key, row, officer, days)
        elif merged.means is Means.SAME or (lenient and merged.means is Means.AGAINST):
            self.outcome.counts["unchanged"] += 1
        elif merged.means is Means.END and days[1] is not None:
            end(spell, days[1], self._deed(row))
            self.outcome.counts["tenures_ended"] += 1
        else:
            self.outcome.refuse(row.where, *told(spell))

    def _begin(self, key: Key, row: PostRow, officer: Officer, days: tuple[date, date | None]) -> None:
        post = self._seat(key, row, days)
        if post is None:
            return
        if days[0] < post.opened_on:
            self._open_earlier(post, days[0], row)
        made = place(post, officer, days, self._deed(row))
        self._tenures.setdefault(post.pk, []).append(made.tenure)
        self.outcome.counts["tenures_begun"] += 1
        self.outcome.waiting += made.rights is Rights.WAITING

    def _seat(self, key: Key, row: PostRow, days: tuple[date, date | None]) -> Post | None:
        """The post that is free on these days, or becomes free because the row says who follows; None where the row stands against one."""
        there = sorted(self._posts.get(key, []), key=lambda post: post.title != row.title)
        for post in there:
            if not any(overlaps(tenure, *days) for tenure in self._tenures.get(post.pk, [])):
                return post
        if not there or PostKind(row.kind) in SEVERAL:
            return self._open(key, row, days[0])
        held = [tenure for tenure in self._tenures[there[0].pk] if overlaps(tenure, *days)]
        if len(held) == 1 and held[0].until_on is None and held[0].since_on < days[0]:
            end(held[0], days[0], self._deed(row))
            self.outcome.counts["handed_over"] += 1
            return there[0]
        self.outcome.refuse(row.where, *told(held[0]))
        return None

    def _open(self, key: Key, row: PostRow, opened_on: date) -> Post:
        post = opened(row.region_code, PostKind(row.kind), row.department, row.title, opened_on, self._deed(row))
        self._posts.setdefault(key, []).append(post)
        self.outcome.counts["posts_opened"] += 1
        return post

    def _open_earlier(self, post: Post, opened_on: date, row: PostRow) -> None:
        post.opened_on = opened_on
        post.title = post.title or row.title[:TITLE_LENGTH]
        post.save(update_fields=["opened_on", "title"])
        record("open_post", "post", post.pk, post.region_code, self._deed(row), kind=post.kind, opened_on=opened_on)

    def _deed(self, row: PostRow) -> Deed:
        return Deed(self.deed.actor, self.deed.at, self.deed.on, row.where.said)
