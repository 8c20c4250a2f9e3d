"""Posts of a place and of all above it on a day, with who holds them: read once, asked for any village below."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from diguan.domain.prepared import Prepared
from diguan.domain.regions.queries import region_tree, subtree
from diguan.domain.responsibility.choices import OWNS, Level, PostKind
from diguan.domain.responsibility.models import Officer, Post, Tenure
from diguan.domain.responsibility.queries.days import in_force, open_on

# Above one place there are few posts, and pages of households ask for them each time.
ABOVE = Prepared(lambda units, on: Post.objects.filter(open_on(on), region_code__in=units))
ORDER = {kind.value: place for place, kind in enumerate(PostKind)}


@dataclass(frozen=True, slots=True)
class Link:
    """A post of the chain. `holder`: who holds it on the day; `vacant_since`: from which day on nobody does, None while it is held."""

    post: Post
    tenure: Tenure | None
    vacant_since: date | None

    @property
    def holder(self) -> Officer | None:
        """Who holds it."""
        return self.tenure.officer if self.tenure else None

    @property
    def account_id(self) -> int | None:
        """Account of who holds it."""
        return self.holder.account_id if self.holder else None


@dataclass(frozen=True, slots=True)
class Chart:
    """Links by full code of the unit, in the order of kinds, on a day."""

    on: date
    links: Mapping[str, tuple[Link, ...]] = field(default_factory=dict)

    def chain(self, region_code: str, department: str = "") -> tuple[Link, ...]:
        """From a unit up to the top: every post of each unit, of departments the one that is asked for."""
        wanted = (link for code in _upwards(region_code) for link in self.links.get(code, ()))
        return tuple(link for link in wanted if link.post.department in ("", department))

    def owner(self, region_code: str, department: str = "") -> Post | None:
        """Who answers for a problem: the department's post, the lowest that is held; else the unit's own, else the next above.

        A vacant post owns only where nobody at all can: a problem without a person is worse than one that is far away.
        """
        candidates = [*self._of_department(region_code, department), *self._of_units(region_code)]
        held = (link.post for link in candidates if link.tenure)
        return next(held, candidates[0].post if candidates else None)

    def _of_department(self, region_code: str, department: str) -> list[Link]:
        return [link for link in self.chain(region_code, department) if department and link.post.department]

    def _of_units(self, region_code: str) -> list[Link]:
        found: list[Link] = []
        for code in _upwards(region_code):
            here = self.links.get(code, ())
            for kind in OWNS[_level(code)]:
                found += [link for link in here if link.post.kind == kind]
        return found


def chart_of(region_code: str, on: date, *, below: bool = True) -> Chart:
    """Posts of a unit, of all above it, and with `below` of all below it, on a day; two questions to the database."""
    above = _upwards(region_code)
    if not below:
        posts = sorted(ABOVE.ask(units=above, on=on), key=place_of)
        return Chart(on, _by_unit(_linked(posts, Q(post__in=[post.pk for post in posts]), on)))
    low, high = subtree(region_code)
    where = Q(region_code__in=above) | Q(region_code__gte=low, region_code__lt=high)
    return Chart(on, _by_unit(links_of(Post.objects.filter(where & open_on(on)), on)))


def chain_of(region_code: str, department: str, on: date) -> tuple[Link, ...]:
    """The chain of a place on a day, from its own unit up to the top."""
    return chart_of(region_code, on, below=False).chain(region_code, department)


def owner_for(region_code: str, department: str, on: date) -> Post | None:
    """The post that owns a new problem of a place; ask a chart when there are many. None where no post is open."""
    return chart_of(region_code, on, below=False).owner(region_code, department)


def holder_of(post: Post, on: date) -> Officer | None:
    """Who holds a post on a day."""
    held = Tenure.objects.filter(in_force(on), post=post).select_related("officer").first()
    return held.officer if held else None


def posts_of(account_id: int, on: date) -> tuple[Post, ...]:
    """Posts that somebody with an account holds on a day."""
    held = Tenure.objects.filter(in_force(on), officer__account_id=account_id).values("post_id")
    found = Post.objects.filter(open_on(on), pk__in=held)
    return tuple(sorted(found, key=place_of))


def links_of(posts: QuerySet[Post], on: date) -> list[Link]:
    """Posts with who holds them on a day, in the order of units and kinds; two questions, however many posts."""
    return _linked(sorted(posts, key=place_of), Q(post__in=posts.order_by().values("pk")), on)


def _linked(rows: Sequence[Post], where: Q, on: date) -> list[Link]:
    """Posts in order with who holds them; `where`: tenures of these posts."""
    if not rows:
        return []
    begun = Tenure.objects.filter(where, since_on__lte=on).select_related("officer")
    held: dict[int, Tenure] = {}
    ended: dict[int, date] = {}
    for tenure in begun.order_by("since_on", "id"):
        if tenure.until_on is None or tenure.until_on > on:
            held[tenure.post_id] = tenure
        else:
            ended[tenure.post_id] = max(tenure.until_on, ended.get(tenure.post_id, tenure.until_on))
    return [_link(row, held.get(row.pk), ended.get(row.pk)) for row in rows]


def place_of(post: Post) -> tuple[str, int, str, int]:
    """Where a post stands in lists: by unit, kind, department, seat."""
    return post.region_code, ORDER[post.kind], post.department, post.seat


def _link(post: Post, tenure: Tenure | None, ended: date | None) -> Link:
    return Link(post, tenure, None if tenure else ended or post.opened_on)


def _by_unit(links: Iterable[Link]) -> dict[str, tuple[Link, ...]]:
    found: dict[str, list[Link]] = {}
    for link in links:
        found.setdefault(link.post.region_code, []).append(link)
    return {code: tuple(held) for code, held in found.items()}


def _level(region_code: str) -> Level:
    tree = region_tree()
    return Level(tree.levels[tree.form.scheme.level_number(region_code) - 1].id)


def _upwards(region_code: str) -> list[str]:
    """A unit and all above it, the lowest first; from the code alone, so that one that is no more can still be asked about."""
    scheme = region_tree().form.scheme
    level = scheme.level_number(region_code)
    above = (scheme.ancestor(region_code, each) for each in range(level - 1, 0, -1))
    return [region_code, *(code for code in above if code)]
