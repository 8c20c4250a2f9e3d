"""What happened to problems, stages and self-checks, and which files prove it."""

from django.db import models
from django.db.models import F, Q

from diguan.domain.accounts.choices import Role
from diguan.domain.evidence.models import Evidence
from diguan.domain.rectification.choices import CheckState, ProblemState, StageState, Step
from diguan.domain.rectification.models.columns import among
from diguan.domain.rectification.models.lists import Problem, Stage
from diguan.domain.rectification.models.spreading import Check

STATES = (*ProblemState, *StageState, *CheckState)


class Event(models.Model):
    """What happened, or was tried and refused: only ever added to, the database itself refuses to change or remove it.

    `stage`, `check_of`: what it happened to, None where it is the problem itself. `actor`: number of the account, None for the machine.
    `evidence`: numbers of files; `detail`: plain values, nothing personal; `refusal`: why not, where it was not accepted.
    """

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="events")
    stage = models.ForeignKey(Stage, models.PROTECT, null=True, related_name="events")
    check_of = models.ForeignKey(Check, models.PROTECT, null=True, related_name="events")
    act = models.CharField(max_length=20)
    from_state = models.CharField(max_length=10, default="", blank=True)
    to_state = models.CharField(max_length=10)
    actor = models.BigIntegerField(null=True)
    role = models.CharField(max_length=16, default="", blank=True)
    reason = models.TextField(default="", blank=True)
    evidence = models.JSONField(default=list)
    detail = models.JSONField(default=dict)
    accepted = models.BooleanField(default=True)
    refusal = models.CharField(max_length=24, default="", blank=True)
    at = models.DateTimeField()

    class Meta:
        """Constraints and indexes."""

        constraints = (
            models.CheckConstraint(condition=among("act", Step), name="rectification_event_act"),
            models.CheckConstraint(
                condition=among("from_state", STATES, empty=True) & among("to_state", STATES),
                name="rectification_event_states",
            ),
            models.CheckConstraint(condition=among("role", Role, empty=True), name="rectification_event_role"),
            models.CheckConstraint(
                condition=Q(accepted=True, refusal="")
                | Q(accepted=False) & ~Q(refusal="") & Q(from_state=F("to_state")),
                name="rectification_event_refusal",
            ),
        )
        indexes = (
            models.Index(fields=["problem", "id"], name="rectification_event_of"),
            models.Index(fields=["refusal"], name="rectification_refused", condition=Q(accepted=False)),
        )

    def __str__(self) -> str:
        return f"{self.act} {self.from_state} {self.to_state}"


class Proof(models.Model):
    """A file that was handed in as proof of a problem, a stage of it, or a reply."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="proofs")
    stage = models.ForeignKey(Stage, models.PROTECT, null=True, related_name="proofs")
    check_of = models.ForeignKey(Check, models.PROTECT, null=True, related_name="proofs")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Constraints: a file proves a thing once."""

        constraints = (
            models.UniqueConstraint(
                fields=["problem", "evidence"], condition=Q(stage=None, check_of=None), name="proof_of_problem_once"
            ),
            models.UniqueConstraint(
                fields=["stage", "evidence"], condition=Q(stage__isnull=False), name="proof_of_stage_once"
            ),
            models.UniqueConstraint(
                fields=["check_of", "evidence"], condition=Q(check_of__isnull=False), name="proof_of_check_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.problem_id} {self.evidence_id}"
