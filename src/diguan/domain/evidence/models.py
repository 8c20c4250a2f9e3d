"""The row of a piece of evidence. The database refuses to change or remove it (migration 0002)."""

from django.db import models
from django.db.models import Q

from diguan.domain.evidence.choices import LARGEST_KEPT, NAME_LENGTH, MediaType
from diguan.domain.fields import RegionCodeField

SHA256_LENGTH = 64


class Evidence(models.Model):
    """A file that somebody handed in for a region: one row an act of handing in, one file a content.

    `sha256`: of the file as it is kept, and its address; `given_sha256`: of what was handed in, before a photo lost what it says of place
    and camera. `size` in bytes of what is kept. `uploaded_by`: the plain id of an account. `taken_at`: what the camera says, no proof.
    """

    sha256 = models.CharField(max_length=SHA256_LENGTH)
    given_sha256 = models.CharField(max_length=SHA256_LENGTH)
    size = models.PositiveIntegerField()
    media_type = models.CharField(max_length=80, choices=MediaType)
    name = models.CharField(max_length=NAME_LENGTH)
    region_code = RegionCodeField()
    uploaded_by = models.BigIntegerField()
    at = models.DateTimeField()
    position_kept = models.BooleanField(default=False)
    taken_at = models.CharField(max_length=19, default="", blank=True)

    class Meta:
        """Constraints and indexes."""

        constraints = (
            models.UniqueConstraint(
                fields=["given_sha256", "region_code", "uploaded_by", "position_kept"], name="evidence_handed_in_once"
            ),
            models.CheckConstraint(condition=Q(media_type__in=MediaType.values), name="evidence_media_type_is_known"),
            models.CheckConstraint(condition=Q(size__gt=0, size__lte=LARGEST_KEPT), name="evidence_size_is_bounded"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="evidence_address_is_a_hash"),
        )
        indexes = (
            models.Index(fields=["sha256"], name="evidence_content"),
            models.Index(fields=["region_code", "id"], name="evidence_by_region"),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.media_type}"
