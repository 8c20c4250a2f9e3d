"""Tables of visits."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

import diguan.domain.fields


class Migration(migrations.Migration):
    """Visits that are planned, and visits that were made."""

    initial = True

    dependencies: ClassVar = [
        ("responsibility", "0002_one_holder_at_a_time"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.CharField(max_length=36, unique=True)),
                ("county", models.CharField(max_length=6)),
                ("household_number", models.CharField(max_length=80)),
                ("region_code", diguan.domain.fields.RegionCodeField()),
                ("made_on", models.DateField()),
                ("made_by", models.BigIntegerField()),
                ("outcome", models.CharField(max_length=8)),
                ("told_by", models.CharField(blank=True, max_length=8)),
                ("asked", models.PositiveSmallIntegerField()),
                ("answered", models.PositiveSmallIntegerField()),
                ("seconds", models.PositiveIntegerField()),
                ("observations", models.JSONField(default=list)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "officer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="responsibility.officer",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["county", "household_number", "-made_on"], name="visit_household"),
                    models.Index(fields=["region_code", "-made_on"], name="visit_region"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["met", "remote", "absent"])), name="visit_outcome"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered", 0), ("outcome", "absent"), ("told_by", "")),
                            models.Q(
                                models.Q(("outcome", "absent"), _negated=True),
                                ("told_by__in", ["head", "spouse", "adult", "other"]),
                            ),
                            _connector="OR",
                        ),
                        name="visit_somebody_answered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answered__lte", models.F("asked"))), name="visit_answers_what_is_asked"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlannedVisit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("county", models.CharField(max_length=6)),
                ("household_number", models.CharField(max_length=80)),
                ("region_code", diguan.domain.fields.RegionCodeField()),
                ("planned_on", models.DateField()),
                ("planned_by", models.BigIntegerField()),
                ("planned_at", models.DateTimeField()),
                ("dropped_on", models.DateField(null=True)),
                (
                    "visit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="fieldwork.visit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["region_code", "planned_on"], name="planned_visit_day"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("visit", None), ("dropped_on", None), _connector="OR"),
                        name="planned_visit_made_or_dropped",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("dropped_on", None), ("visit", None)),
                        fields=("county", "household_number"),
                        name="planned_visit_open_once",
                    ),
                ],
            },
        ),
    ]
