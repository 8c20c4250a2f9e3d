"""Visits that are planned, and visits that were made; who was told of which deadline."""

from django.db import models
from django.db.models import Q

from diguan.domain.fields import RegionCodeField
from diguan.domain.fieldwork.choices import Outcome, Told
from diguan.domain.ledger.choices import Wait
from diguan.domain.ledger.models import Item
from diguan.domain.registry.choices import NAME_LENGTH, NUMBER_LENGTH
from diguan.domain.responsibility.models import Officer, Post

OUTCOMES = [str(outcome) for outcome in Outcome]
WAITS = [str(wait) for wait in Wait]
TOLD = [str(told) for told in Told]


class Visit(models.Model):
    """A visit that was made. `token`: of the form it was written in, so that what a weak signal sends twice counts once.

    `told_by`: who answered, "" where nobody did. `asked`, `answered`: questions shown and answered; `seconds` from opening the form to
    sending it. `observations`: their numbers in the registry. `officer`: the cadre of the account, where it is one.
    """

    token = models.CharField(max_length=36, unique=True)
    county = models.CharField(max_length=6)
    household_number = models.CharField(max_length=NUMBER_LENGTH)
    region_code = RegionCodeField()
    made_on = models.DateField()
    made_by = models.BigIntegerField()
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="visits")
    outcome = models.CharField(max_length=8)
    told_by = models.CharField(max_length=8, blank=True)
    asked = models.PositiveSmallIntegerField()
    answered = models.PositiveSmallIntegerField()
    seconds = models.PositiveIntegerField()
    observations = models.JSONField(default=list)
    note = models.CharField(max_length=NAME_LENGTH, blank=True)
    at = models.DateTimeField()

    class Meta:
        """Constraints and indexes."""

        constraints = (
            models.CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="visit_outcome"),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.ABSENT.value, told_by="", answered=0)
                | (~Q(outcome=Outcome.ABSENT.value) & Q(told_by__in=TOLD)),
                name="visit_somebody_answered",
            ),
            models.CheckConstraint(condition=Q(answered__lte=models.F("asked")), name="visit_answers_what_is_asked"),
        )
        indexes = (
            models.Index(fields=["county", "household_number", "-made_on"], name="visit_household"),
            models.Index(fields=["region_code", "-made_on"], name="visit_region"),
        )

    def __str__(self) -> str:
        return f"{self.household_number} {self.made_on}"


class PlannedVisit(models.Model):
    """A visit that is to be made on a day. `visit`: the one that was; `dropped_on`: it was called off. A household has one open plan."""

    county = models.CharField(max_length=6)
    household_number = models.CharField(max_length=NUMBER_LENGTH)
    region_code = RegionCodeField()
    planned_on = models.DateField()
    planned_by = models.BigIntegerField()
    planned_at = models.DateTimeField()
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, related_name="plans")
    dropped_on = models.DateField(null=True)

    class Meta:
        """Constraints and indexes."""

        constraints = (
            models.CheckConstraint(condition=Q(visit=None) | Q(dropped_on=None), name="planned_visit_made_or_dropped"),
            models.UniqueConstraint(
                fields=["county", "household_number"],
                condition=Q(visit=None, dropped_on=None),
                name="planned_visit_open_once",
            ),
        )
        indexes = (models.Index(fields=["region_code", "planned_on"], name="planned_visit_day"),)

    def __str__(self) -> str:
        return f"{self.household_number} {self.planned_on}"


class Reminder(models.Model):
    """A stage that a deadline of an item has come to, once. `rank`: of the stage; `up`: steps above the owner.

    `post`, `account`: who was told; None where nobody up the chain could be. `singly`: by a message of its own, not by the digest alone.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="reminders")
    deadline_on = models.DateField()
    stage = models.CharField(max_length=16)
    rank = models.PositiveSmallIntegerField()
    up = models.PositiveSmallIntegerField()
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    account = models.BigIntegerField(null=True)
    singly = models.BooleanField()
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        """Constraints and indexes."""

        constraints = (models.UniqueConstraint(fields=["item", "deadline_on", "rank"], name="reminder_once_a_stage"),)
        indexes = (models.Index(fields=["account", "on"], name="reminder_of_a_day"),)

    def __str__(self) -> str:
        return f"{self.item_id} {self.deadline_on} {self.stage}"


class Awaited(models.Model):
    """A stage that a step which nobody takes has come to, once.

    `wait`: which step; `began`: since when it is waited for; `due_on`: the last day on which it was in time.
    `owed_post`, `owed_level`: who owes it; `rank`: of the stage; `post`, `account`: who was told, None where nobody up the chain could be.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="awaited")
    wait = models.CharField(max_length=10)
    began = models.DateTimeField()
    due_on = models.DateField()
    owed_post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    owed_level = models.CharField(max_length=12)
    rank = models.PositiveSmallIntegerField()
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    account = models.BigIntegerField(null=True)
    singly = models.BooleanField()
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        """Constraints and indexes."""

        constraints = (
            models.UniqueConstraint(fields=["item", "wait", "began", "rank"], name="awaited_once_a_stage"),
            models.CheckConstraint(condition=Q(wait__in=WAITS), name="awaited_wait"),
        )
        indexes = (models.Index(fields=["account", "on"], name="awaited_of_a_day"),)

    def __str__(self) -> str:
        return f"{self.item_id} {self.wait} {self.rank}"
