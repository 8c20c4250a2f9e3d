"""Several items at once: given to a post, or more time asked for. Each is taken by itself; what is refused says why. Nothing closes."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from diguan.domain.accounts.permissions import Act, Viewer, scoped
from diguan.domain.ledger.actions.many import assign_many, postpone_many
from diguan.domain.ledger.models import Item
from diguan.domain.ledger.outcome import Outcome
from diguan.domain.regions.queries import subtree
from diguan.domain.responsibility.models import Post
from diguan.domain.responsibility.queries.chart import links_of
from diguan.domain.responsibility.queries.days import open_on
from diguan.web.ledger.forms import LONGEST_REASON
from diguan.web.ledger.words import post_said
from diguan.web.shared.clock import now, today
from diguan.web.shared.forms import DayField, PlainForm
from diguan.web.shared.texts import spoken, text

MOST = 50  # a page of items
MOST_POSTS = 300
MOST_TOLD = 5


class BulkForm(PlainForm):
    """Ticked items with the version that was seen ("12:3"), and what to do."""

    texts = "items:bulk"
    reason = forms.CharField(max_length=LONGEST_REASON, required=False)


class GiveForm(BulkForm):
    """To which post."""

    post = forms.TypedChoiceField(coerce=int)


class PutOffForm(BulkForm):
    """Until which day."""

    until = DayField()


def forms_for(viewer: Viewer, region_code: str) -> dict[str, Any]:
    """The forms that the viewer's roles allow somewhere at all."""
    found: dict[str, Any] = {}
    if viewer.may(Act.ASSIGN):
        found["give"] = _give(viewer, region_code)
    if viewer.may(Act.HANDLE):
        found["put_off"] = PutOffForm(auto_id="id_put_off_%s")
    return found


def _give(viewer: Viewer, region_code: str, data: Any = None) -> GiveForm:  # noqa: ANN401  what a browser sends
    form = GiveForm(data, auto_id="id_give_%s")
    form.offer("post", [("", "–"), *_posts(viewer, region_code)])
    return form


def _posts(viewer: Viewer, region_code: str) -> Iterator[tuple[str, str]]:
    """Open posts where the viewer assigns; below a chosen place where one is, else of the viewer's own units."""
    scopes = viewer.scopes(Act.ASSIGN)
    low, high = subtree(region_code) if region_code else ("0", "a")
    for each_low, each_high in scopes:
        span = max(low, each_low), min(high, each_high)
        posts = Post.objects.filter(open_on(today()), region_code__gte=span[0], region_code__lt=span[1])
        first = list(posts.order_by("region_code", "pk").values_list("pk", flat=True)[:MOST_POSTS])
        for link in links_of(Post.objects.filter(pk__in=first), today()):
            yield str(link.post.pk), post_said(link)


def done(request: HttpRequest, viewer: Viewer) -> None:
    """Do what was asked for the ticked items, and say what became of each."""
    chosen = _seen(viewer, [pair for pair in map(_pair, request.POST.getlist("items")[:MOST]) if pair])
    if not chosen:
        messages.error(request, text("items:bulk.none"))
        return
    form: Any
    if "give" in request.POST:
        form = _give(viewer, "", request.POST)
        form.fields["post"].choices = [(request.POST.get("post", ""), "")]  # the domain says whether it fits
    else:
        form = PutOffForm(request.POST)
    if not form.is_valid():
        messages.error(request, text("items:bulk.incomplete"))
        return
    said = form.cleaned_data
    common: dict[str, Any] = {"chosen": chosen, "reason": said["reason"], "actor": viewer, "at": now()}
    if "give" in request.POST:
        _tell(request, assign_many(post_id=said["post"], **common), "give")
    else:
        _tell(request, postpone_many(until=said["until"], **common), "put_off")


def _seen(viewer: Viewer, pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those that the viewer sees; others are passed over like items that are not there."""
    mine = scoped(Item.objects.filter(pk__in=[number for number, _ in pairs]), viewer, Act.SEE)
    seen = set(mine.values_list("pk", flat=True))
    return [pair for pair in pairs if pair[0] in seen]


def _pair(said: str) -> tuple[int, int] | None:
    number, _, version = said.partition(":")
    plain = all(part.isascii() and part.isdigit() and len(part) < 19 for part in (number, version))  # noqa: PLR2004  fits
    return (int(number), int(version)) if plain else None


def _tell(request: HttpRequest, outcomes: tuple[Outcome, ...], what: str) -> None:
    accepted = sum(outcome.accepted for outcome in outcomes)
    if accepted:
        messages.success(request, text(f"items:bulk.done.{what}", count=accepted))
    refused = Counter(spoken(outcome.refusal) for outcome in outcomes if outcome.refusal is not None)
    for said, number in refused.most_common(MOST_TOLD):
        messages.error(request, text("items:bulk.refused", count=number, why=said))
