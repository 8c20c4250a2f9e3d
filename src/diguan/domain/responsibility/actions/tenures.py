"""Who holds a post from when to when: appointing, ending, moving from post to post."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from diguan.domain.accounts.choices import Act
from diguan.domain.responsibility.actions.rights import give, withdraw
from diguan.domain.responsibility.choices import REASON_LENGTH, Rights
from diguan.domain.responsibility.models import Officer, Post, Tenure
from diguan.domain.responsibility.queries.reach import officer_of, post_of, tenure_of
from diguan.domain.responsibility.recording import Actor, Deed, Said, record
from diguan.domain.responsibility.refusals import (
    UnableToAppoint,
    UnableToEndTenure,
    require_order,
    require_reason,
)
from diguan.engine.documents import Label


@dataclass(frozen=True, slots=True)
class Appointed:
    """A tenure that has begun or will, and what became of the role that the post gives."""

    tenure: Tenure
    rights: Rights


@transaction.atomic
def appoint(  # noqa: PLR0913  an appointment has as many parts
    *,
    post_id: int,
    officer_id: int,
    since_on: date,
    until_on: date | None = None,
    reason: str,
    actor: Actor,
    at: datetime,
    on: date,
) -> Appointed:
    """Somebody holds a post from a day on. An officer with an account gets the post's role while it lasts, if the actor manages accounts.

    UnableToAppoint while somebody else holds it, or outside the days of the post; the rights of others are never touched.
    """
    post = post_of(actor, post_id, Act.MANAGE_POSTS)
    officer = officer_of(actor, officer_id, Act.MANAGE_POSTS)
    deed = Deed(actor, at, on, require_reason(UnableToAppoint, reason))
    require_order(UnableToAppoint, since_on, until_on)
    return place(post, officer, (since_on, until_on), deed)


def place(post: Post, officer: Officer, days: tuple[date, date | None], deed: Deed) -> Appointed:
    """The appointment itself, of a post and an officer that the actor may change."""
    since_on, until_on = days
    post = Post.objects.select_for_update().get(pk=post.pk)
    _refuse_days(post, since_on, until_on)
    _refuse_held(post, since_on, until_on)
    try:
        with transaction.atomic():
            tenure = Tenure.objects.create(
                post=post,
                officer=officer,
                since_on=since_on,
                until_on=until_on,
                reason=deed.reason[:REASON_LENGTH],
            )
    except IntegrityError as error:  # somebody else was faster: the database has the last word
        raise _held(since_on, None) from error
    said: dict[str, Said] = {"post": post.pk, "officer": officer.pk, "since_on": since_on, "until_on": until_on}
    record("appoint", "tenure", tenure.pk, post.region_code, deed, **said)
    return Appointed(tenure, give(tenure, deed))


@transaction.atomic
def end_tenure(*, tenure_id: int, until_on: date, reason: str, actor: Actor, at: datetime, on: date) -> Tenure:
    """Ends a tenure on a day, the first without it; the role that it gave ends with it, today at the earliest."""
    tenure = tenure_of(actor, tenure_id, Act.MANAGE_POSTS)
    return end(tenure, until_on, Deed(actor, at, on, require_reason(UnableToEndTenure, reason)))


def end(tenure: Tenure, until_on: date, deed: Deed) -> Tenure:
    """The end itself, of a tenure that the actor may change."""
    if until_on < tenure.since_on:
        raise UnableToEndTenure(
            Label(f"离任日早于任职日 {tenure.since_on}", f"the day lies before the beginning, {tenure.since_on}"),
            Label("填任职日或以后的日期", "give that day or a later one"),
            "until_on",
        )
    if tenure.until_on is not None and tenure.until_on <= until_on:
        raise UnableToEndTenure(
            Label(f"任职已定于 {tenure.until_on} 结束", f"the tenure ends on {tenure.until_on} already"),
            Label("只能提前，不能推后；需要延长请另行任命", "it can end earlier, not later; appoint anew to go on"),
            "until_on",
        )
    tenure.until_on = until_on
    tenure.ended_reason = deed.reason[:REASON_LENGTH]
    tenure.save(update_fields=["until_on", "ended_reason"])
    withdraw(tenure, deed)
    record("end_tenure", "tenure", tenure.pk, tenure.post.region_code, deed, post=tenure.post_id, until_on=until_on)
    return tenure


@transaction.atomic
def move_officer(  # noqa: PLR0913  a move has as many parts
    *, tenure_id: int, post_id: int, moved_on: date, reason: str, actor: Actor, at: datetime, on: date
) -> Appointed:
    """Somebody leaves one post and holds another from the same day on; both or neither."""
    left = end_tenure(tenure_id=tenure_id, until_on=moved_on, reason=reason, actor=actor, at=at, on=on)
    return appoint(
        post_id=post_id, officer_id=left.officer_id, since_on=moved_on, reason=reason, actor=actor, at=at, on=on
    )


def _refuse_days(post: Post, since_on: date, until_on: date | None) -> None:
    ends = post.closed_on
    if since_on >= post.opened_on and (ends is None or (until_on is not None and until_on <= ends)):
        return
    shown = ends or Label("至今", "today")
    last = (shown.zh, shown.en) if isinstance(shown, Label) else (shown, shown)
    raise UnableToAppoint(
        Label(
            f"岗位设立于 {post.opened_on}，存续到 {last[0]}", f"the post is there from {post.opened_on} to {last[1]}"
        ),
        Label("任职的日子须在其中", "the days of the tenure must lie within"),
        "since_on",
    )


def _refuse_held(post: Post, since_on: date, until_on: date | None) -> None:
    others = post.tenures.filter(Q(until_on=None) | Q(until_on__gt=since_on))
    if until_on is not None:
        others = others.filter(since_on__lt=until_on)
    for other in others.order_by("since_on"):
        if other.until_on is None or other.until_on > other.since_on:
            raise _held(other.since_on, other.until_on)


def _held(since_on: date, until_on: date | None) -> UnableToAppoint:
    zh, en = (f"到 {until_on}", f"to {until_on}") if until_on else ("起", "on")
    return UnableToAppoint(
        Label(f"这个岗位自 {since_on} {zh}已有人任职", f"somebody holds the post from {since_on} {en}"),
        Label("先结束那次任职，或改任职日期", "end that tenure first, or choose other days"),
        "since_on",
    )
