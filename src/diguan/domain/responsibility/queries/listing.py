"""Posts and vacancies as plain values, for the machine itself."""

from datetime import date
from typing import Any

from diguan.domain.regions.queries import region_of, region_path, subtree
from diguan.domain.responsibility.models import Post
from diguan.domain.responsibility.queries.chart import links_of
from diguan.domain.responsibility.queries.days import open_on
from diguan.domain.responsibility.queries.standing import unhelped, vacancies


def posts_listed(region: str, on: date) -> list[dict[str, Any]]:
    """Posts of a unit and all below it ("": everywhere) with who holds them on a day."""
    posts = Post.objects.filter(open_on(on))
    if region:
        low, high = subtree(region_of(region).code)
        posts = posts.filter(region_code__gte=low, region_code__lt=high)
    return [
        {
            "post": link.post.pk,
            "region_code": link.post.region_code,
            "unit": region_path(link.post.region_code),
            "kind": link.post.kind,
            "department": link.post.department,
            "title": link.post.title,
            "holder": link.holder.name if link.holder else None,
            "since_on": link.tenure.since_on if link.tenure else None,
            "vacant_since": link.vacant_since,
        }
        for link in links_of(posts, on)
    ]


def vacancies_listed(region: str, on: date) -> dict[str, Any]:
    """Vacant posts, posts that were never set up, and how many households nobody helps."""
    code = region_of(region).code if region else ""
    rows = [
        {
            "region_code": each.region_code,
            "unit": region_path(each.region_code),
            "kind": each.kind,
            "department": each.department,
            "vacant_since": each.since_on,
        }
        for each in vacancies(None, on, code)
    ]
    return {"vacancies": rows, "unhelped": unhelped(None, on, code).count()}
