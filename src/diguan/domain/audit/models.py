"""Entries, the entries that wait for their seal, and the seals. Triggers in the database refuse UPDATE and DELETE of entries and seals."""

from django.db import models

from diguan.domain.fields import RegionCodeField

MAC_LENGTH = 64


class Entry(models.Model):
    """One act: who (a plain number; none: the command line or nobody yet), what, on what, where, when, with plain details."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor = models.BigIntegerField(null=True)
    action = models.CharField(max_length=64)
    subject = models.CharField(max_length=32)
    subject_id = models.CharField(max_length=64, blank=True)
    region_code = RegionCodeField(blank=True)
    detail = models.TextField()

    class Meta:
        """Indexes."""

        indexes = (
            models.Index(fields=["region_code", "id"], name="audit_entry_region"),
            models.Index(fields=["actor", "id"], name="audit_entry_actor"),
            models.Index(fields=["subject", "subject_id", "id"], name="audit_entry_subject"),
        )

    def __str__(self) -> str:
        return f"{self.id} {self.action} {self.subject} {self.subject_id}".strip()


class Pending(models.Model):
    """An entry that no seal holds yet. Rows come with their entry and go with its seal, each time in one transaction."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True)

    def __str__(self) -> str:
        return str(self.pk)


class Seal(models.Model):
    """A link of the chain: a keyed code over the numbers and the contents of some entries and over the link before."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    members = models.TextField()  # numbers of the entries as ranges: "1-5,7"
    count = models.IntegerField()
    digest = models.CharField(max_length=MAC_LENGTH)
    previous = models.CharField(max_length=MAC_LENGTH, blank=True)
    key_id = models.CharField(max_length=16)
    mac = models.CharField(max_length=MAC_LENGTH)

    def __str__(self) -> str:
        return f"{self.number} {self.mac[:12]}"
