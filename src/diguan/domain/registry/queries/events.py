"""Life events that concern a household: what they changed, and whether they were taken back."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from diguan.domain.registry.models import Household, LifeEvent


@dataclass(frozen=True, slots=True)
class EventOfHousehold:
    """An event. `changes`: household, person, whether he joins; `settled`: household and village."""

    pk: int
    kind: str
    happened_on: date
    reason: str
    actor: int
    detail: dict[str, Any]
    taken_back: bool
    changes: tuple[tuple[str, str, bool], ...]
    settled: tuple[tuple[str, str], ...]


def events_of(household: Household) -> list[EventOfHousehold]:
    """Events recorded at a household, or that moved somebody to it or from it, the newest first."""
    number = household.number
    concerned = (
        Q(household_number=number)
        | Q(moves__from_household=number)
        | Q(moves__to_household=number)
        | Q(roster_changes__household_number=number)
    )
    found = LifeEvent.objects.filter(concerned, county=household.county).distinct().order_by("-id")
    found = found.select_related("undone_by").prefetch_related("roster_changes", "settlements")
    return [
        EventOfHousehold(
            event.pk,
            event.kind,
            event.happened_on,
            event.reason,
            event.actor,
            event.detail,
            hasattr(event, "undone_by"),
            tuple((c.household_number, c.person_number, c.joins) for c in event.roster_changes.all()),
            tuple((s.household_number, s.region_code) for s in event.settlements.all()),
        )
        for event in found
    ]
