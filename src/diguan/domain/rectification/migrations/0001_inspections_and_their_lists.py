"""Tables of inspections, of their problems, tasks and stages, of what happened to them, and of searches and self-checks."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

import diguan.domain.fields
import diguan.domain.rectification.choices


class Migration(migrations.Migration):
    """Everything that rectification remembers."""

    initial = True

    dependencies: ClassVar = [
        ("evidence", "0002_evidence_append_only"),
        ("ledger", "0005_index_of_suspicions"),
        ("responsibility", "0002_one_holder_at_a_time"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Check",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("region_code", diguan.domain.fields.RegionCodeField()),
                ("reply_by", models.DateField()),
                (
                    "state",
                    models.CharField(default=diguan.domain.rectification.choices.CheckState["ASKED"], max_length=10),
                ),
                ("words", models.TextField(blank=True, default="")),
                ("found", models.PositiveIntegerField(default=0)),
                ("replied_by", models.BigIntegerField(null=True)),
                ("replied_role", models.CharField(blank=True, default="", max_length=16)),
                ("replied_at", models.DateTimeField(null=True)),
                ("accepted_by", models.BigIntegerField(null=True)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("returns", models.PositiveIntegerField(default=0)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name="Stage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("goal", models.TextField()),
                ("due_on", models.DateField()),
                (
                    "state",
                    models.CharField(default=diguan.domain.rectification.choices.StageState["PLANNED"], max_length=10),
                ),
                ("progress", models.TextField(blank=True, default="")),
                ("reported_by", models.BigIntegerField(null=True)),
                ("reported_role", models.CharField(blank=True, default="", max_length=16)),
                ("reported_at", models.DateTimeField(null=True)),
                ("accepted_by", models.BigIntegerField(null=True)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("returns", models.PositiveIntegerField(default=0)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name="Inspection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("title", models.CharField(max_length=200)),
                ("inspected_by", models.CharField(max_length=200)),
                ("paper_number", models.CharField(max_length=80)),
                ("paper_on", models.DateField()),
                ("since_on", models.DateField(null=True)),
                ("until_on", models.DateField(null=True)),
                ("region_code", diguan.domain.fields.RegionCodeField()),
                ("synthetic", models.BooleanField(default=False)),
                ("registered_by", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "evidence",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="evidence.evidence"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Problem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("region_code", diguan.domain.fields.RegionCodeField()),
                ("department", models.CharField(blank=True, default="", max_length=40)),
                ("kind", models.CharField(max_length=10)),
                ("category", models.CharField(max_length=20)),
                ("text", models.TextField()),
                ("standard", models.CharField(blank=True, default="", max_length=80)),
                ("indicator", models.CharField(blank=True, default="", max_length=80)),
                ("criteria", models.TextField(blank=True, default="")),
                ("deadline_on", models.DateField()),
                ("root_cause", models.TextField(blank=True, default="")),
                ("goal", models.TextField(blank=True, default="")),
                ("horizon", models.CharField(blank=True, default="", max_length=10)),
                (
                    "state",
                    models.CharField(
                        default=diguan.domain.rectification.choices.ProblemState["RECEIVED"], max_length=10
                    ),
                ),
                ("proposed_by", models.BigIntegerField(null=True)),
                ("proposed_role", models.CharField(blank=True, default="", max_length=16)),
                ("approved_by", models.BigIntegerField(null=True)),
                ("approved_at", models.DateTimeField(null=True)),
                ("reported_by", models.BigIntegerField(null=True)),
                ("reported_role", models.CharField(blank=True, default="", max_length=16)),
                ("reported_at", models.DateTimeField(null=True)),
                ("accepted_by", models.BigIntegerField(null=True)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("rebounds", models.PositiveIntegerField(default=0)),
                ("returns", models.PositiveIntegerField(default=0)),
                ("reopened_at", models.DateTimeField(null=True)),
                ("opened_by", models.BigIntegerField()),
                ("opened_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="problems",
                        to="rectification.inspection",
                    ),
                ),
                (
                    "leader_post",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="responsibility.post",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Spread",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=12)),
                ("region_code", diguan.domain.fields.RegionCodeField()),
                ("department", models.CharField(blank=True, default="", max_length=40)),
                ("question", models.TextField()),
                ("criteria", models.TextField()),
                ("standard", models.CharField(blank=True, default="", max_length=80)),
                ("subject", models.CharField(blank=True, default="", max_length=80)),
                ("expression", models.TextField(blank=True, default="")),
                ("judged", models.JSONField(default=dict)),
                ("unjudged", models.JSONField(default=list)),
                ("hits", models.PositiveIntegerField(default=0)),
                ("unknown", models.PositiveIntegerField(default=0)),
                ("run_at", models.DateTimeField(null=True)),
                ("reply_by", models.DateField(null=True)),
                ("begun_by", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "problem",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="spreads", to="rectification.problem"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LinkedItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("how", models.CharField(max_length=10)),
                ("at", models.DateTimeField()),
                (
                    "check_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="rectification.check",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.item"),
                ),
                (
                    "problem",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links", to="rectification.problem"
                    ),
                ),
                (
                    "spread",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="rectification.spread",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="check",
            name="spread",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="rectification.spread"
            ),
        ),
        migrations.CreateModel(
            name="Proof",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "check_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proofs",
                        to="rectification.check",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="evidence.evidence"
                    ),
                ),
                (
                    "problem",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="proofs", to="rectification.problem"
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proofs",
                        to="rectification.stage",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("act", models.CharField(max_length=20)),
                ("from_state", models.CharField(blank=True, default="", max_length=10)),
                ("to_state", models.CharField(max_length=10)),
                ("actor", models.BigIntegerField(null=True)),
                ("role", models.CharField(blank=True, default="", max_length=16)),
                ("reason", models.TextField(blank=True, default="")),
                ("evidence", models.JSONField(default=list)),
                ("detail", models.JSONField(default=dict)),
                ("accepted", models.BooleanField(default=True)),
                ("refusal", models.CharField(blank=True, default="", max_length=24)),
                ("at", models.DateTimeField()),
                (
                    "check_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="rectification.check",
                    ),
                ),
                (
                    "problem",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="rectification.problem"
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="rectification.stage",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("measure", models.TextField()),
                ("lead_unit", models.CharField(max_length=120)),
                ("unit", models.CharField(max_length=120)),
                ("deadline_on", models.DateField()),
                ("added_by", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="responsibility.post"
                    ),
                ),
                (
                    "problem",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="rectification.problem"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="stage",
            name="task",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="stages", to="rectification.task"
            ),
        ),
        migrations.AddIndex(
            model_name="inspection",
            index=models.Index(fields=["region_code", "-paper_on", "-id"], name="inspection_region"),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["central", "central_look_back", "effect", "supervision", "democratic", "audit", "own"],
                    )
                ),
                name="inspection_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("title", ""), _negated=True), models.Q(("paper_number", ""), _negated=True)
                ),
                name="inspection_has_a_paper",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("since_on", None), ("until_on", None), ("until_on__gte", models.F("since_on")), _connector="OR"
                ),
                name="inspection_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.UniqueConstraint(fields=("region_code", "paper_number"), name="inspection_paper_once"),
        ),
        migrations.AddIndex(
            model_name="problem",
            index=models.Index(fields=["region_code", "state"], name="problem_place"),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.UniqueConstraint(fields=("inspection", "number"), name="problem_number"),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["received", "proposed", "under_way", "reported", "accepted"])),
                name="problem_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["single", "common", "clue"])), name="problem_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "category__in",
                        ["policy", "main_duty", "oversight", "earlier", "assurances", "funds", "conduct", "other"],
                    )
                ),
                name="problem_category",
            ),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(
                condition=models.Q(("horizon__in", ["immediate", "long", ""])), name="problem_horizon"
            ),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("criteria", ""),
                        models.Q(("indicator", ""), _negated=True),
                        models.Q(("standard", ""), _negated=True),
                    ),
                    models.Q(models.Q(("criteria", ""), _negated=True), ("indicator", "")),
                    _connector="OR",
                ),
                name="problem_criteria_or_rule",
            ),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("state__in", ["proposed", "under_way", "reported", "accepted"]), _negated=True),
                        ("proposed_by__isnull", False),
                        _connector="OR",
                    ),
                    models.Q(("text", ""), _negated=True),
                ),
                name="problem_is_planned_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["proposed", "under_way", "reported", "accepted"]), _negated=True),
                    models.Q(
                        models.Q(("root_cause", ""), _negated=True),
                        models.Q(("horizon", ""), _negated=True),
                        models.Q(("goal", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="problem_plan_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["reported", "accepted"]), _negated=True),
                    models.Q(("reported_at__isnull", False), ("reported_by__isnull", False)),
                    _connector="OR",
                ),
                name="problem_is_reported",
            ),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_at__isnull", False), ("accepted_by__isnull", False), ("state", "accepted")),
                    models.Q(
                        models.Q(("state", "accepted"), _negated=True),
                        ("accepted_at__isnull", True),
                        ("accepted_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="problem_is_accepted",
            ),
        ),
        migrations.AddConstraint(
            model_name="spread",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind", "expression"),
                        ("reply_by", None),
                        models.Q(("expression", ""), _negated=True),
                        models.Q(("standard", ""), _negated=True),
                        models.Q(("subject", ""), _negated=True),
                    ),
                    models.Q(("expression", ""), ("kind", "self_check"), ("reply_by__isnull", False)),
                    _connector="OR",
                ),
                name="spread_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="spread",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("question", ""), _negated=True), models.Q(("criteria", ""), _negated=True)
                ),
                name="spread_says_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="linkeditem",
            constraint=models.UniqueConstraint(fields=("problem", "item"), name="linked_item_once"),
        ),
        migrations.AddConstraint(
            model_name="linkeditem",
            constraint=models.CheckConstraint(
                condition=models.Q(("how__in", ["own", "alike", "found"])), name="linked_item_how"
            ),
        ),
        migrations.AddIndex(
            model_name="check",
            index=models.Index(fields=["region_code", "state"], name="check_place"),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.UniqueConstraint(fields=("spread", "region_code"), name="check_once_a_unit"),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["asked", "replied", "accepted"])), name="check_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["replied", "accepted"]), _negated=True),
                    models.Q(("replied_at__isnull", False), ("replied_by__isnull", False)),
                    _connector="OR",
                ),
                name="check_is_replied",
            ),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_at__isnull", False), ("accepted_by__isnull", False), ("state", "accepted")),
                    models.Q(
                        models.Q(("state", "accepted"), _negated=True),
                        ("accepted_at__isnull", True),
                        ("accepted_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="check_is_accepted",
            ),
        ),
        migrations.AddConstraint(
            model_name="proof",
            constraint=models.UniqueConstraint(
                condition=models.Q(("check_of", None), ("stage", None)),
                fields=("problem", "evidence"),
                name="proof_of_problem_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="proof",
            constraint=models.UniqueConstraint(
                condition=models.Q(("stage__isnull", False)), fields=("stage", "evidence"), name="proof_of_stage_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="proof",
            constraint=models.UniqueConstraint(
                condition=models.Q(("check_of__isnull", False)),
                fields=("check_of", "evidence"),
                name="proof_of_check_once",
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["problem", "id"], name="rectification_event_of"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("accepted", False)), fields=["refusal"], name="rectification_refused"
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "act__in",
                        [
                            "register",
                            "spread",
                            "propose",
                            "approve_plan",
                            "return_plan",
                            "report",
                            "accept",
                            "return",
                            "reopen",
                            "report_stage",
                            "accept_stage",
                            "return_stage",
                            "reply_check",
                            "accept_check",
                            "return_check",
                        ],
                    )
                ),
                name="rectification_event_act",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "from_state__in",
                        [
                            "received",
                            "proposed",
                            "under_way",
                            "reported",
                            "accepted",
                            "planned",
                            "reported",
                            "accepted",
                            "asked",
                            "replied",
                            "accepted",
                            "",
                        ],
                    ),
                    (
                        "to_state__in",
                        [
                            "received",
                            "proposed",
                            "under_way",
                            "reported",
                            "accepted",
                            "planned",
                            "reported",
                            "accepted",
                            "asked",
                            "replied",
                            "accepted",
                        ],
                    ),
                ),
                name="rectification_event_states",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "village",
                            "township",
                            "county",
                            "department",
                            "prefecture",
                            "region",
                            "auditor",
                            "administrator",
                            "",
                        ],
                    )
                ),
                name="rectification_event_role",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted", True), ("refusal", "")),
                    models.Q(
                        ("accepted", False),
                        models.Q(("refusal", ""), _negated=True),
                        ("from_state", models.F("to_state")),
                    ),
                    _connector="OR",
                ),
                name="rectification_event_refusal",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.UniqueConstraint(fields=("problem", "number"), name="task_number"),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("measure", ""), _negated=True),
                    models.Q(("lead_unit", ""), _negated=True),
                    models.Q(("unit", ""), _negated=True),
                ),
                name="task_says_what_and_who",
            ),
        ),
        migrations.AddIndex(
            model_name="stage",
            index=models.Index(condition=models.Q(("state", "planned")), fields=["due_on"], name="stage_due"),
        ),
        migrations.AddConstraint(
            model_name="stage",
            constraint=models.UniqueConstraint(fields=("task", "number"), name="stage_number"),
        ),
        migrations.AddConstraint(
            model_name="stage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["planned", "reported", "accepted"]), models.Q(("goal", ""), _negated=True)
                ),
                name="stage_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="stage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["reported", "accepted"]), _negated=True),
                    models.Q(("reported_at__isnull", False), ("reported_by__isnull", False)),
                    _connector="OR",
                ),
                name="stage_is_reported",
            ),
        ),
        migrations.AddConstraint(
            model_name="stage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_at__isnull", False), ("accepted_by__isnull", False), ("state", "accepted")),
                    models.Q(
                        models.Q(("state", "accepted"), _negated=True),
                        ("accepted_at__isnull", True),
                        ("accepted_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="stage_is_accepted",
            ),
        ),
    ]
