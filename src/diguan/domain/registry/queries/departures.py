"""Who has left another place for one where somebody may record events, and was not taken up there yet."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet

from diguan.domain.accounts.permissions import Act, Viewer, scoped
from diguan.domain.registry.choices import LifeEventKind
from diguan.domain.registry.models import LifeEvent, Person


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


def announced(events: Sequence[LifeEvent]) -> dict[int, list[Person]]:
    """Who has left, by the number of the departure, in the order of their numbers; one question for all of them."""
    left: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for event in events:
        for number in event.detail["persons"]:
            left[event.county, event.household_number, number].append(event.pk)
    counties, homes, numbers = (set(part) for part in zip(*left, strict=True)) if left else (set(), set(), set())
    people = Person.objects.filter(household__county__in=counties, household__number__in=homes, number__in=numbers)
    found: dict[int, list[Person]] = {event.pk: [] for event in events}
    for person in people.select_related("household").order_by("number"):
        for event_id in left.get((person.household.county, person.household.number, person.number), ()):
            found[event_id].append(person)
    return found
