"""Figures of a place day by day, from the days on which each held."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from django.db.models import Q

from diguan.domain.accounts.permissions import Viewer, is_small
from diguan.domain.insight.choices import ALL, CLOSED, LIVING
from diguan.domain.insight.models import HouseholdFigure, ItemFigure
from diguan.domain.insight.queries.board import Board, top_of
from diguan.domain.insight.queries.choice import Choice

HOUSEHOLDS = ("unmet", "unknown", "declared")
JUDGED = "households"  # how many were judged
SHOWN = ("living", "overdue", "rebound", "closed", *HOUSEHOLDS)
COUNTED = (*SHOWN, JUDGED)
DAYS = 400  # days back on the axis of time
Change = tuple[date, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Day:
    """A day on which anything changed, and the figures from it on; None: left out, or nobody knew yet."""

    on: date
    figures: dict[str, int | None]


def history_of(viewer: Viewer, found: Board) -> list[Day]:
    """The days of a board. Who sees no rows gets those of the highest place alone: no sibling gives anything of it away."""
    if found.veiled and top_of(viewer, found.choice.region_code) != found.choice.region_code:
        return []
    return days_of(found.choice, found.on - timedelta(days=DAYS), veiled=found.veiled)


def days_of(choice: Choice, since: date, *, veiled: bool) -> list[Day]:
    """Days on which figures of a place changed, from a day on, earliest first; `veiled`: without small ones."""
    found = _folded([*_item_changes(choice, since), *_household_changes(choice, since)], since)
    return [Day(on, _shown(sums, veiled=veiled)) for on, sums in found]


def _shown(sums: dict[str, int], *, veiled: bool) -> dict[str, int | None]:
    """Figures of a day; before the first round nobody knows how households stand, which is not nought."""
    unknown = set() if sums[JUDGED] else set(HOUSEHOLDS)
    return {name: None if name in unknown or (veiled and is_small(sums[name])) else sums[name] for name in SHOWN}


def _item_changes(choice: Choice, since: date) -> Iterable[Change]:
    rows = ItemFigure.objects.filter(Q(until__isnull=True) | Q(until__gt=since), region_code=choice.region_code)
    if choice.indicator:
        rows = rows.filter(standard=choice.standard, indicator=choice.indicator)
    if choice.department:
        rows = rows.filter(department=choice.department)
    rows = rows.exclude(standard=ALL) if choice.cut else rows.filter(standard=ALL)
    for row in rows:
        numbers = {
            "living": sum(getattr(row, name) for name in LIVING),
            "closed": sum(getattr(row, name) for name in CLOSED),
            "overdue": row.overdue,
            "rebound": row.rebound,
        }
        yield from _changes(row.since, row.until, numbers)


def _household_changes(choice: Choice, since: date) -> Iterable[Change]:
    rows = HouseholdFigure.objects.filter(
        Q(until__isnull=True) | Q(until__gt=since),
        region_code=choice.region_code,
        standard=choice.standard,
        indicator=choice.judged_by,
    )
    for row in rows:
        yield from _changes(row.since, row.until, {name: getattr(row, name) for name in (JUDGED, *HOUSEHOLDS)})


def _changes(since: date, until: date | None, numbers: dict[str, int]) -> Iterable[Change]:
    yield since, numbers
    if until is not None:
        yield until, {name: -number for name, number in numbers.items()}


def _folded(changes: Sequence[Change], since: date) -> list[tuple[date, dict[str, int]]]:
    """The sums after every day of change; what held before the first day counts as of it."""
    by_day: dict[date, dict[str, int]] = defaultdict(lambda: dict.fromkeys(COUNTED, 0))
    for on, numbers in changes:
        day = by_day[max(on, since)]
        for name, number in numbers.items():
            day[name] += number
    days = sorted(by_day)
    sums = accumulate(
        (by_day[day] for day in days), lambda one, other: {name: one[name] + other[name] for name in COUNTED}
    )
    return list(zip(days, sums, strict=True))
