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
    ]
