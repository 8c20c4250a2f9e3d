"""Who carries how much: households by helper, posts by officer."""

from datetime import date
from statistics import median

from django.db.models import Count, Q, QuerySet

from diguan.domain.accounts.choices import Act
from diguan.domain.regions.queries import subtree
from diguan.domain.responsibility.models import Helping, Officer
from diguan.domain.responsibility.queries.days import in_force
from diguan.domain.responsibility.queries.reach import Actor, reached

MUCH = 2  # times the median


def load_by_officer(viewer: Actor, on: date, region_code: str = "") -> QuerySet[Officer]:
    """Officers who help households in the viewer's region on a day, with `households`; who helps most comes first."""
    counted = Count("helping", filter=Q(helping__in=_helping(viewer, on, region_code)))
    found = Officer.objects.annotate(households=counted).filter(households__gt=0)
    return found.order_by("-households", "name", "id")


def usual_load(viewer: Actor, on: date, region_code: str = "") -> float | None:
    """The median of households a helper; None where nobody helps. Twice as many is much."""
    counts = (
        _helping(viewer, on, region_code)
        .order_by()
        .values("officer")
        .annotate(n=Count("pk"))
        .values_list("n", flat=True)
    )
    return median(counts) if counts else None


def _helping(viewer: Actor, on: date, region_code: str) -> QuerySet[Helping]:
    rows = reached(Helping.objects.filter(in_force(on)), viewer, Act.SEE)
    if not region_code:
        return rows
    low, high = subtree(region_code)
    return rows.filter(region_code__gte=low, region_code__lt=high)
