"""Tables of samples, of their cases, and of who was to look at them."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

import diguan.domain.fields


class Migration(migrations.Migration):
    """Everything that looking back remembers."""

    initial = True

    dependencies: ClassVar = [
        ("fieldwork", "0002_reminders_of_deadlines"),
        ("ledger", "0005_index_of_suspicions"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("region_code", diguan.domain.fields.RegionCodeField()),
                ("department", models.CharField(blank=True, max_length=40)),
                ("closing", models.CharField(blank=True, max_length=10)),
                ("closed_from", models.DateField()),
                ("closed_until", models.DateField()),
                ("method", models.CharField(max_length=12)),
                ("seed", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("population", models.PositiveIntegerField()),
                ("population_sha256", models.CharField(max_length=64)),
                ("frame", models.BinaryField()),
                ("lapsed", models.PositiveIntegerField(default=0)),
                ("weights", models.JSONField(default=dict)),
                ("days", models.PositiveSmallIntegerField()),
                ("drawn_by", models.BigIntegerField(null=True)),
                ("drawn_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["region_code", "-id"], name="lookback_plan_region"),
                    models.Index(fields=["population_sha256"], name="lookback_plan_same"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("method__in", ["random", "risk", "confirmers"])),
                        name="lookback_plan_method",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closing__in", ["mended", "corrected", "verified", "accepted", ""])),
                        name="lookback_plan_closing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closed_from__lt", models.F("closed_until"))),
                        name="lookback_plan_takes_a_time",
                    ),
                    models.CheckConstraint(condition=models.Q(("seed", ""), _negated=True), name="lookback_plan_seed"),
                    models.CheckConstraint(
                        condition=models.Q(("size__gt", 0), ("size__lte", models.F("population"))),
                        name="lookback_plan_size",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("population_sha256__regex", "^[0-9a-f]{64}$")),
                        name="lookback_plan_population",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField()),
                ("region_code", diguan.domain.fields.RegionCodeField()),
                ("department", models.CharField(blank=True, max_length=40)),
                ("indicator", models.CharField(blank=True, max_length=80)),
                ("kind", models.CharField(max_length=80)),
                ("closing", models.CharField(max_length=10)),
                ("confirmed_by", models.BigIntegerField()),
                ("closed_on", models.DateField()),
                ("risks", models.JSONField(default=list)),
                ("weight", models.PositiveIntegerField(default=1)),
                ("share", models.FloatField()),
                ("inspector", models.BigIntegerField(null=True)),
                ("given_by", models.BigIntegerField(null=True)),
                ("given_at", models.DateTimeField(null=True)),
                ("due_on", models.DateField(null=True)),
                ("due_known", models.BooleanField(default=True)),
                ("outcome", models.CharField(blank=True, max_length=10)),
                ("known", models.CharField(blank=True, max_length=10)),
                ("why", models.CharField(blank=True, max_length=12)),
                ("note", models.CharField(blank=True, max_length=190)),
                ("decided_by", models.BigIntegerField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_on", models.DateField(null=True)),
                ("version", models.IntegerField(default=1)),
                (
                    "closed_by",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.event"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.item"),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="fieldwork.visit"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="lookback.plan",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["region_code", "outcome", "indicator", "department"], name="lookback_case_figures"
                    ),
                    models.Index(fields=["inspector", "outcome", "due_on"], name="lookback_case_inspector"),
                    models.Index(condition=models.Q(("outcome", "")), fields=["due_on"], name="lookback_case_waiting"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "item"), name="lookback_case_once"),
                    models.UniqueConstraint(fields=("plan", "place"), name="lookback_case_place"),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["persists", "rebounded", "unseen", ""])),
                        name="lookback_case_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("known__in", ["standard", "word", "ledger", ""])),
                        name="lookback_case_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("why__in", ["absent", "moved", "refused", "unreachable", "undecided", "over", ""])
                        ),
                        name="lookback_case_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closing__in", ["mended", "corrected", "verified", "accepted"])),
                        name="lookback_case_closing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True),
                                ("decided_on__isnull", True),
                                ("known", ""),
                                ("outcome", ""),
                            ),
                            models.Q(
                                models.Q(("outcome", ""), _negated=True),
                                models.Q(("known", ""), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="lookback_case_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "unseen"), models.Q(("why", ""), _negated=True)),
                            models.Q(models.Q(("outcome", "unseen"), _negated=True), ("why", "")),
                            _connector="OR",
                        ),
                        name="lookback_case_unseen_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("due_on__isnull", True), ("given_at__isnull", True), ("inspector__isnull", True)),
                            models.Q(
                                ("due_on__isnull", False), ("given_at__isnull", False), ("inspector__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="lookback_case_given",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("share__gt", 0), ("weight__gt", 0)), name="lookback_case_weight"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("inspector", models.BigIntegerField(null=True)),
                ("actor", models.BigIntegerField(null=True)),
                ("accepted", models.BooleanField()),
                ("reasons", models.JSONField(default=list)),
                ("due_on", models.DateField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assignments", to="lookback.case"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("accepted", True),
                                ("due_on__isnull", False),
                                ("inspector__isnull", False),
                                ("reasons", []),
                            ),
                            models.Q(("accepted", False), models.Q(("reasons", []), _negated=True)),
                            _connector="OR",
                        ),
                        name="lookback_assignment_refused_says_why",
                    )
                ],
            },
        ),
    ]
