"""Figures by unit or by week; the same for every unit: from the same records, and per household."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any, Literal

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Left, TruncWeek
from django.utils.timezone import localdate

from diguan.domain.fieldwork.choices import Outcome
from diguan.domain.ledger.choices import Step
from diguan.domain.ledger.models import Event
from diguan.domain.regions.queries import region_tree
from diguan.domain.workstyle.choices import MOST_VISITS, OUT, Figure
from diguan.domain.workstyle.queries.extent import Extent
from diguan.domain.workstyle.queries.repeating import repeated_in

By = Literal["unit", "week"]
SECONDS = 60


@dataclass(frozen=True, slots=True)
class Measured:
    """A unit by its full code, or a week by its Monday, with its figures; what never happened is 0. `households`: of the unit, today."""

    key: str
    households: int
    figures: Mapping[Figure, int]

    def per_hundred(self, figure: Figure) -> float | None:
        """A figure per 100 households; None where there are none."""
        return 100 * self.figures[figure] / self.households if self.households else None


@dataclass(frozen=True, slots=True)
class Waits:
    """Answers to submissions on one level: how many, and the days from submission to answer in the middle and at most."""

    level: str
    answers: int
    median_days: float
    most_days: int


@dataclass(frozen=True, slots=True)
class Measuring:
    """`lines` in the order of their keys; `total` over all; `closings` by way and level; `unlooked`: too many visits for repetition."""

    lines: Sequence[Measured]
    total: Measured
    closings: Mapping[tuple[str, str], int]
    waits: Sequence[Waits]
    changed: int
    unlooked: bool


def measure(extent: Extent, by: By) -> Measuring:
    """Everything that is measured in an extent, by the units below it or by weeks. Ten questions to the database, however many rows."""
    counting = _Counting(extent, by)
    found = counting.figures()
    households = counting.households()
    keys = sorted({*found, *(households if by == "unit" else ())})
    total_households = sum(households.values())
    sums: Counter[Figure] = Counter()
    for own in found.values():
        sums.update(own)
    return Measuring(
        lines=[
            Measured(key, households.get(key, 0) if by == "unit" else total_households, _full(found.get(key, {})))
            for key in keys
        ],
        total=Measured("", total_households, _full(sums)),
        closings=_closings(extent),
        waits=_waits(extent),
        changed=counting.changed,
        unlooked=counting.unlooked,
    )


def digits_below(region_code: str) -> int:
    """Digits that tell the units below a unit apart; a village has none below it and stands for itself."""
    tree = region_tree()
    widths = tree.form.scheme.widths
    level = tree.form.scheme.level_number(region_code) if region_code else 1
    return widths[min(level, len(widths) - 1)]


class _Counting:
    """One pass over every kind of record."""

    def __init__(self, extent: Extent, by: By) -> None:
        self.extent, self.by = extent, by
        self.digits = digits_below(extent.region_code)
        self.found: dict[str, Counter[Figure]] = defaultdict(Counter)
        self.changed, self.unlooked = 0, False

    def figures(self) -> Mapping[str, Counter[Figure]]:
        """Figures by key."""
        self._visits()
        self._repeated()
        self._entries()
        for figure, events in (
            (Figure.CLOSED, self.extent.confirmed()),
            (Figure.PAPER, self.extent.on_paper()),
            (Figure.REBOUNDED, self.extent.rebounded()),
        ):
            rows: Any = events.order_by().annotate(key=self._key("item__region_code", "at")).values("key")
            for row in rows.annotate(number=Count("pk")):
                self._add(row["key"], figure, row["number"])
        return self.found

    def households(self) -> Mapping[str, int]:
        """Households by unit."""
        rows: Any = self.extent.households().order_by().annotate(key=Left("region_code", self.digits)).values("key")
        complete = region_tree().form.scheme.complete
        return {complete(row["key"]): row["number"] for row in rows.annotate(number=Count("pk"))}

    def _visits(self) -> None:
        absent = Q(outcome=Outcome.ABSENT.value)
        rows: Any = self.extent.visits().order_by().annotate(key=self._key("region_code", "made_on")).values("key")
        counted = rows.annotate(
            met=Count("pk", filter=~absent),
            nobody=Count("pk", filter=absent),
            questions=Sum("asked"),
            open=Sum("seconds"),
        )
        for row in counted:
            self._add(row["key"], Figure.VISITS, row["met"])
            self._add(row["key"], Figure.ABSENT, row["nobody"])
            self._add(row["key"], Figure.ASKED, row["questions"])
            self._add(row["key"], Figure.MINUTES, round(row["open"] / SECONDS))

    def _repeated(self) -> None:
        visits = list(self.extent.questioning().order_by("id")[: MOST_VISITS + 1])
        self.unlooked = len(visits) > MOST_VISITS
        for each in [] if self.unlooked else repeated_in(visits):
            visit = each.visit
            key = visit.region_code[: self.digits] if self.by == "unit" else monday_of(visit.made_on)
            self._add(key, Figure.REPEATED, 1)
            self._add(key, Figure.SUPPLIED, int(each.supplied))
            self.changed += each.changed

    def _entries(self) -> None:
        for out in (True, False):
            rows = self.extent.entries(out=out).values_list("region_code", "at", "action", "detail")
            for region, at, action, detail in rows.order_by("id"):
                key = region[: self.digits] if self.by == "unit" else monday_of(localdate(at))
                self._add(key, Figure.HANDED_OUT if action in OUT else Figure.HANDED_IN, 1)
                self._add(key, Figure.QUESTIONS_OUT, int(json.loads(detail).get("questions") or 0))

    def _key(self, place: str, moment: str) -> Any:  # noqa: ANN401  an expression
        return Left(place, self.digits) if self.by == "unit" else TruncWeek(moment)

    def _add(self, key: Any, figure: Figure, number: int) -> None:  # noqa: ANN401  a code, a day or a moment
        if number:
            self.found[self._unit(key)][figure] += number

    def _unit(self, key: Any) -> str:  # noqa: ANN401  the same
        if self.by == "unit":
            return region_tree().form.scheme.complete(key)
        return (localdate(key) if hasattr(key, "tzinfo") else key).isoformat()


def monday_of(day: date) -> date:
    """The first day of a day's week."""
    return day - timedelta(days=day.weekday())


def _full(found: Mapping[Figure, int]) -> dict[Figure, int]:
    return {figure: found.get(figure, 0) for figure in Figure}


def _closings(extent: Extent) -> Mapping[tuple[str, str], int]:
    rows: Any = extent.confirmed().order_by().annotate(way=F("detail__closing")).values("way", "role")
    return {
        (row["way"], row["role"]): row["number"] for row in rows.annotate(number=Count("pk")).order_by("way", "role")
    }


def _waits(extent: Extent) -> Sequence[Waits]:
    """Days from submission to the answer by level of who answered, whole days by the calendar of the place."""
    submitted = Event.objects.filter(item=OuterRef("item"), act=Step.SUBMIT, accepted=True, pk__lt=OuterRef("pk"))
    last = Subquery(submitted.order_by("-pk").values("at")[:1])
    days: dict[str, list[int]] = defaultdict(list)
    for role, at, since in extent.answered().annotate(since=last).values_list("role", "at", "since"):
        if since is not None:
            days[role].append((localdate(at) - localdate(since)).days)
    return [Waits(role, len(own), median(own), max(own)) for role, own in sorted(days.items())]
