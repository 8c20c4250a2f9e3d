"""Who joins and leaves by an event, where households settle, departures and arrivals, evidence; sheets of an event; kin by evidence."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

import diguan.domain.fields


class Migration(migrations.Migration):
    """States of members give way to changes: what became of moved people follows from their moves."""

    dependencies: ClassVar = [
        ("registry", "0005_names_found_within_a_county"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="RosterChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("household_number", models.CharField(max_length=80)),
                ("person_number", models.CharField(max_length=80)),
                ("joins", models.BooleanField()),
            ],
        ),
        migrations.CreateModel(
            name="Settlement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("household_number", models.CharField(max_length=80)),
                ("region_code", diguan.domain.fields.RegionCodeField()),
            ],
        ),
        migrations.RemoveField(
            model_name="rosterstate",
            name="event",
        ),
        migrations.RemoveConstraint(
            model_name="lifeevent",
            name="life_event_kind",
        ),
        migrations.AddField(
            model_name="kinlink",
            name="evidence",
            field=models.CharField(default="", max_length=200),
        ),
        migrations.AddField(
            model_name="kinlink",
            name="mistaken",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="lifeevent",
            name="answers",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answered_by",
                to="registry.lifeevent",
            ),
        ),
        migrations.AddField(
            model_name="lifeevent",
            name="evidence",
            field=models.CharField(default="", max_length=200),
        ),
        migrations.AddField(
            model_name="lifeevent",
            name="to_region_code",
            field=diguan.domain.fields.RegionCodeField(default=""),
        ),
        migrations.AddField(
            model_name="sheet",
            name="event",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="sheets", to="registry.lifeevent"
            ),
        ),
        migrations.AddIndex(
            model_name="lifeevent",
            index=models.Index(
                condition=models.Q(("to_region_code", ""), _negated=True),
                fields=["to_region_code"],
                name="life_event_destination",
            ),
        ),
        migrations.AddConstraint(
            model_name="lifeevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "birth",
                            "death",
                            "marriage_in",
                            "marriage_out",
                            "migration",
                            "arrival",
                            "return",
                            "state",
                            "split",
                            "merge",
                            "duplicate",
                            "undone",
                        ],
                    )
                ),
                name="life_event_kind",
            ),
        ),
        migrations.AddField(
            model_name="rosterchange",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="roster_changes", to="registry.lifeevent"
            ),
        ),
        migrations.AddField(
            model_name="settlement",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="settlements", to="registry.lifeevent"
            ),
        ),
        migrations.DeleteModel(
            name="RosterState",
        ),
    ]
