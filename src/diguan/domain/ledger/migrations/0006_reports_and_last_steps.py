"""Where reported problems come from, and when a person last took a step."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

STEPS = (
    "determine",
    "assign",
    "submit",
    "confirm",
    "return",
    "ask_postponement",
    "grant_postponement",
    "refuse_postponement",
    "withdraw",
    "hand_over",
)
FILL = f"""UPDATE ledger_item SET stepped_at = (SELECT max(e.at) FROM ledger_event e WHERE e.item_id = ledger_item.id AND e.accepted
    AND e.act IN ({", ".join(f"'{step}'" for step in STEPS)}))"""  # noqa: S608  no value of anybody


class Migration(migrations.Migration):
    """A round moves no step: the history says when the last one was."""

    dependencies: ClassVar = [
        ("ledger", "0005_index_of_suspicions"),
        ("responsibility", "0002_one_holder_at_a_time"),
        ("screening", "0001_rounds_and_standings"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.CharField(max_length=36, unique=True)),
                ("county", models.CharField(max_length=6)),
                ("received_on", models.DateField(null=True)),
                ("received_by", models.CharField(blank=True, max_length=80)),
                ("way", models.CharField(blank=True, max_length=10)),
                ("register", models.CharField(blank=True, max_length=40)),
                ("complainer", models.CharField(blank=True, max_length=40)),
                ("by", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="ledger.item"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("register", ""), _negated=True),
                        fields=("county", "register"),
                        name="report_registered_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["call", "letter", "visit", "online", "handed_on", ""])),
                        name="report_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("received_on__isnull", True), ("way", "")),
                            models.Q(models.Q(("way", ""), _negated=True), ("received_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="report_complaint_has_a_day",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="item",
            name="stepped_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RemoveIndex(
            model_name="item",
            name="item_loads",
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(("state__in", ["suspected", "open", "submitted"])),
                fields=["region_code", "owner_post", "level", "state", "sorted_on", "stepped_at"],
                name="item_loads",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
