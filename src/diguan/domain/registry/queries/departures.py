"""Who has left another place for one where somebody may record events, and was not taken up there yet."""

from django.db.models import Exists, OuterRef, QuerySet

from diguan.domain.accounts.permissions import Act, Viewer, scoped
from diguan.domain.registry.choices import LifeEventKind
from diguan.domain.registry.models import LifeEvent


def departures(viewer: Viewer) -> QuerySet[LifeEvent]:
    """Departures to places where the viewer may record events, the newest first.

    Of the household they left nothing may be shown but names, numbers of persons and the county.
    """
    taken_up = LifeEvent.objects.filter(answers=OuterRef("pk"), undone_by__isnull=True)
    announced = LifeEvent.objects.filter(kind=LifeEventKind.MIGRATION, undone_by__isnull=True).exclude(
        to_region_code=""
    )
    found = scoped(announced.filter(~Exists(taken_up)), viewer, Act.RECORD_EVENT, "to_region_code")
    return found.order_by("-happened_on", "-id")
