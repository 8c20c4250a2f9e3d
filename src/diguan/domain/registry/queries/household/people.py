"""Who is in a household: now, as the last fold left it, or on an earlier day, as lists and events say."""

from datetime import date

from diguan.domain.prepared import Prepared
from diguan.domain.registry.models import Household, Person
from diguan.domain.registry.queries.extraction import Extent
from diguan.domain.registry.queries.extraction.moving import Moves
from diguan.domain.registry.queries.extraction.rosters import Rosters, lists_of

THERE = Prepared(lambda household: Person.objects.filter(household=household, gone=False).order_by("-member", "number"))


def people_now(household: Household) -> list[Person]:
    """Members first, then whom only the resident base names."""
    people = THERE.ask(household=household.pk)
    for person in people:
        person.household = household
    return people


def people_on(household: Household, day: date, moves: Moves) -> list[Person]:
    """The same on an earlier day; `moves`: until then.

    A member whom no fold has met since has no row of his own: he is made for the page, without a name.
    """
    if not household.listed:
        return people_now(household)
    extent = Extent(household.county)
    rosters = Rosters.until(day, extent, moves)
    there = rosters.members(household.number, lists_of(rosters.numbers(household.number), extent, day), day)
    known = {person.number: person for person in household.persons.order_by("number")}
    members = [known.get(number) or _unmet(household, number) for number in sorted(there)]
    for person in members:
        person.member = True
    return [*members, *(p for n, p in known.items() if n not in there and not p.gone and not p.member)]


def _unmet(household: Household, number: str) -> Person:
    return Person(household=household, number=number, region_code=household.region_code, member=True)
