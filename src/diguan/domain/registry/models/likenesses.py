"""Who looks like somebody else of the registry: kept beside what is folded, so that nobody looks through a county to list it."""

from django.db import models

from diguan.domain.fields import RegionCodeField
from diguan.domain.registry.models.subjects import Person


class Likeness(models.Model):
    """A person of a group that may be one person: of one identity number, or of one village, name and day of birth.

    `kind`: a Resemblance; `first`: the smallest person of the group, by which it is known.
    A group of one is no group: its row goes with the last other.
    """

    kind = models.SmallIntegerField()
    region_code = RegionCodeField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="likenesses", db_index=False)  # by likeness_once
    first = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        """Constraints and indexes."""

        constraints = (models.UniqueConstraint(fields=["person", "kind"], name="likeness_once"),)
        indexes = (models.Index(fields=["kind", "region_code", "person"], name="likeness_in_order"),)

    def __str__(self) -> str:
        return f"{self.person_id} ~ {self.first_id}"
