"""Tables of files once more, by the column: what a fold reads whole need not be put together from its rows each time."""

from typing import ClassVar

from django.db import models

from diguan.domain.registry.models.sources import Sheet


class Block(models.Model):
    """Some rows of a sheet that follow each other, as a round reads them, sealed as one. The observations are the truth, this is a copy.

    `first`: number of the first observation in it. Once identifiers of one of its rows are removed, the database removes it, too.
    """

    first = models.BigIntegerField(primary_key=True)
    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="blocks")
    rows = models.IntegerField()
    key_id = models.SmallIntegerField()
    sealed = models.BinaryField()
    SEALED: ClassVar = ("b", "first")
    AT_ONCE: ClassVar = 4  # a block takes megabytes

    def __str__(self) -> str:
        return str(self.first)
