"""Figures of places, each with the days on which it held, and when they were counted."""

from django.db import models
from django.db.models import F, Q

from diguan.domain.fields import RegionCodeField
from diguan.domain.screening.models import STANDARD_LENGTH

NAME_LENGTH = 80
CURRENT = Q(until__isnull=True)


class Reckoning(models.Model):
    """A count of everything. `on`: the day by which it was decided what is late; `event`, `round`: the newest ones it knew.

    `changed`: rows of figures that differed from the count before.
    """

    on = models.DateField()
    at = models.DateTimeField()
    event = models.BigIntegerField()
    round = models.BigIntegerField()
    changed = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.on} {self.at}"


class PlaceFigure(models.Model):
    """What all figures say first: of which place, and on which days. A unit counts all at or below it.

    `since`: the first day of the figures; `until`: the first day on which they no longer held, null for those of now.
    """

    region_code = RegionCodeField()
    parent_code = models.CharField(max_length=12, blank=True)
    level = models.PositiveSmallIntegerField()
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        """No table of its own."""

        abstract = True

    def __str__(self) -> str:
        return f"{self.region_code} {self.since}"


class HouseholdFigure(PlaceFigure):
    """Households of a place in the newest round of a standard that judged them, by one indicator or over all of them ("*").

    `standard` "": households of the registry, in `households` alone. Over all indicators `unmet`, `unknown`, `declared` are households with
    at least one such verdict, and `met`, `not_applicable` are not counted. `declared`: met on nothing better than a declaration.
    `uncovered`: unknown because no input has what the indicator needs; they are not among `unknown`.
    """

    standard = models.CharField(max_length=STANDARD_LENGTH, blank=True)
    indicator = models.CharField(max_length=NAME_LENGTH)
    households = models.IntegerField()
    met = models.IntegerField()
    declared = models.IntegerField()
    unmet = models.IntegerField()
    unknown = models.IntegerField()
    not_applicable = models.IntegerField()
    uncovered = models.IntegerField(default=0)

    class Meta:
        """One figure at a time; found by the place above, by the level, by the place itself."""

        constraints = (
            models.UniqueConstraint(
                fields=["region_code", "standard", "indicator"], condition=CURRENT, name="household_figure_of_now"
            ),
            models.CheckConstraint(condition=CURRENT | Q(until__gt=F("since")), name="household_figure_days"),
        )
        indexes = (
            models.Index(
                fields=["parent_code", "standard", "indicator"], condition=CURRENT, name="household_figure_below"
            ),
            models.Index(
                fields=["level", "standard", "indicator", "region_code"],
                condition=CURRENT,
                name="household_figure_level",
            ),
            models.Index(fields=["region_code", "standard", "indicator", "since"], name="household_figure_days_of"),
        )


class ItemFigure(PlaceFigure):
    """Items of the ledger of a place by standard, indicator and department, or all of them ("*" in all three).

    The first eight sum up to all items: suspected, open, submitted, closed by each of the four ways, withdrawn. `overdue`: open ones whose
    deadline has passed; `rebound`: those neither closed nor withdrawn that came back at least once.
    """

    standard = models.CharField(max_length=STANDARD_LENGTH, blank=True)
    indicator = models.CharField(max_length=NAME_LENGTH, blank=True)
    department = models.CharField(max_length=40, blank=True)
    suspected = models.IntegerField()
    open = models.IntegerField()
    submitted = models.IntegerField()
    mended = models.IntegerField()
    corrected = models.IntegerField()
    verified = models.IntegerField()
    accepted = models.IntegerField()
    withdrawn = models.IntegerField()
    overdue = models.IntegerField()
    rebound = models.IntegerField()

    class Meta:
        """One figure at a time; found as figures of households are."""

        constraints = (
            models.UniqueConstraint(
                fields=["region_code", "standard", "indicator", "department"],
                condition=CURRENT,
                name="item_figure_of_now",
            ),
            models.CheckConstraint(condition=CURRENT | Q(until__gt=F("since")), name="item_figure_days"),
        )
        indexes = (
            models.Index(fields=["parent_code", "standard"], condition=CURRENT, name="item_figure_below"),
            models.Index(fields=["level", "standard", "region_code"], condition=CURRENT, name="item_figure_level"),
            models.Index(fields=["region_code", "standard", "since"], name="item_figure_days_of"),
        )
