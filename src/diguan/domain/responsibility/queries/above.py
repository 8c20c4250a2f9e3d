"""Whom a problem goes up to, step by step: its owner, then whoever answers for each unit above."""

from collections.abc import Iterator

from diguan.domain.regions.queries import region_tree
from diguan.domain.responsibility.choices import OWNS, Level
from diguan.domain.responsibility.models import Post
from diguan.domain.responsibility.queries.chart import Chart, Link


def superiors(chart: Chart, owner: Post | None, region_code: str) -> tuple[Link, ...]:
    """The owner, then of every unit above it the post that answers for it (a held one before a vacant one), up to the top.

    A department's problem goes up to whoever answers for the department's own unit first. Without an owner it begins at the place.
    """
    found = list(_own(chart, owner))
    for code in _units(owner, region_code):
        here = [link for link in chart.links.get(code, ()) if owner is None or link.post.pk != owner.pk]
        answering = [
            link for kind in OWNS[Level(region_tree().level(code).id)] for link in here if link.post.kind == kind
        ]
        found += [link for link in answering if link.tenure][:1] or answering[:1]
    return tuple(found)


def _own(chart: Chart, owner: Post | None) -> Iterator[Link]:
    if owner is not None:
        yield from (link for link in chart.links.get(owner.region_code, ()) if link.post.pk == owner.pk)


def _units(owner: Post | None, region_code: str) -> list[str]:
    """Units whose heads follow, the lowest first."""
    tree = region_tree()
    start = region_code if owner is None else owner.region_code
    above = [unit.code for unit in reversed(tree.ancestors(start))]
    return [start, *above] if owner is None or owner.department else above
