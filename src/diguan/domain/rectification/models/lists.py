"""An inspection, its problems, their tasks and the stages of these: the three lists, and the items of the ledger below them."""

from django.db import models
from django.db.models import F, Q

from diguan.domain.evidence.models import Evidence
from diguan.domain.fields import RegionCodeField
from diguan.domain.ledger.models import Item
from diguan.domain.rectification.choices import (
    NAME_LENGTH,
    PAPER_LENGTH,
    TITLE_LENGTH,
    UNIT_LENGTH,
    Category,
    Horizon,
    InspectionKind,
    Linked,
    ProblemKind,
    ProblemState,
    StageState,
)
from diguan.domain.rectification.models.columns import among, when
from diguan.domain.responsibility.models import Post
from diguan.domain.screening.models import STANDARD_LENGTH

AFTER_PLAN = (ProblemState.PROPOSED, ProblemState.UNDER_WAY, ProblemState.REPORTED, ProblemState.ACCEPTED)


class Inspection(models.Model):
    """Who looked, when, and the paper that says what they found. `region_code`: the unit that answers for all of it.

    `since_on`, `until_on`: first and last day of the inspection; `evidence`: the paper as a file; `synthetic`: an example, no real paper.
    """

    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=TITLE_LENGTH)
    inspected_by = models.CharField(max_length=TITLE_LENGTH)
    paper_number = models.CharField(max_length=PAPER_LENGTH)
    paper_on = models.DateField()
    since_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    region_code = RegionCodeField()
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="+")
    synthetic = models.BooleanField(default=False)
    registered_by = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        """Constraints and indexes: a paper is registered once for a unit."""

        constraints = (
            models.CheckConstraint(condition=among("kind", InspectionKind), name="inspection_kind"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(paper_number=""), name="inspection_has_a_paper"),
            models.CheckConstraint(
                condition=Q(since_on=None) | Q(until_on=None) | Q(until_on__gte=F("since_on")), name="inspection_days"
            ),
            models.UniqueConstraint(fields=["region_code", "paper_number"], name="inspection_paper_once"),
        )
        indexes = (models.Index(fields=["region_code", "-paper_on", "-id"], name="inspection_region"),)

    def __str__(self) -> str:
        return f"{self.paper_number} {self.region_code}"


class Problem(models.Model):
    """One problem of an inspection. `number`: its place in the feedback; `region_code`, `department`: whose it is.

    `standard` and `indicator`: where a rule decides when it is gone; else `criteria` say so, set at opening. `root_cause`, `goal`,
    `horizon`: of the plan, empty before. `leader_post`: the leader who answers for it. `rebounds`: how often it stood again after it was
    accepted; `reopened_at`: when last. `version`: counts every change.
    """

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="problems")
    number = models.PositiveIntegerField()
    region_code = RegionCodeField()
    department = models.CharField(max_length=40, default="", blank=True)
    kind = models.CharField(max_length=10)
    category = models.CharField(max_length=20)
    text = models.TextField()
    standard = models.CharField(max_length=STANDARD_LENGTH, default="", blank=True)
    indicator = models.CharField(max_length=NAME_LENGTH, default="", blank=True)
    criteria = models.TextField(default="", blank=True)
    leader_post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    deadline_on = models.DateField()
    root_cause = models.TextField(default="", blank=True)
    goal = models.TextField(default="", blank=True)
    horizon = models.CharField(max_length=10, default="", blank=True)
    state = models.CharField(max_length=10, default=ProblemState.RECEIVED)
    proposed_by = models.BigIntegerField(null=True)
    proposed_role = models.CharField(max_length=16, default="", blank=True)
    approved_by = models.BigIntegerField(null=True)
    approved_at = models.DateTimeField(null=True)
    reported_by = models.BigIntegerField(null=True)
    reported_role = models.CharField(max_length=16, default="", blank=True)
    reported_at = models.DateTimeField(null=True)
    accepted_by = models.BigIntegerField(null=True)
    accepted_at = models.DateTimeField(null=True)
    rebounds = models.PositiveIntegerField(default=0)
    returns = models.PositiveIntegerField(default=0)
    reopened_at = models.DateTimeField(null=True)
    opened_by = models.BigIntegerField()
    opened_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Constraints and indexes."""

        constraints = (
            models.UniqueConstraint(fields=["inspection", "number"], name="problem_number"),
            models.CheckConstraint(condition=among("state", ProblemState), name="problem_state"),
            models.CheckConstraint(condition=among("kind", ProblemKind), name="problem_kind"),
            models.CheckConstraint(condition=among("category", Category), name="problem_category"),
            models.CheckConstraint(condition=among("horizon", Horizon, empty=True), name="problem_horizon"),
            models.CheckConstraint(
                condition=Q(criteria="") & ~Q(indicator="") & ~Q(standard="") | ~Q(criteria="") & Q(indicator=""),
                name="problem_criteria_or_rule",
            ),
            models.CheckConstraint(
                condition=when("state", AFTER_PLAN, proposed_by__isnull=False) & ~Q(text=""),
                name="problem_is_planned_by_somebody",
            ),
            models.CheckConstraint(
                condition=~among("state", AFTER_PLAN) | ~Q(root_cause="") & ~Q(horizon="") & ~Q(goal=""),
                name="problem_plan_is_whole",
            ),
            models.CheckConstraint(
                condition=when(
                    "state",
                    (ProblemState.REPORTED, ProblemState.ACCEPTED),
                    reported_by__isnull=False,
                    reported_at__isnull=False,
                ),
                name="problem_is_reported",
            ),
            models.CheckConstraint(
                condition=Q(state=ProblemState.ACCEPTED.value, accepted_by__isnull=False, accepted_at__isnull=False)
                | ~Q(state=ProblemState.ACCEPTED.value) & Q(accepted_by__isnull=True, accepted_at__isnull=True),
                name="problem_is_accepted",
            ),
        )
        indexes = (models.Index(fields=["region_code", "state"], name="problem_place"),)

    def __str__(self) -> str:
        return f"{self.inspection_id}-{self.number}"


class Task(models.Model):
    """A measure against a problem. `lead_unit`: who leads (牵头单位), `unit`: who does it, `post`: whose holder is responsible."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="tasks")
    number = models.PositiveIntegerField()
    measure = models.TextField()
    lead_unit = models.CharField(max_length=UNIT_LENGTH)
    unit = models.CharField(max_length=UNIT_LENGTH)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    deadline_on = models.DateField()
    added_by = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        """Constraints."""

        constraints = (
            models.UniqueConstraint(fields=["problem", "number"], name="task_number"),
            models.CheckConstraint(
                condition=~Q(measure="") & ~Q(lead_unit="") & ~Q(unit=""), name="task_says_what_and_who"
            ),
        )

    def __str__(self) -> str:
        return f"{self.problem_id}-{self.number}"


