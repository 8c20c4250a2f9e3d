"""Whose a new problem is: the post that answers for its place and department on a day, asked once for every pair of the two."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import pyarrow as pa

from diguan.domain.ledger.choices import Level
from diguan.domain.regions.queries import region_tree
from diguan.domain.responsibility.choices import PostKind
from diguan.domain.responsibility.models import Post
from diguan.domain.responsibility.queries import chart_of

COUNTY_DIGITS = 6
OWNERS = pa.schema(
    [("region_code", pa.string()), ("department", pa.string()), ("owner_post_id", pa.int64()), ("level", pa.string())]
)


@dataclass(frozen=True, slots=True)
class Owner:
    """A post, or none where no post is open; and the level on which the problem lies."""

    post: Post | None
    level: Level


def level_of(post: Post | None, region_code: str) -> Level:
    """The level of a post, a department beside them; without a post that of the place."""
    if post is not None:
        return Level.DEPARTMENT if post.kind == PostKind.DEPARTMENT else Level(post.level)
    tree = region_tree()
    return Level(tree.level(region_code).id) if region_code in tree else Level.VILLAGE


def owners_of(pairs: Iterable[tuple[str, str]], on: date) -> dict[tuple[str, str], Owner]:
    """The owner of every pair of place and department; a place that the tree does not know has none."""
    found: dict[tuple[str, str], Owner] = {}
    for county, own in groupby(sorted(pairs), lambda pair: pair[0][:COUNTY_DIGITS]):
        top = county.ljust(12, "0")
        chart = chart_of(top, on) if top in region_tree() else None
        for region_code, department in own:
            known = chart is not None and region_code in region_tree()
            post = chart.owner(region_code, department) if chart is not None and known else None
            found[region_code, department] = Owner(post, level_of(post, region_code))
    return found


def owners_table(owners: dict[tuple[str, str], Owner]) -> pa.Table:
    """The same as a table for DuckDB."""
    rows = [
        {
            "region_code": region_code,
            "department": department,
            "owner_post_id": owner.post.pk if owner.post else None,
            "level": str(owner.level),
        }
        for (region_code, department), owner in owners.items()
    ]
    return pa.Table.from_pylist(rows, schema=OWNERS)
