"""Recorded kin across households, as the engine takes it: who is whose child, under the numbers of today."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Q

from diguan.domain.registry.choices import KinKind
from diguan.domain.registry.models import KinLink, Person
from diguan.domain.registry.queries.extraction.extent import Extent
from diguan.domain.registry.queries.extraction.moving import MEMBER, Moves
from diguan.engine.snapshot.model import KinTie


def ties_until(day: date, extent: Extent, moves: Moves) -> list[KinTie]:
    """The ties between parents and children of an extent that somebody recorded and nobody called a mistake; `source_id` is open."""
    links = KinLink.objects.filter(
        extent.matches("person__region_code"),
        Q(since_on__isnull=True) | Q(since_on__lte=day),
        kind__in=(KinKind.CHILD, KinKind.PARENT),
        mistaken=False,
    )
    return list(_ties(links.select_related("person__household", "other__household").order_by("id"), moves))


def _ties(links: Iterable[KinLink], moves: Moves) -> Iterator[KinTie]:
    for link in links:
        child, parent = (link.person, link.other) if link.kind == KinKind.CHILD else (link.other, link.person)
        yield KinTie(_now(child, moves), _now(parent, moves), 0, link.since_on, link.ended_on)


def _now(person: Person, moves: Moves) -> MEMBER:
    household, number = moves.place_of(person.household.number, person.number)
    return household, number or person.number
