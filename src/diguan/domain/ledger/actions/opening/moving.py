"""Households that split or merged, persons that moved: their problems go along, so that a round finds the item under the new number."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q

from diguan.domain.ledger.choices import Step
from diguan.domain.ledger.keys import key_of
from diguan.domain.ledger.models import Event, Item
from diguan.domain.registry.queries.extraction import Extent
from diguan.domain.registry.queries.extraction.moving import Moves
from diguan.domain.screening.models import Round


def follow_moves(round_: Round, actor: int | None, at: datetime) -> int:
    """Items of the round's standard whose household or person has another number on the day that it judges; how many went along.

    Where the new place has an item of the same problem already, both stay: which of them is right, a person must say.
    """
    extent = Extent.of(round_.region_code)
    moves = Moves.until(round_.as_of, extent)
    moved = 0
    for item in _touched(moves, round_, extent):
        household, person = moves.place_of(item.household_number, item.person_number or None)
        place = (household, person or "")
        if place != (item.household_number, item.person_number) and _move(item, place, actor, at):
            moved += 1
    return moved


def _touched(moves: Moves, round_: Round, extent: Extent) -> Iterator[Item]:
    """Items of every number that a move leads away from."""
    numbers = {*moves.households, *(household for household, _ in moves.persons)}
    if not numbers:
        return
    own = Item.objects.filter(Q(standard=round_.standard, household_number__in=numbers), extent.matches("region_code"))
    yield from own.select_for_update(of=("self",)).order_by("id")


def _move(item: Item, place: tuple[str, str], actor: int | None, at: datetime) -> bool:
    household, person = place
    key = key_of(
        standard=item.standard,
        county=item.county,
        household=household,
        person=person,
        indicator=item.indicator,
        kind=item.kind,
    )
    if Item.objects.filter(key=key).exists():
        return False
    before = {"household": item.household_number, "person": item.person_number}
    item.key, item.household_number, item.person_number = key, household, person
    item.version += 1
    item.updated_at = at
    item.save(update_fields=["key", "household_number", "person_number", "version", "updated_at"])
    Event.objects.create(
        item=item, act=Step.MOVE, from_state=item.state, to_state=item.state, actor=actor, detail={"was": before}, at=at
    )
    return True
