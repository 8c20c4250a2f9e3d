"""The table of reminders."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Who was told of which deadline."""

    dependencies: ClassVar = [
        ("fieldwork", "0001_visits_planned_and_made"),
        ("ledger", "0002_history_append_only"),
        ("responsibility", "0002_one_holder_at_a_time"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("deadline_on", models.DateField()),
                ("stage", models.CharField(max_length=16)),
                ("rank", models.PositiveSmallIntegerField()),
                ("up", models.PositiveSmallIntegerField()),
                ("account", models.BigIntegerField(null=True)),
                ("singly", models.BooleanField()),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reminders", to="ledger.item"
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
                "indexes": [models.Index(fields=["account", "on"], name="reminder_of_a_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("item", "deadline_on", "rank"), name="reminder_once_a_stage")
                ],
            },
        ),
    ]
