"""Posts: those of a unit with who holds them, one over time, the chain of a place."""

from datetime import date

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema

from diguan.domain.accounts.permissions import Act
from diguan.domain.regions.queries import resolve_region
from diguan.domain.responsibility.models import Post
from diguan.domain.responsibility.queries.chart import Link, chain_of, links_of, owner_for
from diguan.domain.responsibility.queries.days import open_on
from diguan.domain.responsibility.queries.reach import post_of
from diguan.rest.frame.callers import needs, viewer_from
from diguan.rest.frame.clock import today
from diguan.rest.frame.values import Asked, Day, Number, Word
from diguan.rest.items.shapes import ChainPost, PostSaid

router = Router(tags=["posts"])


class PostsAsked(Asked):
    """Of which unit, on which day."""

    region_code: Word
    on: Day | None = None


class ChainAsked(PostsAsked):
    """And for which department's problem."""

    department: Word = ""


class Posts(Schema):
    """Posts of a unit on a day, in the order of kinds."""

    on: date
    rows: list[ChainPost]


class Chain(Posts):
    """From a unit up to the top; `owner`: the post whose a new problem of the place would be."""

    owner: PostSaid | None


class Tenure(Schema):
    """Who held a post from when until when; `until_on` is the first day without."""

    officer: str
    since_on: date
    until_on: date | None


class PostOne(ChainPost):
    """A post with its holders, newest first."""

    opened_on: date
    closed_on: date | None
    tenures: list[Tenure]


@router.get("/posts", response=Posts, operation_id="list_posts")
@needs(Act.SEE)
def list_posts(request: HttpRequest, asked: Query[PostsAsked]) -> Posts:
    """The posts of a unit."""
    on, unit = asked.on or today(), resolve_region(asked.region_code, viewer_from(request).scopes(Act.SEE))
    links = links_of(Post.objects.filter(open_on(on), region_code=unit), on)
    return Posts(on=on, rows=[_link(link) for link in links])


@router.get("/posts/{int:number}", response=PostOne, operation_id="get_post")
@needs(Act.SEE)
def get_post(request: HttpRequest, number: Path[Number]) -> PostOne:
    """A post with its holders over time."""
    post, on = post_of(viewer_from(request), number), today()
    (link,) = links_of(Post.objects.filter(pk=post.pk), on)
    tenures = post.tenures.select_related("officer").order_by("-since_on", "-id")
    return PostOne(
        **_link(link).model_dump(),
        opened_on=post.opened_on,
        closed_on=post.closed_on,
        tenures=[Tenure(officer=t.officer.name, since_on=t.since_on, until_on=t.until_on) for t in tenures],
    )


@router.get("/chain", response=Chain, operation_id="get_chain")
@needs(Act.SEE)
def get_chain(request: HttpRequest, asked: Query[ChainAsked]) -> Chain:
    """Who answers for a place, from its own unit up to the top."""
    on, unit = asked.on or today(), resolve_region(asked.region_code, viewer_from(request).scopes(Act.SEE))
    owner = owner_for(unit, asked.department, on)
    rows = [_link(link) for link in chain_of(unit, asked.department, on)]
    return Chain(on=on, rows=rows, owner=None if owner is None else PostSaid.of(owner))


def _link(link: Link) -> ChainPost:
    holder = link.holder.name if link.holder else None
    return ChainPost(post=PostSaid.of(link.post), holder=holder, vacant_since=link.vacant_since)
