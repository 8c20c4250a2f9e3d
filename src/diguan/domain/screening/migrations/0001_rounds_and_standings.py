"""Tables of rounds and of where households stand."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

import diguan.domain.fields


class Migration(migrations.Migration):
    """Rounds, standings."""

    initial = True

    dependencies: ClassVar = []

    operations: ClassVar = [
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("folder", models.CharField(max_length=80, unique=True)),
                ("sha256", models.CharField(max_length=64)),
                ("standard", models.CharField(max_length=80)),
                ("version", models.CharField(max_length=40)),
                ("label", models.JSONField()),
                ("as_of", models.DateField()),
                ("region_code", diguan.domain.fields.RegionCodeField()),
                ("indicators", models.JSONField()),
                ("kinds", models.JSONField()),
                ("counts", models.JSONField()),
                ("actor", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["region_code", "-id"], name="round_region")],
            },
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("standard", models.CharField(max_length=80)),
                ("county", models.CharField(max_length=6)),
                ("household_number", models.CharField(max_length=64)),
                ("region_code", diguan.domain.fields.RegionCodeField()),
                ("codes", models.CharField(max_length=400)),
                ("grades", models.CharField(max_length=400)),
                ("unmet", models.SmallIntegerField()),
                ("unknown", models.SmallIntegerField()),
                ("declared", models.SmallIntegerField()),
                ("findings", models.SmallIntegerField()),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="standings", to="screening.round"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["standard", "region_code", "household_number"], name="standing_place"),
                    models.Index(
                        condition=models.Q(("unmet__gt", 0)), fields=["standard", "region_code"], name="standing_unmet"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("standard", "county", "household_number"), name="standing_household"
                    )
                ],
            },
        ),
    ]
