"""Attempts to close on paper, one by one; and the same file as proof of something else."""

from collections.abc import Mapping, Sequence

from django.db.models import Q, QuerySet

from diguan.domain.accounts.permissions import Viewer, scoped
from diguan.domain.evidence.models import Evidence
from diguan.domain.ledger.choices import ON_PAPER, Refusal
from diguan.domain.ledger.models import Event, Item, Proof
from diguan.domain.regions.queries import subtree

PAPER_ORDER = ("-id",)


def paper_attempts(viewer: Viewer, region_code: str = "", refusal: Refusal | None = None) -> QuerySet[Event]:
    """Attempts that the standard, the proof or the second person refused, of items that the viewer sees."""
    codes = [str(refusal)] if refusal in ON_PAPER else sorted(str(code) for code in ON_PAPER)
    found = scoped(Event.objects.filter(accepted=False, refusal__in=codes), viewer, field="item__region_code")
    if region_code:
        low, high = subtree(region_code)
        found = found.filter(item__region_code__gte=low, item__region_code__lt=high)
    return found


def proves_elsewhere(viewer: Viewer, item: Item, files: Sequence[Evidence]) -> Mapping[int, Sequence[Item]]:
    """By number of a file: other items that the viewer sees of which a file of the same content is a proof as well."""
    found: dict[int, list[Item]] = {}
    for row in files:
        same = Proof.objects.filter(Q(evidence__sha256=row.sha256) | Q(evidence__given_sha256=row.given_sha256))
        others = Item.objects.filter(pk__in=same.values("item")).exclude(pk=item.pk)
        seen = list(scoped(others, viewer).order_by("id")[:10])
        if seen:
            found[row.pk] = seen
    return found
