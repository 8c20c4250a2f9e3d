"""What an event would change: the act is done, looked at, and taken back. Nothing of it is stored or on record."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from diguan.domain.registry.actions.events.undoing import numbers_of
from diguan.domain.registry.choices import ENDING
from diguan.domain.registry.models import Household, LifeEvent, Person
from diguan.domain.registry.queries.extraction import Extent
from diguan.domain.registry.queries.extraction.rosters import lists_of


@dataclass(frozen=True, slots=True)
class HouseholdChange:
    """A household before and after. `comes`, `goes`: members; `turned`: members whose state or relation becomes another, as it becomes.

    `newer_list`: the day of a list that is newer than the event and therefore says who is there. `ends`: nobody is left in it who has
    not died or left for good.
    """

    number: str
    before: str | None  # village; None: there is no such household
    after: str | None
    comes: tuple[Person, ...]
    goes: tuple[Person, ...]
    turned: tuple[Person, ...]
    newer_list: date | None
    ends: bool = False

    def __bool__(self) -> bool:
        return bool(self.comes or self.goes or self.turned or self.before != self.after)


@dataclass(frozen=True, slots=True)
class _Standing:
    region_code: str | None
    people: dict[str, Person]


def preview_event(act: Callable[[], LifeEvent]) -> list[HouseholdChange]:
    """The households that an act would change, the first the one it is recorded at; refusals of the act pass through."""
    with transaction.atomic():
        event = act()
        told = event.undoes or event
        numbers = sorted(numbers_of(told) - {event.household_number})
        ordered = [event.household_number, *numbers]
        after = _standings(event.county, ordered)
        transaction.set_rollback(True)
    before = _standings(event.county, ordered)
    extent = Extent(event.county)
    lists = lists_of(ordered, extent, event.happened_on)
    newest = {number: max(days) for number, days in lists.items() if days}
    found = []
    for number in ordered:
        newer = newest.get(number)
        outweighed = newer if newer is not None and newer > told.happened_on else None
        found.append(_changed(number, before[number], after[number], outweighed))
    return found


def _standings(county: str, numbers: Iterable[str]) -> dict[str, _Standing]:
    found = {number: _Standing(None, {}) for number in numbers}
    for home in Household.objects.filter(county=county, number__in=found, gone=False):
        found[home.number] = _Standing(home.region_code, {})
    people = Person.objects.filter(household__county=county, household__number__in=found, household__gone=False)
    for person in people.filter(gone=False, member=True).select_related("household").order_by("number"):
        found[person.household.number].people[person.number] = person
    return found


def _changed(number: str, before: _Standing, after: _Standing, newer: date | None) -> HouseholdChange:
    stay = [n for n in after.people if n in before.people]
    turned = [n for n in stay if _told(before.people[n]) != _told(after.people[n])]
    return HouseholdChange(
        number,
        before.region_code,
        after.region_code,
        tuple(p for n, p in after.people.items() if n not in before.people),
        tuple(p for n, p in before.people.items() if n not in after.people),
        tuple(after.people[n] for n in turned),
        newer,
        ends=_is_over(after) and not _is_over(before),
    )


def _is_over(standing: _Standing) -> bool:
    return bool(standing.people) and all(person.state in ENDING for person in standing.people.values())


def _told(person: Person) -> tuple[str | None, str | None]:
    return person.state, person.relation
