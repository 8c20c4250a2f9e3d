"""Who may be registered twice: one identity number in two places, or the same name and day of birth in one village.

Of a place that a viewer may not see nothing is told but that there is one.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from diguan.domain.accounts.permissions import Act, Viewer, scoped
from diguan.domain.indexes import COUNTY, county_of_region
from diguan.domain.registry.choices import ENDING
from diguan.domain.registry.models import Distinction, Person
from diguan.domain.registry.queries.household.found import UnableToFindHousehold
from diguan.domain.registry.spelling import pinyin_of
from diguan.domain.sealing import seals

MOST = 200


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where else an identity number is known: people whom the viewer may see, and whether there are others."""

    seen: tuple[Person, ...]
    unseen: bool

    def __bool__(self) -> bool:
        return bool(self.seen) or self.unseen


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows that may be one person. `other`: None where the viewer may not see the other place; `numbered`: by identity number."""

    person: Person
    other: Person | None
    numbered: bool


def standing() -> QuerySet[Person]:
    """People who stand in a listed household: nobody who is recorded as dead, moved or married out."""
    there = Person.objects.filter(gone=False, member=True, household__gone=False, household__listed=True)
    return there.filter(Q(state__isnull=True) | ~Q(state__in=ENDING))


def known_elsewhere(viewer: Viewer, identity: str, household_id: int | None = None) -> Elsewhere:
    """Where an identity number, in its normal form, is known beside a household."""
    found = standing().filter(blind=seals().blind(identity)).exclude(household=household_id)
    seen = tuple(scoped(found, viewer).select_related("household").order_by("id")[:MOST])
    return Elsewhere(seen, found.count() > len(seen))


def registered_here(viewer: Viewer, people: Iterable[Person]) -> list[Person]:
    """Those with the identity number of one of some people, where the viewer may record events."""
    blinds = [person.blind for person in people if person.blind is not None]
    found = scoped(standing().filter(blind__in=blinds), viewer, Act.RECORD_EVENT)
    return list(found.select_related("household").order_by("id")[:MOST])


def pair_of(viewer: Viewer, person_id: int, other_id: int, act: Act) -> tuple[Person, Person]:
    """Two persons, the smaller number first; UnableToFindHousehold where a viewer may not do an act at both, or they are one."""
    found = scoped(Person.objects.filter(pk__in=(person_id, other_id)), viewer, act).select_related("household")
    people = list(found.order_by("pk"))
    if len(people) != 2:  # noqa: PLR2004  two, or not both
        raise UnableToFindHousehold
    return people[0], people[1]


def _told_apart(pairs: Iterable[Pair]) -> list[Pair]:
    """Pairs of whom nobody has said that they are two."""
    listed = list(pairs)
    both = {person.pk for pair in listed for person in (pair.person, pair.other) if person is not None}
    said = _said_among(both)
    return [pair for pair in listed if pair.other is None or frozenset({pair.person.pk, pair.other.pk}) not in said]


def _said_among(people: Collection[int]) -> set[frozenset[int]]:
    """Pairs among some persons of whom it was said that they are two."""
    rows = Distinction.objects.filter(one__in=people, other__in=people).values_list("one_id", "other_id")
    return {frozenset(row) for row in rows} if people else set()


def resembling(viewer: Viewer, people: Iterable[Person]) -> list[Pair]:
    """Who resembles some people of one county, where the viewer may record events: people of one number first."""
    own = list(people)
    visible = scoped(standing(), viewer, Act.RECORD_EVENT).select_related("household").order_by("id")
    same = list(visible.filter(blind__in=[p.blind for p in own if p.blind is not None])[:MOST])
    named = list(_namesakes(visible, own)[:MOST])
    pairs = [Pair(p, o, numbered=True) for p in own for o in same if o.pk != p.pk and _one_number(p, o)]
    pairs += [
        Pair(p, o, numbered=False)
        for p in own
        for o in named
        if o.pk != p.pk and _alike(p, o) and not _one_number(p, o)
    ]
    return _told_apart(pairs)


def _namesakes(among: QuerySet[Person], people: Iterable[Person]) -> QuerySet[Person]:
    """People of the villages of some others with the name of one of them, found by county and pinyin as the index has them."""
    own = [p for p in people if p.name is not None and p.birth_date is not None]
    found = among.alias(county=county_of_region()).filter(
        county__in={p.region_code[:COUNTY] for p in own}, pinyin__in={pinyin_of(p.name or "")[0] for p in own}
    )
    return found.filter(region_code__in={p.region_code for p in own}, birth_date__in={p.birth_date for p in own})


def _one_number(one: Person, other: Person) -> bool:
    return one.blind is not None and other.blind is not None and bytes(one.blind) == bytes(other.blind)


def _alike(one: Person, other: Person) -> bool:
    return (one.name, one.birth_date, one.region_code) == (other.name, other.birth_date, other.region_code)
