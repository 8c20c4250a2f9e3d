"""The table of jobs."""

from typing import ClassVar

from django.db import migrations, models

import diguan.domain.fields


class Migration(migrations.Migration):
    """Queue and record in one."""

    initial = True

    dependencies: ClassVar = []

    operations: ClassVar = [
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("arguments", models.JSONField(default=dict)),
                ("region_code", diguan.domain.fields.RegionCodeField()),
                ("owner", models.BigIntegerField(null=True)),
                ("lane", models.CharField(blank=True, default="", max_length=80)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Queued"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("queued_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("heartbeat_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("worker", models.CharField(blank=True, default="", max_length=80)),
                ("stage", models.CharField(blank=True, default="", max_length=200)),
                ("done", models.PositiveBigIntegerField(default=0)),
                ("total", models.PositiveBigIntegerField(default=0)),
                ("cancel_asked_at", models.DateTimeField(null=True)),
                ("outcome", models.JSONField(default=dict)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "queued_at", "id"], name="jobs_queue"),
                    models.Index(fields=["region_code", "id"], name="jobs_by_region"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["queued", "running", "done", "failed", "cancelled"])),
                        name="jobs_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", False), ("state__in", ["cancelled", "done", "failed"])),
                            models.Q(("ended_at__isnull", True), ("state__in", ["queued", "running"])),
                            _connector="OR",
                        ),
                        name="jobs_end_has_an_instant",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "running"), _negated=True),
                            models.Q(("heartbeat_at__isnull", False), models.Q(("worker", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="jobs_running_has_a_worker",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "running"), models.Q(("lane", ""), _negated=True)),
                        fields=("lane",),
                        name="jobs_one_at_a_time_in_a_lane",
                    ),
                ],
            },
        ),
    ]
