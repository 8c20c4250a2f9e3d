"""Who may be registered twice: one identity number in two places, or the same name and day of birth in one village.

Of a place that a viewer may not see nothing is told but that there is one.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from diguan.domain.accounts.permissions import Act, Viewer, scoped
from diguan.domain.indexes import COUNTY, county_of_region
from diguan.domain.registry.models import Distinction, Person
from diguan.domain.registry.queries.household.found import UnableToFindHousehold
from diguan.domain.registry.spelling import pinyin_of
from diguan.domain.sealing import seals

LEFT = ("死亡", "迁出", "婚出")
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
    return there.filter(Q(state__isnull=True) | ~Q(state__in=LEFT))


def known_elsewhere(viewer: Viewer, identity: str, household_id: int | None = None) -> Elsewhere:
    """Where an identity number, in its normal form, is known beside a household."""
    found = standing().filter(blind=seals().blind(identity)).exclude(household=household_id)
    seen = tuple(scoped(found, viewer).select_related("household").order_by("id")[:MOST])
    return Elsewhere(seen, found.count() > len(seen))


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


def _said_of_both() -> Exists:
    """Whether it was said that the person of a query and the one of the query around it are two."""
    inner, outer = OuterRef("pk"), OuterRef(OuterRef("pk"))
    return Exists(Distinction.objects.filter(Q(one=inner, other=outer) | Q(one=outer, other=inner)))


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


def suspected(viewer: Viewer) -> list[Pair]:
    """Pairs where the viewer may record events at one of the two, one row a pair, by place; at most MOST of each kind."""
    return [*_numbered(viewer), *_told_apart(_named_alike(viewer))]


def _numbered(viewer: Viewer) -> Iterator[Pair]:
    same = standing().filter(~_said_of_both(), blind=OuterRef("blind")).exclude(pk=OuterRef("pk"))
    own = scoped(standing().filter(blind__isnull=False), viewer, Act.RECORD_EVENT)
    rows = list(
        own.filter(Exists(same)).select_related("household").order_by("region_code", "household__number", "id")[:MOST]
    )
    others = scoped(standing(), viewer).filter(blind__in=[row.blind for row in rows]).select_related("household")
    by_blind: dict[bytes, list[Person]] = {}
    for other in others.order_by("id"):
        by_blind.setdefault(bytes(other.blind or b""), []).append(other)
    said = _said_among({row.pk for row in rows} | {other.pk for own in by_blind.values() for other in own})
    shown: set[frozenset[int]] = set()
    for row in rows:
        beside = [o for o in by_blind.get(bytes(row.blind or b""), []) if o.pk != row.pk]
        beside = [other for other in beside if frozenset({row.pk, other.pk}) not in said]
        for other in beside:
            if frozenset({row.pk, other.pk}) not in shown:
                shown.add(frozenset({row.pk, other.pk}))
                yield Pair(row, other, numbered=True)
        if not beside:
            yield Pair(row, None, numbered=True)


def _named_alike(viewer: Viewer) -> Iterator[Pair]:
    own = scoped(standing().filter(name__isnull=False, birth_date__isnull=False), viewer, Act.RECORD_EVENT)
    same = (
        standing()
        .alias(county=county_of_region())
        .filter(
            county=OuterRef("county"),
            pinyin=OuterRef("pinyin"),  # by which a name is found
            name=OuterRef("name"),
            birth_date=OuterRef("birth_date"),
            region_code=OuterRef("region_code"),
            pk__gt=OuterRef("pk"),
        )
        .exclude(_said_of_both())
    )
    found = own.alias(county=county_of_region()).filter(Exists(same)).select_related("household")
    rows = list(found.order_by("region_code", "household__number", "id")[:MOST])
    others = list(_namesakes(standing(), rows).select_related("household").order_by("id"))
    for row in rows:
        for other in others:
            if other.pk > row.pk and _alike(row, other) and not _one_number(row, other):
                yield Pair(row, other, numbered=False)