class Stage(models.Model):
    """A goal of a task with its day. `progress`: what was last reported of it. `version`: counts every change."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="stages")
    number = models.PositiveIntegerField()
    goal = models.TextField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, default=StageState.PLANNED)
    progress = models.TextField(default="", blank=True)
    reported_by = models.BigIntegerField(null=True)
    reported_role = models.CharField(max_length=16, default="", blank=True)
    reported_at = models.DateTimeField(null=True)
    accepted_by = models.BigIntegerField(null=True)
    accepted_at = models.DateTimeField(null=True)
    returns = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Constraints and indexes."""

        constraints = (
            models.UniqueConstraint(fields=["task", "number"], name="stage_number"),
            models.CheckConstraint(condition=among("state", StageState) & ~Q(goal=""), name="stage_state"),
            models.CheckConstraint(
                condition=when(
                    "state",
                    (StageState.REPORTED, StageState.ACCEPTED),
                    reported_by__isnull=False,
                    reported_at__isnull=False,
                ),
                name="stage_is_reported",
            ),
            models.CheckConstraint(
                condition=Q(state=StageState.ACCEPTED.value, accepted_by__isnull=False, accepted_at__isnull=False)
                | ~Q(state=StageState.ACCEPTED.value) & Q(accepted_by__isnull=True, accepted_at__isnull=True),
                name="stage_is_accepted",
            ),
        )
        indexes = (models.Index(fields=["due_on"], name="stage_due", condition=Q(state=StageState.PLANNED.value)),)

    def __str__(self) -> str:
        return f"{self.task_id}-{self.number}"


class LinkedItem(models.Model):
    """An item of the ledger that belongs to a problem, once."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="links")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    how = models.CharField(max_length=10)
    spread = models.ForeignKey("rectification.Spread", models.PROTECT, null=True, related_name="links")
    check_of = models.ForeignKey("rectification.Check", models.PROTECT, null=True, related_name="links")
    at = models.DateTimeField()

    class Meta:
        """Constraints."""

        constraints = (
            models.UniqueConstraint(fields=["problem", "item"], name="linked_item_once"),
            models.CheckConstraint(condition=among("how", Linked), name="linked_item_how"),
        )

    def __str__(self) -> str:
        return f"{self.problem_id} {self.item_id} {self.how}"
