"""One post: who holds it and held it, and every act on it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from diguan.domain.accounts.permissions import Act
from diguan.domain.ledger.queries import Filter, items
from diguan.domain.refusals import UnableToAct
from diguan.domain.regions.queries import region_path
from diguan.domain.responsibility.actions.posts import close_post, open_post
from diguan.domain.responsibility.actions.rights import give_rights
from diguan.domain.responsibility.actions.tenures import appoint, end_tenure, move_officer
from diguan.domain.responsibility.choices import PostKind, Rights
from diguan.domain.responsibility.models import Post, Tenure
from diguan.domain.responsibility.queries.chart import links_of
from diguan.domain.responsibility.queries.reach import post_of, reached, tenure_of
from diguan.domain.responsibility.queries.rights import rights_of
from diguan.domain.responsibility.refusals import UnableToAppoint
from diguan.engine.documents import Label
from diguan.web.posts.acting import absent, act_page
from diguan.web.posts.forms import AppointForm, CloseForm, EndForm, MoveForm, OpenForm
from diguan.web.shared import clock
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import language, text


@require_GET
@needs(Act.SEE)
def one(request: HttpRequest, number: int) -> HttpResponse:
    """A post with its holders over time."""
    viewer, on = asked(request).viewer, clock.today()
    post = absent(lambda: post_of(viewer, number))
    (link,) = links_of(Post.objects.filter(pk=post.pk), on)
    context = {
        "post": post,
        "link": link,
        "rows": list(_rows(post, on)),
        "may_manage": viewer.may(Act.MANAGE_POSTS, post.region_code) and post.closed_on is None,
        "items": items(viewer, Filter(post=post.pk)).count(),
        "may_hand_over": viewer.may(Act.ASSIGN, post.region_code),
        "may_give": viewer.may(Act.MANAGE_ACCOUNTS, post.region_code),
    }
    return render(request, "posts/one.html", context)


def _rows(post: Post, on: date) -> Iterator[dict[str, Any]]:
    for tenure in post.tenures.select_related("officer__account", "grant", "post").order_by("-since_on", "-id"):
        ended = tenure.until_on is not None and tenure.until_on <= on
        state = "ended" if ended else "later" if tenure.since_on > on else "held"
        rights = rights_of(tenure, on)
        yield {
            "tenure": tenure,
            "state": f"posts:state.{state}",
            "open": not ended,
            "rights": f"posts:rights.{rights.value}",
            "waits": rights is Rights.WAITING,
        }


@require_http_methods(["GET", "POST"])
@needs(Act.MANAGE_POSTS)
def new(request: HttpRequest) -> HttpResponse:
    """A new post."""
    viewer = asked(request).viewer
    first = {"opened_on": clock.today(), "region_code": request.GET.get("region_code", "")}
    form = OpenForm(request.POST or None, viewer=viewer, initial=first)

    def act(said: dict[str, Any]) -> str:
        open_post(**said, actor=viewer, at=clock.now(), on=clock.today())
        return "opened"

    return act_page(request, form, "open", "", act, reverse("posts:tree"))


@require_http_methods(["GET", "POST"])
@needs(Act.MANAGE_POSTS)
def appoint_to(request: HttpRequest, number: int) -> HttpResponse:
    """Somebody holds the post."""
    viewer = asked(request).viewer
    post = absent(lambda: post_of(viewer, number, Act.MANAGE_POSTS))
    form = AppointForm(request.POST or None, viewer=viewer, initial={"since_on": clock.today()})

    def act(said: dict[str, Any]) -> str:
        officer = said.pop("officer")
        made = appoint(post_id=post.pk, officer_id=officer.pk, **said, actor=viewer, at=clock.now(), on=clock.today())
        return f"appointed_{made.rights.value}"

    return act_page(request, form, "appoint", called(post), act, reverse("posts:one", kwargs={"number": number}))


@require_http_methods(["GET", "POST"])
@needs(Act.MANAGE_POSTS)
def close(request: HttpRequest, number: int) -> HttpResponse:
    """The post is there no more."""
    viewer = asked(request).viewer
    post = absent(lambda: post_of(viewer, number, Act.MANAGE_POSTS))
    form = CloseForm(request.POST or None, viewer=viewer, initial={"closed_on": clock.today()})

    def act(said: dict[str, Any]) -> str:
        close_post(post_id=post.pk, **said, actor=viewer, at=clock.now(), on=clock.today())
        return "closed"

    return act_page(request, form, "close", called(post), act, reverse("posts:one", kwargs={"number": number}))


@require_http_methods(["GET", "POST"])
@needs(Act.MANAGE_POSTS)
def end(request: HttpRequest, number: int) -> HttpResponse:
    """A tenure ends, and the role that it gave."""
    viewer = asked(request).viewer
    tenure = absent(lambda: tenure_of(viewer, number, Act.MANAGE_POSTS))
    form = EndForm(request.POST or None, viewer=viewer, initial={"until_on": clock.today()})

    def act(said: dict[str, Any]) -> str:
        end_tenure(tenure_id=tenure.pk, **said, actor=viewer, at=clock.now(), on=clock.today())
        return "ended"

    return act_page(request, form, "end", _about(tenure), act, _post_page(tenure))


@require_http_methods(["GET", "POST"])
@needs(Act.MANAGE_POSTS)
def move(request: HttpRequest, number: int) -> HttpResponse:
    """Somebody goes from one post to a vacant one."""
    viewer = asked(request).viewer
    tenure = absent(lambda: tenure_of(viewer, number, Act.MANAGE_POSTS))
    form = MoveForm(request.POST or None, viewer=viewer, initial={"moved_on": clock.today()})

    def act(said: dict[str, Any]) -> str:
        goal = _vacant(request, said["region_code"], said["kind"], said["department"], said["moved_on"])
        moved = move_officer(
            tenure_id=tenure.pk,
            post_id=goal.pk,
            moved_on=said["moved_on"],
            reason=said["reason"],
            actor=viewer,
            at=clock.now(),
            on=clock.today(),
        )
        return f"appointed_{moved.rights.value}"

    return act_page(request, form, "move", _about(tenure), act, _post_page(tenure))


@require_POST
@needs(Act.MANAGE_ACCOUNTS)
def give(request: HttpRequest, number: int) -> HttpResponse:
    """The role of a tenure that waits for an administrator."""
    viewer = asked(request).viewer
    try:
        given = absent(lambda: give_rights(tenure_id=number, actor=viewer, at=clock.now(), on=clock.today()))
    except UnableToAct as error:
        messages.error(request, error.said(language()))
    else:
        messages.success(request, text(f"posts:done.given_{given.value}"))
    return redirect("posts:rights")


def _vacant(request: HttpRequest, region_code: str, kind: PostKind, department: str, on: date) -> Post:
    """A post of a kind in a unit that nobody holds from a day on."""
    posts = Post.objects.filter(region_code=region_code, kind=kind.value, department=department, closed_on=None)
    for link in links_of(reached(posts, asked(request).viewer, Act.MANAGE_POSTS), on):
        if link.tenure is None:
            return link.post
    message = Label("那里没有空着的这种岗位", "there is no vacant post of this kind")
    raise UnableToAppoint(message, Label("先设立岗位，或先结束原任职", "open one, or end who holds it first"), "kind")


def called(post: Post) -> str:
    """A post in words."""
    return f"{region_path(post.region_code)} {text(f'posts:kind.{post.kind}')} {post.title}".strip()


def _about(tenure: Tenure) -> str:
    return f"{tenure.officer.name} · {called(tenure.post)}"


def _post_page(tenure: Tenure) -> str:
    return reverse("posts:one", kwargs={"number": tenure.post_id})
