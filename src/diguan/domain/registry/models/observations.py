"""Observations: one row a subject, source and day, never changed; and the identifiers in them, sealed and apart."""

from typing import ClassVar

from django.db import models

from diguan.domain.fields import CODE_LENGTH, RegionCodeField
from diguan.domain.indexes import EqualityIndex
from diguan.domain.registry.choices import NUMBER_LENGTH
from diguan.domain.registry.models.sources import Sheet

ROW_BITS = 32


class Observation(models.Model):
    """What one row of one source said. `id` is the sheet above 32 bits of row number; database triggers refuse UPDATE and DELETE.

    `facts`: values by field of the catalogue, never an identifier; of an answer at a visit also who asked and which list (VISITOR,
    VISIT_LIST). `place`: the region code that the row itself gave;
    `region_code`: where it belongs for whoever asks. `data_on`: the row's own day, else the source's holds.
    """

    id = models.BigIntegerField(primary_key=True)
    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="observations", db_index=False)
    household_number = models.CharField(max_length=NUMBER_LENGTH, null=True)
    person_number = models.CharField(max_length=NUMBER_LENGTH, null=True)
    facility_number = models.CharField(max_length=NUMBER_LENGTH, null=True)
    place = models.CharField(max_length=CODE_LENGTH, null=True)
    region_code = RegionCodeField()
    data_on = models.DateField(null=True)
    facts = models.JSONField(default=dict)

    class Meta:
        """Constraints and indexes."""

        indexes = (
            models.Index(fields=["household_number"], name="observation_household"),
            models.Index(
                fields=["region_code"],
                name="observation_place",
                condition=models.Q(household_number__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class Identifiers(models.Model):
    """Identity numbers, names and phones of one observation. `blind`: a keyed digest of the identity number, to search by equality."""

    observation = models.OneToOneField(Observation, models.PROTECT, primary_key=True, related_name="identifiers")
    blind = models.BinaryField(max_length=16, null=True)
    key_id = models.SmallIntegerField()
    sealed = models.BinaryField()
    SEALED: ClassVar = ("o", "observation_id")

    class Meta:
        """Constraints and indexes."""

        indexes = (EqualityIndex(fields=["blind"], name="identifiers_blind"),)

    def __str__(self) -> str:
        return str(self.observation_id)
