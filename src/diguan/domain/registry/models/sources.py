"""Where observations come from: a load of files, the files in it, the tables in a file."""

from datetime import date

from django.db import models
from django.utils import timezone

from diguan.domain.fields import RegionCodeField
from diguan.domain.registry.choices import NAME_LENGTH, SUBJECTS, VISIT_LIST
from diguan.domain.registry.models.events import LifeEvent
from diguan.engine.snapshot.model import Source as EngineSource


class Load(models.Model):
    """One import, or one act of recording. `fingerprint`: over everything that was read; the same is never stored twice."""

    fingerprint = models.CharField(max_length=64)
    region_code = RegionCodeField()
    as_of = models.DateField()
    actor = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    notes = models.JSONField(default=list)
    unknown_headers = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)

    class Meta:
        """Constraints and indexes."""

        indexes = (models.Index(fields=["fingerprint"], name="load_fingerprint"),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.region_code}"


class Source(models.Model):
    """A file in one role, or what is recorded by hand. `replaced_by`: the same file read anew with corrections."""

    load = models.ForeignKey(Load, models.PROTECT, related_name="sources")
    kind = models.CharField(max_length=80)
    label = models.CharField(max_length=NAME_LENGTH)
    sha256 = models.CharField(max_length=64)
    reading = models.CharField(max_length=64)
    data_on = models.DateField(null=True)
    synthetic = models.BooleanField(default=False)
    by_hand = models.BooleanField(default=False)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaces")

    class Meta:
        """Constraints and indexes."""

        indexes = (models.Index(fields=["sha256", "kind"], name="source_content"),)

    def __str__(self) -> str:
        return f"{self.label} ({self.kind})"

    def known_by(self, as_of: date) -> date | None:
        """Of a file that names no day, the day of its load where that is before a day of judgement: nothing in it is newer."""
        loaded = timezone.localtime(self.load.at).date()
        return loaded if self.data_on is None and not self.by_hand and loaded < as_of else None

    @property
    def grade(self) -> int:
        """Evidence grade of its facts."""
        return EngineSource(1, self.kind, self.label, self.sha256, self.data_on).grade


class Sheet(models.Model):
    """One table of facts about one kind of subject. `columns`: every column it carries, also those without a value.

    `by_hand`: a row says only what it holds (an empty cell says nothing and replaces nothing), by whom and on what evidence.
    `event`: the life event that it was recorded with; once that is taken back, the sheet says nothing any more.
    """

    source = models.ForeignKey(Source, models.PROTECT, related_name="tables")
    ordinal = models.IntegerField()
    subject = models.CharField(max_length=10)
    columns = models.JSONField(default=list)
    file = models.CharField(max_length=NAME_LENGTH)
    name = models.CharField(max_length=NAME_LENGTH)
    rows = models.BigIntegerField(default=0)
    recorded_by = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField(null=True)
    evidence = models.CharField(max_length=NAME_LENGTH, default="")
    event = models.ForeignKey(LifeEvent, models.PROTECT, null=True, related_name="sheets")

    class Meta:
        """Constraints and indexes."""

        constraints = (models.CheckConstraint(condition=models.Q(subject__in=SUBJECTS), name="sheet_subject"),)

    def __str__(self) -> str:
        return f"{self.file} {self.name}"

    @property
    def answers(self) -> bool:
        """Whether its rows are answers at visits."""
        return VISIT_LIST in self.columns

    @property
    def row_by_row(self) -> bool:
        """Whether a row says only what it holds: an answer at a visit, or what was recorded by hand."""
        return self.answers or self.source.by_hand
