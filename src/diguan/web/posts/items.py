"""The items of a post, and handing all of them over to another post that answers for their places."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from diguan.domain.accounts.permissions import Act
from diguan.domain.ledger.actions.many import hand_over
from diguan.domain.ledger.queries import ORDER, Filter, items
from diguan.domain.refusals import UnableToAct
from diguan.domain.responsibility.models import Post
from diguan.domain.responsibility.queries.chart import Link, chart_of
from diguan.domain.responsibility.queries.reach import post_of
from diguan.web.ledger.words import item_row, post_said
from diguan.web.posts.acting import absent
from diguan.web.shared import clock
from diguan.web.shared.forms import PlainForm
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs
from diguan.web.shared.texts import text

SHOWN = 50


class HandOverForm(PlainForm):
    """To which post, and why."""

    texts = "posts:hand_over"
    hints = ("post",)
    post = forms.TypedChoiceField(coerce=int)
    reason = forms.CharField(max_length=200)

    def goals(self, links: list[Link]) -> None:
        """The posts that may take them."""
        self.offer("post", [("", "–"), *((str(link.post.pk), post_said(link)) for link in links)])


@require_http_methods(["GET", "POST"])
@needs(Act.ASSIGN)
def handing(request: HttpRequest, number: int) -> HttpResponse:
    """What the post has; to whom it goes. All of it or nothing."""
    viewer = asked(request).viewer
    post = absent(lambda: post_of(viewer, number, Act.ASSIGN))
    form = HandOverForm(request.POST if request.method == "POST" else None)
    form.goals(_goals(post))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            count = hand_over(
                post_id=post.pk, to_post_id=said["post"], reason=said["reason"], actor=viewer, at=clock.now()
            )
        except UnableToAct as error:
            form.refuse(error)
        else:
            messages.success(request, text("posts:hand_over.done", count=count))
            return redirect("posts:one", number=number)
    found: QuerySet[Any] = items(viewer, Filter(post=post.pk)).order_by(*ORDER)
    context = {
        "post": post,
        "form": form,
        "count": found.count(),
        "rows": [item_row(item, clock.today()) for item in found[:SHOWN]],
        "shown": SHOWN,
    }
    return render(request, "posts/hand_over.html", context)


def _goals(post: Post) -> list[Link]:
    """Open posts of the unit and of those above it, that speak for no other department."""
    chain = chart_of(post.region_code, clock.today(), below=False).chain(post.region_code, post.department)
    return [link for link in chain if link.post.pk != post.pk]
