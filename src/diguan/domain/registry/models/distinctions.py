"""Two rows that look like one person and are two: said by somebody, with a reason, and kept."""

from django.db import models

from diguan.domain.registry.choices import NAME_LENGTH
from diguan.domain.registry.models.subjects import Person


class Distinction(models.Model):
    """`one` and `other` (of the greater number) are not the same person. Said once; whoever merges them later need not take it back."""

    one = models.ForeignKey(Person, models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=NAME_LENGTH)
    actor = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        """Constraints."""

        constraints = (
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="distinction_in_order"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="distinction_reason"),
            models.UniqueConstraint(fields=["one", "other"], name="distinction_once"),
        )

    def __str__(self) -> str:
        return f"{self.one_id} ≠ {self.other_id}"
