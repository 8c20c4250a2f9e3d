"""The tree of responsibility, unit by unit: the posts of one, and how it stands below each unit under it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Substr

from diguan.domain.accounts.choices import Act
from diguan.domain.accounts.permissions import Viewer, scoped
from diguan.domain.regions.queries import children_within, region_tree, subtree, tops, within
from diguan.domain.responsibility.models import Helping, Post, Tenure
from diguan.domain.responsibility.queries.chart import Link, links_of
from diguan.domain.responsibility.queries.days import in_force, open_on
from diguan.engine.regions import Region


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit: its own posts, and how many there are at and below it, how many of them vacant, and how many households are helped."""

    unit: Region
    links: tuple[Link, ...]
    posts: int
    vacant: int
    helped: int
    leads_on: bool


def first_branches(viewer: Viewer, on: date) -> list[Branch]:
    """The highest units that the viewer sees."""
    units = tops(viewer.scopes(Act.SEE))
    return _branches(viewer, units, on)


def branches_below(viewer: Viewer, region_code: str, on: date) -> list[Branch]:
    """The units one level below, as far as the viewer sees them."""
    return _branches(viewer, children_within(region_code, viewer.scopes(Act.SEE)), on)


def _branches(viewer: Viewer, units: list[Region], on: date) -> list[Branch]:
    if not units:
        return []
    seen = [unit.code for unit in units if within(unit.code, viewer.scopes(Act.SEE))]
    links: dict[str, list[Link]] = {}
    for link in links_of(Post.objects.filter(open_on(on), region_code__in=seen), on):
        links.setdefault(link.post.region_code, []).append(link)
    posts, vacant, helped = _counts(viewer, units, on)
    deepest = len(region_tree().levels)
    return [
        Branch(
            unit,
            tuple(links.get(unit.code, ())),
            posts.get(unit.code, 0),
            vacant.get(unit.code, 0),
            helped.get(unit.code, 0),
            unit.level < deepest,
        )
        for unit in units
    ]


def _counts(viewer: Viewer, units: list[Region], on: date) -> tuple[Mapping[str, int], ...]:
    """Posts, vacant posts and helped households by unit, two questions a level of units."""
    found: tuple[dict[str, int], ...] = ({}, {}, {})
    scheme = region_tree().form.scheme
    for level in {unit.level for unit in units}:
        width = scheme.widths[level - 1]
        heads = {unit.code[:width]: unit.code for unit in units if unit.level == level}
        low, high = min(heads.values()), subtree(max(heads.values()))[1]
        between = Q(region_code__gte=low, region_code__lt=high)
        held = Exists(Tenure.objects.filter(in_force(on), post=OuterRef("pk")))
        rows = scoped(Post.objects.filter(open_on(on) & between), viewer).annotate(
            held=held, head=Substr("region_code", 1, width)
        )
        for head, count, of_them in (
            rows.order_by()
            .values("head")
            .annotate(n=Count("pk"), free=Count("pk", filter=Q(held=False)))
            .values_list("head", "n", "free")
        ):
            if head in heads:
                found[0][heads[head]], found[1][heads[head]] = count, of_them
        helping = scoped(Helping.objects.filter(in_force(on) & between), viewer).annotate(
            head=Substr("region_code", 1, width)
        )
        for head, count in (
            helping.order_by()
            .values("head")
            .annotate(n=Count("household_number", distinct=True))
            .values_list("head", "n")
        ):
            if head in heads:
                found[2][heads[head]] = count
    return found
