"""Officers within a scope, and everything of one that somebody may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from diguan.domain.accounts.choices import Act
from diguan.domain.accounts.permissions import Viewer, scoped
from diguan.domain.regions.queries import subtree
from diguan.domain.responsibility.models import Helping, Officer, Tenure, Trip
from diguan.domain.responsibility.queries.days import in_force
from diguan.domain.responsibility.queries.reach import officers
from diguan.domain.responsibility.sealed import masked_phone

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class OfficerFile:
    """An officer as far as a viewer sees: posts over time, households helped today (`helped`: how many), trips; the phone is masked."""

    phone: str
    tenures: Sequence[Tenure]
    helping: Sequence[Helping]
    helped: int
    trips: Sequence[Trip]


def officers_listed(viewer: Viewer, words: str = "", region_code: str = "", act: Act = Act.SEE) -> QuerySet[Officer]:
    """Officers whom the viewer reaches, by a part of the name or of the unit, kept within a unit."""
    found = officers(viewer, act)
    if words:
        found = found.filter(Q(name__contains=words) | Q(unit__contains=words))
    if region_code:
        low, high = subtree(region_code)
        found = found.filter(region_code__gte=low, region_code__lt=high)
    return found.order_by("name", "id")


def officer_file(viewer: Viewer, officer: Officer, on: date) -> OfficerFile:
    """What a viewer sees of an officer whom they see."""
    tenures = scoped(Tenure.objects.filter(officer=officer), viewer, field="post__region_code")
    helping = scoped(Helping.objects.filter(in_force(on), officer=officer), viewer)
    trips = scoped(Trip.objects.filter(officer=officer), viewer)
    return OfficerFile(
        phone=masked_phone(officer),
        tenures=list(tenures.select_related("post").order_by("-since_on", "-id")[:MOST_SHOWN]),
        helping=list(helping.order_by("region_code", "household_number")[:MOST_SHOWN]),
        helped=helping.count(),
        trips=list(trips.order_by("-went_on", "-id")[:MOST_SHOWN]),
    )
