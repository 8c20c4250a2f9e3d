"""Tables of posts, officers, tenures, helping, trips. Days are half-open: `until_on` is the first day without."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from diguan.domain.accounts.models import Account, Grant
from diguan.domain.fields import RegionCodeField
from diguan.domain.registry.choices import NUMBER_LENGTH
from diguan.domain.responsibility.choices import (
    NAME_LENGTH,
    REASON_LENGTH,
    TITLE_LENGTH,
    UNIT_LENGTH,
    Level,
    PostKind,
)

KINDS = [kind.value for kind in PostKind]
LEVELS = [level.value for level in Level]


class Post(models.Model):
    """A post of a unit. `seat` tells posts of one kind apart; `department` is set for the kind "department" alone."""

    region_code = RegionCodeField()
    level = models.CharField(max_length=12)
    kind = models.CharField(max_length=20)
    department = models.CharField(max_length=40, default="", blank=True)
    seat = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=TITLE_LENGTH, default="", blank=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        """Constraints and indexes."""

        constraints = (
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="post_kind"),
            models.CheckConstraint(condition=Q(level__in=LEVELS), name="post_level"),
            models.CheckConstraint(
                condition=(Q(kind=PostKind.DEPARTMENT.value) & ~Q(department=""))
                | (~Q(kind=PostKind.DEPARTMENT.value) & Q(department="")),
                name="post_department",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")), name="post_closes_after_it_opens"
            ),
            models.UniqueConstraint(
                fields=["region_code", "kind", "department", "seat"],
                condition=Q(closed_on=None),
                name="post_open_once",
            ),
        )
        indexes = (models.Index(fields=["region_code", "kind"], name="post_region"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.region_code} {self.department}".strip()


class Officer(models.Model):
    """A cadre, once a county (`county`: six digits of where the person is kept). `sealed`: identity number and phone, never shown whole.

    `blind`: keyed digest of the identity number, by which the same person is found again in the next sheet.
    """

    name = models.CharField(max_length=NAME_LENGTH)
    unit = models.CharField(max_length=UNIT_LENGTH, default="", blank=True)
    unit_kind = models.CharField(max_length=UNIT_LENGTH, default="", blank=True)
    unit_under = models.CharField(max_length=UNIT_LENGTH, default="", blank=True)
    sex = models.CharField(max_length=8, default="", blank=True)
    rank = models.CharField(max_length=UNIT_LENGTH, default="", blank=True)
    county = models.CharField(max_length=6)
    region_code = RegionCodeField()
    account = models.OneToOneField(Account, models.PROTECT, null=True, related_name="officer")
    blind = models.BinaryField(max_length=16, null=True)
    key_id = models.SmallIntegerField(null=True)
    sealed = models.BinaryField(null=True)
    SEALED: ClassVar = ("officer", "id")

    class Meta:
        """Constraints and indexes."""

        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="officer_has_a_name"),
            models.CheckConstraint(
                condition=Q(key_id=None, sealed=None) | Q(key_id__isnull=False, sealed__isnull=False),
                name="officer_sealed_under_a_key",
            ),
            models.UniqueConstraint(
                fields=["county", "blind"], condition=Q(blind__isnull=False), name="officer_once_a_county"
            ),
        )
        indexes = (
            models.Index(fields=["region_code", "name"], name="officer_region"),
            models.Index(fields=["county", "name"], name="officer_name"),
        )

    def __str__(self) -> str:
        return str(self.pk)


class Tenure(models.Model):
    """Who holds a post from a day on. `grant`: the role that it gives, when the officer has an account. The database refuses overlaps."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="tenures")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="tenures")
    since_on = models.DateField()
    until_on = models.DateField(null=True)
    grant = models.ForeignKey(Grant, models.PROTECT, null=True, related_name="tenures")
    reason = models.CharField(max_length=REASON_LENGTH)
    ended_reason = models.CharField(max_length=REASON_LENGTH, default="", blank=True)

    class Meta:
        """Constraints and indexes."""

        constraints = (
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("since_on")), name="tenure_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="tenure_reason"),
            models.UniqueConstraint(fields=["post"], condition=Q(until_on=None), name="tenure_open_once"),
        )
        indexes = (models.Index(fields=["post", "since_on"], name="tenure_in_order"),)

    def __str__(self) -> str:
        return f"{self.post_id} {self.since_on} {self.until_on or ''}".strip()


class Helping(models.Model):
    """Who helps a household from a day on; several may, nobody twice at a time. `region_code`: the household's village when written.

    `follows`: the help under another number that this one goes on with, since the household was given a new one.
    """

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="helping")
    county = models.CharField(max_length=6)
    household_number = models.CharField(max_length=NUMBER_LENGTH)
    region_code = RegionCodeField()
    since_on = models.DateField()
    until_on = models.DateField(null=True)
    reason = models.CharField(max_length=REASON_LENGTH)
    ended_reason = models.CharField(max_length=REASON_LENGTH, default="", blank=True)
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="followed_by")

    class Meta:
        """Constraints and indexes."""

        constraints = (
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("since_on")), name="helping_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="helping_reason"),
            models.UniqueConstraint(
                fields=["officer", "county", "household_number"],
                condition=Q(until_on=None),
                name="helping_open_once",
            ),
        )
        indexes = (
            models.Index(fields=["county", "household_number"], name="helping_household"),
            models.Index(fields=["region_code"], name="helping_region"),
        )

    def __str__(self) -> str:
        return f"{self.officer_id} {self.household_number}"


class Trip(models.Model):
    """A supervision trip: an officer went to a unit on a day, and what was found. Written once, never changed."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="trips")
    region_code = RegionCodeField()
    went_on = models.DateField()
    days = models.PositiveSmallIntegerField(default=1)
    note = models.TextField()
    recorded_by = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        """Constraints and indexes."""

        constraints = (
            models.CheckConstraint(condition=Q(days__gte=1), name="trip_days"),
            models.CheckConstraint(condition=~Q(note=""), name="trip_note"),
        )
        indexes = (models.Index(fields=["region_code", "-went_on"], name="trip_region"),)

    def __str__(self) -> str:
        return f"{self.region_code} {self.went_on}"
