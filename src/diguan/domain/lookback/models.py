"""Plans, the cases of their samples, and every attempt to give one to somebody."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from diguan.domain.fields import RegionCodeField
from diguan.domain.fieldwork.models import Visit
from diguan.domain.ledger.choices import Closing
from diguan.domain.ledger.models import NAME_LENGTH, Event, Item
from diguan.domain.lookback.choices import LONGEST_NOTE, Known, Method, Outcome, Unseen

SEED_LENGTH, HASH_LENGTH = 64, 64


def _among(column: str, values: Iterable[str], *, empty: bool = False) -> Q:
    """A column holds one of a closed list."""
    words = [str(value) for value in values]
    return Q(**{f"{column}__in": [*words, *([""] if empty else [])]})


class Plan(models.Model):
    """A sample of what was closed in a place within a time. It is drawn once, from a recorded seed, and never changed.

    `closed_from`, `closed_until`: half-open days; `closing`, `department`: those alone, "" for all. `population`, `population_sha256`,
    `frame`: the closings that could be drawn, as text compressed with zlib; `lapsed`: closings of the time that no longer stand without
    having come back (their verification ended), which nobody draws. `weights`: by risk. `days`: working days for an inspection.
    """

    region_code = RegionCodeField()
    department = models.CharField(max_length=40, blank=True)
    closing = models.CharField(max_length=10, blank=True)
    closed_from = models.DateField()
    closed_until = models.DateField()
    method = models.CharField(max_length=12)
    seed = models.CharField(max_length=SEED_LENGTH)
    size = models.PositiveIntegerField()
    population = models.PositiveIntegerField()
    population_sha256 = models.CharField(max_length=HASH_LENGTH)
    frame = models.BinaryField()
    lapsed = models.PositiveIntegerField(default=0)
    weights = models.JSONField(default=dict)
    days = models.PositiveSmallIntegerField()
    drawn_by = models.BigIntegerField(null=True)
    drawn_at = models.DateTimeField()

    class Meta:
        """Constraints and indexes."""

        constraints = (
            models.CheckConstraint(condition=_among("method", Method), name="lookback_plan_method"),
            models.CheckConstraint(condition=_among("closing", Closing, empty=True), name="lookback_plan_closing"),
            models.CheckConstraint(
                condition=Q(closed_from__lt=models.F("closed_until")), name="lookback_plan_takes_a_time"
            ),
            models.CheckConstraint(condition=~Q(seed=""), name="lookback_plan_seed"),
            models.CheckConstraint(
                condition=Q(size__gt=0, size__lte=models.F("population")), name="lookback_plan_size"
            ),
            models.CheckConstraint(
                condition=Q(population_sha256__regex=r"^[0-9a-f]{64}$"), name="lookback_plan_population"
            ),
        )
        indexes = (
            models.Index(fields=["region_code", "-id"], name="lookback_plan_region"),
            models.Index(fields=["population_sha256"], name="lookback_plan_same"),
        )

    def __str__(self) -> str:
        return f"{self.region_code} {self.method} {self.seed}"


class Case(models.Model):
    """A closing that was drawn, and what looking again has shown.

    `place`: when it was drawn, 1 first. `region_code` to `closed_on`: as they were at the closing; `confirmed_by`: number of the account
    that confirmed; `risks`, `weight`: by which it could be drawn; `share`: of how many closings it speaks for, the population over the
    sample, by stratum. `inspector`: who is to look, since `given_at`, until `due_on`. `outcome` with `known`, how it is known; `why`:
    why it could not be seen. `version`: counts every change.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="cases", db_index=False)
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    closed_by = models.ForeignKey(Event, models.PROTECT, related_name="+", db_index=False)
    place = models.PositiveIntegerField()
    region_code = RegionCodeField()
    department = models.CharField(max_length=40, blank=True)
    indicator = models.CharField(max_length=NAME_LENGTH, blank=True)
    kind = models.CharField(max_length=NAME_LENGTH)
    closing = models.CharField(max_length=10)
    confirmed_by = models.BigIntegerField()
    closed_on = models.DateField()
    risks = models.JSONField(default=list)
    weight = models.PositiveIntegerField(default=1)
    share = models.FloatField()
    inspector = models.BigIntegerField(null=True)
    given_by = models.BigIntegerField(null=True)
    given_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    due_known = models.BooleanField(default=True)
    outcome = models.CharField(max_length=10, blank=True)
    known = models.CharField(max_length=10, blank=True)
    why = models.CharField(max_length=12, blank=True)
    note = models.CharField(max_length=LONGEST_NOTE, blank=True)
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, related_name="+")
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_on = models.DateField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        """Constraints and indexes: a case has an outcome with everything that belongs to it, or none of it."""

        constraints = (
            models.UniqueConstraint(fields=["plan", "item"], name="lookback_case_once"),
            models.UniqueConstraint(fields=["plan", "place"], name="lookback_case_place"),
            models.CheckConstraint(condition=_among("outcome", Outcome, empty=True), name="lookback_case_outcome"),
            models.CheckConstraint(condition=_among("known", Known, empty=True), name="lookback_case_known"),
            models.CheckConstraint(condition=_among("why", Unseen, empty=True), name="lookback_case_why"),
            models.CheckConstraint(condition=_among("closing", Closing), name="lookback_case_closing"),
            models.CheckConstraint(
                condition=Q(outcome="", known="", decided_at__isnull=True, decided_on__isnull=True)
                | (~Q(outcome="") & ~Q(known="") & Q(decided_at__isnull=False, decided_on__isnull=False)),
                name="lookback_case_decided",
            ),
            models.CheckConstraint(
                condition=(Q(outcome=Outcome.UNSEEN.value) & ~Q(why=""))
                | (~Q(outcome=Outcome.UNSEEN.value) & Q(why="")),
                name="lookback_case_unseen_says_why",
            ),
            models.CheckConstraint(
                condition=Q(inspector__isnull=True, given_at__isnull=True, due_on__isnull=True)
                | Q(inspector__isnull=False, given_at__isnull=False, due_on__isnull=False),
                name="lookback_case_given",
            ),
            models.CheckConstraint(condition=Q(weight__gt=0, share__gt=0), name="lookback_case_weight"),
        )
        indexes = (
            models.Index(fields=["region_code", "outcome", "indicator", "department"], name="lookback_case_figures"),
            models.Index(fields=["inspector", "outcome", "due_on"], name="lookback_case_inspector"),
            models.Index(fields=["due_on"], name="lookback_case_waiting", condition=Q(outcome="")),
        )

    def __str__(self) -> str:
        return f"{self.plan_id} {self.place}"


class Assignment(models.Model):
    """Somebody gave a case to an inspector, or tried to: only ever added to, the database itself refuses to change or remove it.

    `reasons`: why it was refused, all of them; `due_on`: until when.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="assignments")
    inspector = models.BigIntegerField(null=True)
    actor = models.BigIntegerField(null=True)
    accepted = models.BooleanField()
    reasons = models.JSONField(default=list)
    due_on = models.DateField(null=True)
    at = models.DateTimeField()

    class Meta:
        """Constraints."""

        constraints = (
            models.CheckConstraint(
                condition=Q(accepted=True, reasons=[], inspector__isnull=False, due_on__isnull=False)
                | (Q(accepted=False) & ~Q(reasons=[])),
                name="lookback_assignment_refused_says_why",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.inspector}"
