"""Helpers go along when their household gets another number: by a merge, as one of two numbers; and back when that is undone."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from diguan.domain.registry.models import Household
from diguan.domain.registry.queries.extraction import Extent
from diguan.domain.registry.queries.extraction.moving import Moves
from diguan.domain.responsibility.models import Helping
from diguan.domain.responsibility.recording import Actor, Deed, record


@transaction.atomic
def carry_helpers(*, county: str, actor: Actor, at: datetime, on: date) -> int:
    """Open help of a county goes on under the number that its household has on a day; how many went along.

    What was is ended and stays; whoever helps under the new number already goes on with that alone. Done again it changes nothing.
    """
    moves = Moves.until(on, Extent(county))
    carried = 0
    for helping in _open(county, moves):
        number, _ = moves.place_of(_root(helping).household_number)
        if number != helping.household_number:
            _carry(helping, number, Deed(actor, at, on, f"{helping.household_number} → {number}"))
            carried += 1
    return carried


def _open(county: str, moves: Moves) -> Iterator[Helping]:
    """Open help under a number that was moved, or that went along with one."""
    touched = Q(household_number__in=list(moves.households)) | Q(follows__isnull=False)
    rows = Helping.objects.filter(touched, county=county, until_on=None)
    yield from rows.select_for_update(of=("self",)).select_related("officer").order_by("id")


def _root(helping: Helping) -> Helping:
    """The help as it was first written down."""
    while helping.follows is not None:
        helping = helping.follows
    return helping


def _carry(helping: Helping, number: str, deed: Deed) -> None:
    day = max(deed.on, helping.since_on)
    helping.until_on, helping.ended_reason = day, deed.reason
    helping.save(update_fields=["until_on", "ended_reason"])
    there = Helping.objects.filter(
        officer=helping.officer, county=helping.county, household_number=number, until_on=None
    )
    begun = there.first()
    if begun is None:
        home = Household.objects.filter(county=helping.county, number=number).values_list("region_code", flat=True)
        begun = Helping.objects.create(
            officer=helping.officer,
            county=helping.county,
            household_number=number,
            region_code=home.first() or helping.region_code,
            since_on=day,
            reason=deed.reason,
            follows=helping,
        )
    record("carry_helping", "helping", begun.pk, begun.region_code, deed, follows=helping.pk, since_on=day)
