"""Who may be registered twice: one identity number in two places, or the same name and day of birth in one village.

Of a place that a viewer may not see nothing is told but that there is one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from diguan.domain.accounts.permissions import Act, Viewer, scoped
from diguan.domain.registry.models import Person
from diguan.domain.registry.sealing import seals
from diguan.domain.registry.spelling import pinyin_of

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


def resembling(viewer: Viewer, people: Iterable[Person]) -> list[Pair]:
    """Who resembles some people of one county, where the viewer may record events: people of one number first."""
    own = list(people)
    visible = scoped(standing(), viewer, Act.RECORD_EVENT).select_related("household")
    pairs = []
    for person in own:
        same = Q(blind=person.blind) if person.blind is not None else Q(pk__in=())
        alike = Q(pinyin=pinyin_of(person.name or "")[0], name=person.name, birth_date=person.birth_date)
        alike &= Q(region_code=person.region_code)
        if person.name is None or person.birth_date is None:
            alike = Q(pk__in=())
        for other in visible.filter(same | alike).exclude(pk=person.pk).order_by("id")[:MOST]:
            numbered = (
                person.blind is not None and other.blind is not None and bytes(other.blind) == bytes(person.blind)
            )
            pairs.append(Pair(person, other, numbered))
    return sorted(pairs, key=lambda pair: not pair.numbered)


def suspected(viewer: Viewer) -> list[Pair]:
    """Pairs where the viewer may record events at one of the two, one row a pair, by place; at most MOST of each kind."""
    return [*_numbered(viewer), *_alike(viewer)]


def _numbered(viewer: Viewer) -> Iterator[Pair]:
    same = standing().filter(blind=OuterRef("blind")).exclude(pk=OuterRef("pk"))
    own = scoped(standing().filter(blind__isnull=False), viewer, Act.RECORD_EVENT)
    rows = list(
        own.filter(Exists(same)).select_related("household").order_by("region_code", "household__number", "id")[:MOST]
    )
    others = scoped(standing(), viewer).filter(blind__in=[row.blind for row in rows]).select_related("household")
    by_blind: dict[bytes, list[Person]] = {}
    for other in others.order_by("id"):
        by_blind.setdefault(bytes(other.blind or b""), []).append(other)
    shown: set[frozenset[int]] = set()
    for row in rows:
        beside = [o for o in by_blind.get(bytes(row.blind or b""), []) if o.pk != row.pk]
        for other in beside:
            if frozenset({row.pk, other.pk}) not in shown:
                shown.add(frozenset({row.pk, other.pk}))
                yield Pair(row, other, numbered=True)
        if not beside:
            yield Pair(row, None, numbered=True)


def _alike(viewer: Viewer) -> Iterator[Pair]:
    own = scoped(standing().filter(name__isnull=False, birth_date__isnull=False), viewer, Act.RECORD_EVENT)
    same = standing().filter(
        pinyin=OuterRef("pinyin"),  # by which a name is found
        name=OuterRef("name"),
        birth_date=OuterRef("birth_date"),
        region_code=OuterRef("region_code"),
        pk__gt=OuterRef("pk"),
    )
    rows = own.filter(Exists(same)).select_related("household").order_by("region_code", "household__number", "id")
    for row in rows[:MOST]:
        alike = standing().filter(pinyin=row.pinyin, name=row.name, birth_date=row.birth_date, pk__gt=row.pk)
        alike = alike.filter(region_code=row.region_code)
        for other in alike.select_related("household").order_by("id"):
            if row.blind is None or other.blind is None or bytes(row.blind) != bytes(other.blind):
                yield Pair(row, other, numbered=False)
