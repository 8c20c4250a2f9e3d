"""Counting everything anew; rows whose figures are the same stay, the others end today and begin anew."""

from collections.abc import Mapping
from datetime import date, datetime
from itertools import islice

from django.db import connection, transaction
from django.db.models import Max

from diguan.domain.insight.choices import ITEMS, STANDINGS
from diguan.domain.insight.counting import Key, count_items, count_register, count_standings
from diguan.domain.insight.models import HouseholdFigure, ItemFigure, PlaceFigure, Reckoning
from diguan.domain.insight.rolling import level_of, parent_of, rolled_up
from diguan.domain.ledger.models import Event
from diguan.domain.screening.models import Round

Table = type[HouseholdFigure] | type[ItemFigure]
KINDS: Mapping[Table, tuple[str, ...]] = {
    HouseholdFigure: ("standard", "indicator"),
    ItemFigure: ("standard", "indicator", "department"),
}
BATCH = 2_000
FIGURES_LOCK = 0x6669_6775_7265


@transaction.atomic
def count_figures(*, on: date, at: datetime) -> Reckoning:
    """Count households and items of every place as of a day, and keep what differs from the figures of now.

    Called twice on one day, the second count takes the place of the first; two at one moment wait for each other.
    """
    _one_at_a_time()
    event = Event.objects.aggregate(newest=Max("pk"))["newest"] or 0
    round_ = Round.objects.aggregate(newest=Max("pk"))["newest"] or 0
    households = {**rolled_up(count_register(), whole=False), **rolled_up(count_standings(), whole=False)}
    changed = _keep(HouseholdFigure, STANDINGS, households, on)
    changed += _keep(ItemFigure, ITEMS, rolled_up(count_items(on), whole=True), on)
    return Reckoning.objects.create(on=on, at=at, event=event, round=round_, changed=changed)


def _keep(model: Table, columns: tuple[str, ...], counted: Mapping[Key, tuple[int, ...]], on: date) -> int:
    kinds = KINDS[model]
    kept, width = {}, 1 + len(kinds)
    now = model.objects.filter(until__isnull=True)
    for pk, *row in now.values_list("pk", "region_code", *kinds, *columns).iterator(chunk_size=20_000):
        kept[tuple(row[:width])] = (pk, tuple(row[width:]))
    over = [pk for key, (pk, numbers) in kept.items() if counted.get(key) != numbers]
    new = [(key, numbers) for key, numbers in counted.items() if kept.get(key, (0, ()))[1] != numbers]
    _end(model, over, on)
    figures = (_figure(model, key, dict(zip(columns, numbers, strict=True)), on) for key, numbers in sorted(new))
    while batch := list(islice(figures, BATCH)):
        model.objects.bulk_create(batch)  # type: ignore[arg-type]  # all of one table
    return len(new) + len(over)


def _end(model: Table, over: list[int], on: date) -> None:
    """Figures that no longer hold end on a day; those that began on it, or on a later one by a clock that was wrong, never held."""
    for start in range(0, len(over), BATCH // 4):
        rows = model.objects.filter(pk__in=over[start : start + BATCH // 4])
        rows.filter(since__gte=on).delete()
        rows.filter(until__isnull=True).update(until=on)


def _figure(model: Table, key: Key, numbers: Mapping[str, int], on: date) -> PlaceFigure:
    code, *kind = key
    named = dict(zip(KINDS[model], kind, strict=True))
    return model(region_code=code, parent_code=parent_of(code), level=level_of(code), since=on, **named, **numbers)


def _one_at_a_time() -> None:
    """Figures are changed by one transaction at a time. A writing transaction of SQLite is alone already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FIGURES_LOCK])
