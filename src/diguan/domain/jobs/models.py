"""The row of a job: queue and record in one."""

from django.db import models
from django.db.models import Q

from diguan.domain.fields import RegionCodeField
from diguan.domain.jobs.choices import ENDED, State


class Job(models.Model):
    """One piece of work. `arguments` hold no personal values; `owner` is the plain id of an account, null for the command line.

    `lane`: jobs of one lane run one after the other; "" is no lane. `done` of `total` steps of `stage`; a total of 0 is not known yet.
    `outcome`: what a finished job says of its result, or why it failed ({"zh": ..., "en": ...} under "problems").
    """

    kind = models.CharField(max_length=40)
    arguments = models.JSONField(default=dict)
    region_code = RegionCodeField()
    owner = models.BigIntegerField(null=True)
    lane = models.CharField(max_length=80, default="", blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    queued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=80, default="", blank=True)
    stage = models.CharField(max_length=200, default="", blank=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    cancel_asked_at = models.DateTimeField(null=True)
    outcome = models.JSONField(default=dict)

    class Meta:
        """Constraints that hold whatever the code does."""

        constraints = (
            models.CheckConstraint(condition=Q(state__in=list(State.values)), name="jobs_state_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=sorted(ENDED), ended_at__isnull=False)
                | Q(state__in=[State.QUEUED, State.RUNNING], ended_at__isnull=True),
                name="jobs_end_has_an_instant",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.RUNNING) | (Q(heartbeat_at__isnull=False) & ~Q(worker="")),
                name="jobs_running_has_a_worker",
            ),
            models.UniqueConstraint(
                fields=["lane"],
                condition=Q(state=State.RUNNING) & ~Q(lane=""),
                name="jobs_one_at_a_time_in_a_lane",
            ),
        )
        indexes = (
            models.Index(fields=["state", "queued_at", "id"], name="jobs_queue"),
            models.Index(fields=["region_code", "id"], name="jobs_by_region"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} {self.state}"
