"""The tree of responsibility, from the highest unit that the viewer sees down to the villages."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from diguan.domain.accounts.permissions import Act
from diguan.domain.regions.queries import region_tree, within
from diguan.domain.responsibility.models import Post
from diguan.domain.responsibility.queries.chart import chain_of, links_of
from diguan.domain.responsibility.queries.days import open_on
from diguan.domain.responsibility.queries.tree import branches_below, first_branches
from diguan.web.posts.forms import AsOfForm
from diguan.web.shared import clock
from diguan.web.shared.requests import asked
from diguan.web.shared.rights import needs


@require_GET
@needs(Act.SEE)
def tree(request: HttpRequest) -> HttpResponse:
    """The highest units, or one unit with its posts, those above it and the units below it."""
    viewer = asked(request).viewer
    form = AsOfForm(request.GET, viewer=viewer)
    on, unit = form.day(clock.today()), form.unit()
    context = {"form": form, "on": on, "today": clock.today(), "unit": unit, "may_manage": viewer.may(Act.MANAGE_POSTS)}
    if unit:
        context |= {
            "links": links_of(Post.objects.filter(open_on(on), region_code=unit), on),
            "above": [link for link in chain_of(unit, "", on) if link.post.region_code != unit],
            "branches": branches_below(viewer, unit, on),
        }
    else:
        context["branches"] = first_branches(viewer, on)
    return render(request, "posts/tree.html", context)


@require_GET
@needs(Act.SEE)
def branch(request: HttpRequest, code: int) -> HttpResponse:
    """The units below one, for the tree to open in place."""
    viewer = asked(request).viewer
    full = f"{code:012d}"
    if full not in region_tree() or not within(full, viewer.scopes(Act.SEE)):
        raise Http404
    form = AsOfForm(request.GET, viewer=viewer)
    on = form.day(clock.today())
    return render(request, "posts/branches.html", {"branches": branches_below(viewer, full, on), "on": on})
