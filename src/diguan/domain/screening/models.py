"""Rounds, and where households stand."""

from django.db import models

from diguan.domain.fields import RegionCodeField

STANDARD_LENGTH = 80


class Round(models.Model):
    """A finished round. `folder`: its name below the folder of rounds; `sha256`: of its round.json, so that a changed folder is known.

    `indicators`: id and labels in the order of the packed codes. `kinds`: id and labels of the kinds of findings.
    `counts`: as round.json has them.
    """

    folder = models.CharField(max_length=80, unique=True)
    sha256 = models.CharField(max_length=64)
    standard = models.CharField(max_length=STANDARD_LENGTH)
    version = models.CharField(max_length=40)
    label = models.JSONField()
    as_of = models.DateField()
    region_code = RegionCodeField()
    indicators = models.JSONField()
    kinds = models.JSONField()
    counts = models.JSONField()
    actor = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        """Indexes."""

        indexes = (models.Index(fields=["region_code", "-id"], name="round_region"),)

    def __str__(self) -> str:
        return f"{self.standard} {self.as_of} {self.region_code}"


class Standing(models.Model):
    """A household in the newest round of a standard that judged it.

    `codes` and `grades`: one digit an indicator in the order of the round (0 unmet, 1 unknown, 2 met, 3 not applicable; 0-3, and 9 where a
    verdict is unknown because no input has what it needs). `unknown`: without those that no input could decide. `declared`: met on nothing
    better than a declaration. `findings`: suspicions of the round.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="standings")
    standard = models.CharField(max_length=STANDARD_LENGTH)
    county = models.CharField(max_length=6)
    household_number = models.CharField(max_length=64)
    region_code = RegionCodeField()
    codes = models.CharField(max_length=400)
    grades = models.CharField(max_length=400)
    unmet = models.SmallIntegerField()
    unknown = models.SmallIntegerField()
    declared = models.SmallIntegerField()
    findings = models.SmallIntegerField()

    class Meta:
        """A household stands once a standard."""

        constraints = (
            models.UniqueConstraint(fields=["standard", "county", "household_number"], name="standing_household"),
        )
        indexes = (
            models.Index(fields=["standard", "region_code", "household_number"], name="standing_place"),
            models.Index(fields=["standard", "region_code"], name="standing_unmet", condition=models.Q(unmet__gt=0)),
        )

    def __str__(self) -> str:
        return f"{self.standard} {self.household_number} {self.codes}"
