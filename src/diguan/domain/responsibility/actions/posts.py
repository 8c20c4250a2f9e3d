"""Opening and closing posts."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, Q

from diguan.domain.accounts.choices import Act
from diguan.domain.accounts.queries import departments
from diguan.domain.regions.queries import region_of, region_tree
from diguan.domain.responsibility.choices import SEVERAL, STANDS_ON, TITLE_LENGTH, Level, PostKind
from diguan.domain.responsibility.models import Post
from diguan.domain.responsibility.queries.reach import post_of
from diguan.domain.responsibility.recording import Actor, Deed, record
from diguan.domain.responsibility.refusals import UnableToClosePost, UnableToOpenPost, require_reason
from diguan.engine.documents import Label


@transaction.atomic
def open_post(  # noqa: PLR0913  a post has as many parts
    *,
    region_code: str,
    kind: PostKind,
    department: str = "",
    title: str = "",
    opened_on: date,
    reason: str,
    actor: Actor,
    at: datetime,
    on: date,
) -> Post:
    """A post from a day on. Of kinds that a unit may have several of, the next free seat; UnableToOpenPost says what stands against it."""
    region = region_of(region_code)
    if actor and not actor.may(Act.MANAGE_POSTS, region.code):
        message = Label("您不管理这个区划的岗位", "you do not manage the posts of this unit")
        raise UnableToOpenPost(message, Label("请选您管理的区划", "choose a unit of yours"), "region_code")
    deed = Deed(actor, at, on, require_reason(UnableToOpenPost, reason))
    require_fit(kind, region.code, department)
    return opened(region.code, kind, department, title, opened_on, deed)


def opened(region_code: str, kind: PostKind, department: str, title: str, opened_on: date, deed: Deed) -> Post:
    """The post itself, in a unit that the actor may change; refused where the unit has it already."""
    post = Post.objects.create(
        region_code=region_code,
        level=region_tree().level(region_code).id,
        kind=kind.value,
        department=department,
        seat=_free_seat(region_code, kind, department, opened_on),
        title=title.strip()[:TITLE_LENGTH],
        opened_on=opened_on,
    )
    record("open_post", "post", post.pk, region_code, deed, kind=kind.value, opened_on=opened_on)
    return post


@transaction.atomic
def close_post(*, post_id: int, closed_on: date, reason: str, actor: Actor, at: datetime, on: date) -> Post:
    """Closes a post on a day, the first without it. Refused while somebody holds it on that day or later."""
    post = post_of(actor, post_id, Act.MANAGE_POSTS)
    deed = Deed(actor, at, on, require_reason(UnableToClosePost, reason))
    if post.closed_on is not None:
        message = Label(f"岗位已于 {post.closed_on} 撤销", f"the post was closed on {post.closed_on}")
        raise UnableToClosePost(message, Label("不必再撤", "there is nothing left to close"), "closed_on")
    if closed_on < post.opened_on:
        raise UnableToClosePost(
            Label(f"撤销日早于设立日 {post.opened_on}", f"the day lies before the day of opening, {post.opened_on}"),
            Label("填设立日或以后的日期", "give that day or a later one"),
            "closed_on",
        )
    if post.tenures.filter(Q(until_on=None) | Q(until_on__gt=closed_on)).exists():
        raise UnableToClosePost(
            Label("到那一天还有人任职", "somebody holds it on that day"),
            Label("先结束任职，再撤岗位", "end the tenure first, then close the post"),
            "closed_on",
        )
    post.closed_on = closed_on
    post.save(update_fields=["closed_on"])
    record("close_post", "post", post.pk, post.region_code, deed, closed_on=closed_on)
    return post


def require_fit(kind: PostKind, region_code: str, department: str) -> None:
    """Refused where the kind does not stand on the level of the unit, or the department is missing, unknown or too much."""
    if Level(region_tree().level(region_code).id) not in STANDS_ON[kind]:
        raise UnableToOpenPost(
            Label("这一级没有这种岗位", "there is no post of this kind on this level"),
            Label("换一种岗位或换一级区划", "choose another kind or a unit of another level"),
            "kind",
        )
    if (kind is PostKind.DEPARTMENT) != bool(department) or (department and department not in departments()):
        raise UnableToOpenPost(
            Label("行业部门岗位须写明部门，其他岗位不写", "a post of a department names one, other posts name none"),
            Label("可用：" + "、".join(departments()), "known: " + ", ".join(departments())),
            "department",
        )


def _free_seat(region_code: str, kind: PostKind, department: str, opened_on: date) -> int:
    there = Post.objects.filter(region_code=region_code, kind=kind.value, department=department)
    open_then = there.filter(Q(closed_on=None) | Q(closed_on__gt=opened_on))
    if kind in SEVERAL:
        return int(open_then.aggregate(last=Max("seat"))["last"] or 0) + 1
    if open_then.exists():
        raise UnableToOpenPost(
            Label("这个单位已有这个岗位", "the unit has this post already"),
            Label("在原岗位上任命，或先撤销原岗位", "appoint somebody to it, or close it first"),
            "kind",
        )
    return 1
