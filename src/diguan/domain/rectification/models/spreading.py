"""From one problem to all of its kind: a condition that is looked for everywhere, or a self-check that is asked of every unit below."""

from django.db import models
from django.db.models import Q

from diguan.domain.fields import RegionCodeField
from diguan.domain.rectification.choices import NAME_LENGTH, CheckState, SpreadKind
from diguan.domain.rectification.models.columns import among, when
from diguan.domain.rectification.models.lists import Problem
from diguan.domain.screening.models import STANDARD_LENGTH


class Spread(models.Model):
    """How a problem is looked for everywhere. `question`: in words, for whoever looks; `criteria`: when what is found is mended.

    Of an expression: `standard` whose fields and values it may name, `expression` over `subject`; `run_at`: when it was last looked for,
    `judged`: codes of the units whose households were looked at then, with the day of their facts, `unjudged`: of those without a round.
    `hits`, `unknown`: how many it was true of, or nobody knows. Of a self-check: `reply_by`.
    """

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="spreads")
    kind = models.CharField(max_length=12)
    region_code = RegionCodeField()
    department = models.CharField(max_length=40, default="", blank=True)
    question = models.TextField()
    criteria = models.TextField()
    standard = models.CharField(max_length=STANDARD_LENGTH, default="", blank=True)
    subject = models.CharField(max_length=NAME_LENGTH, default="", blank=True)
    expression = models.TextField(default="", blank=True)
    judged = models.JSONField(default=dict)
    unjudged = models.JSONField(default=list)
    hits = models.PositiveIntegerField(default=0)
    unknown = models.PositiveIntegerField(default=0)
    run_at = models.DateTimeField(null=True)
    reply_by = models.DateField(null=True)
    begun_by = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        """Constraints."""

        constraints = (
            models.CheckConstraint(
                condition=Q(kind=SpreadKind.EXPRESSION.value, reply_by=None)
                & ~Q(expression="")
                & ~Q(standard="")
                & ~Q(subject="")
                | Q(kind=SpreadKind.SELF_CHECK.value, expression="", reply_by__isnull=False),
                name="spread_kind",
            ),
            models.CheckConstraint(condition=~Q(question="") & ~Q(criteria=""), name="spread_says_what"),
        )

    def __str__(self) -> str:
        return f"{self.problem_id} {self.kind}"


class Check(models.Model):
    """The self-check of one unit. `words`: its reply; `found`: how many problems it says it has. `version`: counts every change."""

    spread = models.ForeignKey(Spread, models.PROTECT, related_name="checks")
    region_code = RegionCodeField()
    reply_by = models.DateField()
    state = models.CharField(max_length=10, default=CheckState.ASKED)
    words = models.TextField(default="", blank=True)
    found = models.PositiveIntegerField(default=0)
    replied_by = models.BigIntegerField(null=True)
    replied_role = models.CharField(max_length=16, default="", blank=True)
    replied_at = models.DateTimeField(null=True)
    accepted_by = models.BigIntegerField(null=True)
    accepted_at = models.DateTimeField(null=True)
    returns = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Constraints and indexes: a unit is asked once."""

        constraints = (
            models.UniqueConstraint(fields=["spread", "region_code"], name="check_once_a_unit"),
            models.CheckConstraint(condition=among("state", CheckState), name="check_state"),
            models.CheckConstraint(
                condition=when(
                    "state",
                    (CheckState.REPLIED, CheckState.ACCEPTED),
                    replied_by__isnull=False,
                    replied_at__isnull=False,
                ),
                name="check_is_replied",
            ),
            models.CheckConstraint(
                condition=Q(state=CheckState.ACCEPTED.value, accepted_by__isnull=False, accepted_at__isnull=False)
                | ~Q(state=CheckState.ACCEPTED.value) & Q(accepted_by__isnull=True, accepted_at__isnull=True),
                name="check_is_accepted",
            ),
        )
        indexes = (models.Index(fields=["region_code", "state"], name="check_place"),)

    def __str__(self) -> str:
        return f"{self.spread_id} {self.region_code}"
