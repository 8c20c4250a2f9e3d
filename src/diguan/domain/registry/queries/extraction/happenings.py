"""Which life events count as of a day: those that had happened and were not taken back, in their order."""

from datetime import date

from django.db.models import Q, QuerySet

from diguan.domain.registry.choices import LifeEventKind
from diguan.domain.registry.models import LifeEvent
from diguan.domain.registry.queries.extraction.extent import Extent

IN_ORDER = ("event__happened_on", "event_id", "id")


def live_events(day: date, extent: Extent) -> QuerySet[LifeEvent]:
    """The events of an extent. Two numbers that are one person were so all along: that counts on every day."""
    known = Q(happened_on__lte=day) | Q(kind=LifeEventKind.DUPLICATE)
    return LifeEvent.objects.filter(known, extent.matches("region_code"), undone_by__isnull=True).exclude(
        kind=LifeEventKind.UNDONE
    )
