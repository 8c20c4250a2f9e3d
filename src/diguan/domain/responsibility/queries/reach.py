"""Rows that somebody may see or change. Without a viewer it is the command line, which reaches everything."""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from diguan.domain.accounts.permissions import Act, Viewer, scoped
from diguan.domain.responsibility.models import Helping, Officer, Post, Tenure
from diguan.domain.responsibility.refusals import not_found

Rows = TypeVar("Rows", bound=Model)
Actor = Viewer | None


def reached(rows: QuerySet[Rows], actor: Actor, act: Act, field: str = "region_code") -> QuerySet[Rows]:
    """Rows whose code lies where the actor may do an act."""
    return rows if actor is None else scoped(rows, actor, act, field)


def officers(actor: Actor, act: Act = Act.SEE) -> QuerySet[Officer]:
    """Officers who are kept in the actor's region, or hold a post or help there."""
    if actor is None:
        return Officer.objects.all()
    posts = scoped(Tenure.objects.filter(officer=OuterRef("pk")), actor, act, "post__region_code")
    helping = scoped(Helping.objects.filter(officer=OuterRef("pk")), actor, act)
    kept = scoped(Officer.objects.all(), actor, act).values("pk")
    return Officer.objects.filter(Q(pk__in=kept) | Exists(posts) | Exists(helping))


def post_of(actor: Actor, post_id: int, act: Act = Act.SEE) -> Post:
    """The post; refused like one that is not there where the actor may not do the act."""
    return _one(reached(Post.objects.filter(pk=post_id), actor, act), "岗位", "post")


def officer_of(actor: Actor, officer_id: int, act: Act = Act.SEE) -> Officer:
    """The officer; refused like one who is not there where the actor may not do the act."""
    return _one(officers(actor, act).filter(pk=officer_id), "干部", "officer")


def tenure_of(actor: Actor, tenure_id: int, act: Act = Act.SEE) -> Tenure:
    """The tenure with its post and officer."""
    found = reached(Tenure.objects.filter(pk=tenure_id), actor, act, "post__region_code")
    return _one(found.select_related("post", "officer"), "任职", "tenure")


def helping_of(actor: Actor, helping_id: int, act: Act = Act.SEE) -> Helping:
    """Who helps a household, with the officer."""
    found = reached(Helping.objects.filter(pk=helping_id), actor, act)
    return _one(found.select_related("officer"), "帮扶安排", "helping")


def _one(rows: Iterable[Rows], zh: str, en: str) -> Rows:
    for row in rows:
        return row
    raise not_found(zh, en)
