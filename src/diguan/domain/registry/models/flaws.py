"""What could not be read: cells and whole rows. What stood there may be anything, so it is sealed."""

from typing import ClassVar

from django.db import models

from diguan.domain.registry.choices import NAME_LENGTH, NUMBER_LENGTH, Flaw
from diguan.domain.registry.models.sources import Sheet, Source


class FlawedCell(models.Model):
    """A cell that gave no fact. `row`: number of its row in the sheet; `said`: reason, expected or detail, in both languages."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="flawed_cells")
    sheet = models.ForeignKey(Sheet, models.PROTECT, null=True, related_name="flawed_cells")
    row = models.BigIntegerField()
    flaw = models.CharField(max_length=10)
    subject = models.CharField(max_length=10)
    field = models.CharField(max_length=80)
    place = models.JSONField(default=list)
    said = models.JSONField(default=dict)
    key_id = models.SmallIntegerField()
    sealed = models.BinaryField()
    SEALED: ClassVar = ("c", "source_id")

    class Meta:
        """Constraints and indexes."""

        constraints = (
            models.CheckConstraint(condition=models.Q(flaw__in=[str(f) for f in Flaw]), name="flawed_cell_kind"),
        )

    def __str__(self) -> str:
        return f"{self.field} {self.row}"


class RejectedRow(models.Model):
    """A row whose key was damaged. `sealed`: the whole row as it stood."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="rejected_rows")
    key = models.CharField(max_length=NAME_LENGTH)
    household_number = models.CharField(max_length=NUMBER_LENGTH, null=True)
    place = models.JSONField(default=list)
    said = models.JSONField(default=dict)
    key_id = models.SmallIntegerField()
    sealed = models.BinaryField()
    SEALED: ClassVar = ("r", "source_id")

    def __str__(self) -> str:
        return f"{self.source_id} {self.place}"
