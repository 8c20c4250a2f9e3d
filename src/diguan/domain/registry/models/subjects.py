"""Whom the registry knows. Every row here is the fold of observations, kept for lists; the observations are the truth."""

from django.db import models

from diguan.domain.fields import RegionCodeField
from diguan.domain.indexes import EqualityIndex, county_prefix_index
from diguan.domain.registry.choices import NAME_LENGTH, NUMBER_LENGTH


class Household(models.Model):
    """A household as of the last change. `version` counts changes: whoever saves says which one he saw.

    `listed`: an export names it, else only the resident base does. `gone`: no source or event leads to it any more. `facts`: what only
    a pass over many households can tell; everything else is folded from the observations when it is asked for. `digest`: of everything
    that the last pass said of it, null when something else wrote here since.
    """

    county = models.CharField(max_length=6)
    number = models.CharField(max_length=NUMBER_LENGTH)
    region_code = RegionCodeField()
    listed = models.BooleanField()
    status = models.CharField(max_length=40, null=True)
    kind = models.CharField(max_length=NAME_LENGTH, null=True)
    size = models.IntegerField()
    roster_incomplete = models.BooleanField(default=False)
    edge = models.BooleanField(default=False)
    doubtful = models.BooleanField(default=False)
    elderly_alone = models.BooleanField(default=False)
    head_name = models.CharField(max_length=NAME_LENGTH, null=True)
    pinyin = models.CharField(max_length=NAME_LENGTH, null=True)
    initials = models.CharField(max_length=40, null=True)
    facts = models.JSONField(default=dict)
    digest = models.BigIntegerField(null=True)
    version = models.IntegerField(default=1)
    gone = models.BooleanField(default=False)

    class Meta:
        """Constraints and indexes."""

        constraints = (models.UniqueConstraint(fields=["county", "number"], name="household_number"),)
        indexes = (
            models.Index(fields=["region_code", "number", "id", "gone"], name="household_there_in_order"),
            EqualityIndex(fields=["number"], name="household_by_number"),
        )

    def __str__(self) -> str:
        return self.number


class Person(models.Model):
    """A person of a household. `member`: belongs to it, else only the resident base says so. `facts` and `digest` as of households."""

    household = models.ForeignKey(
        Household, models.PROTECT, related_name="persons", db_index=False
    )  # person_number serves
    number = models.CharField(max_length=NUMBER_LENGTH)
    region_code = RegionCodeField()
    member = models.BooleanField()
    name = models.CharField(max_length=NAME_LENGTH, null=True)
    pinyin = models.CharField(max_length=NAME_LENGTH, null=True)
    initials = models.CharField(max_length=40, null=True)
    relation = models.CharField(max_length=40, null=True)
    state = models.CharField(max_length=40, null=True)
    birth_date = models.DateField(null=True)
    blind = models.BinaryField(max_length=16, null=True)
    facts = models.JSONField(default=dict)
    digest = models.BigIntegerField(null=True)
    gone = models.BooleanField(default=False)

    class Meta:
        """Constraints and indexes."""

        constraints = (models.UniqueConstraint(fields=["household", "number"], name="person_number"),)
        # a name is found by its pinyin: an index of its own would find nothing more
        indexes = (
            county_prefix_index("pinyin", "person_county_pinyin"),
            county_prefix_index("initials", "person_county_initials"),
            EqualityIndex(fields=["blind"], name="person_blind"),
        )

    def __str__(self) -> str:
        return self.number


class Village(models.Model):
    """A village with what was observed of it."""

    region_code = RegionCodeField(unique=True)
    facts = models.JSONField(default=dict)
    version = models.IntegerField(default=1)

    def __str__(self) -> str:
        return self.region_code


class Facility(models.Model):
    """A clinic, school or other institution."""

    county = models.CharField(max_length=6)
    number = models.CharField(max_length=NUMBER_LENGTH)
    region_code = RegionCodeField()
    facts = models.JSONField(default=dict)

    class Meta:
        """Constraints and indexes."""

        constraints = (models.UniqueConstraint(fields=["county", "number"], name="facility_number"),)

    def __str__(self) -> str:
        return self.number
