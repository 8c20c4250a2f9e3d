"""The table of steps that wait for somebody."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Who was told of which step that nobody takes."""

    dependencies: ClassVar = [
        ("fieldwork", "0002_reminders_of_deadlines"),
        ("ledger", "0006_reports_and_last_steps"),
        ("responsibility", "0002_one_holder_at_a_time"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Awaited",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("wait", models.CharField(max_length=10)),
                ("began", models.DateTimeField()),
                ("due_on", models.DateField()),
                ("owed_level", models.CharField(max_length=12)),
                ("rank", models.PositiveSmallIntegerField()),
                ("account", models.BigIntegerField(null=True)),
                ("singly", models.BooleanField()),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="awaited", to="ledger.item"
                    ),
                ),
                (
                    "owed_post",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="responsibility.post",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="responsibility.post",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["account", "on"], name="awaited_of_a_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("item", "wait", "began", "rank"), name="awaited_once_a_stage"),
                    models.CheckConstraint(
                        condition=models.Q(("wait__in", ["determine", "confirm", "decide"])), name="awaited_wait"
                    ),
                ],
            },
        ),
    ]
