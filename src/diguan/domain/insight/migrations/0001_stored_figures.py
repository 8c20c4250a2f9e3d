"""The tables of figures and of counts."""

from typing import ClassVar

from django.db import migrations, models

import diguan.domain.fields


class Migration(migrations.Migration):
    """Figures of households and items by place and day; when they were counted."""

    initial = True

    dependencies: ClassVar = []

    operations: ClassVar = [
        migrations.CreateModel(
            name="Reckoning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
                ("event", models.BigIntegerField()),
                ("round", models.BigIntegerField()),
                ("changed", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="HouseholdFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("region_code", diguan.domain.fields.RegionCodeField()),
                ("parent_code", models.CharField(blank=True, max_length=12)),
                ("level", models.PositiveSmallIntegerField()),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("standard", models.CharField(blank=True, max_length=80)),
                ("indicator", models.CharField(max_length=80)),
                ("households", models.IntegerField()),
                ("met", models.IntegerField()),
                ("declared", models.IntegerField()),
                ("unmet", models.IntegerField()),
                ("unknown", models.IntegerField()),
                ("not_applicable", models.IntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("until__isnull", True)),
                        fields=["parent_code", "standard", "indicator"],
                        name="household_figure_below",
                    ),
                    models.Index(
                        condition=models.Q(("until__isnull", True)),
                        fields=["level", "standard", "indicator", "region_code"],
                        name="household_figure_level",
                    ),
                    models.Index(
                        fields=["region_code", "standard", "indicator", "since"], name="household_figure_days_of"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("region_code", "standard", "indicator"),
                        name="household_figure_of_now",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"),
                        name="household_figure_days",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("region_code", diguan.domain.fields.RegionCodeField()),
                ("parent_code", models.CharField(blank=True, max_length=12)),
                ("level", models.PositiveSmallIntegerField()),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("standard", models.CharField(blank=True, max_length=80)),
                ("indicator", models.CharField(blank=True, max_length=80)),
                ("department", models.CharField(blank=True, max_length=40)),
                ("suspected", models.IntegerField()),
                ("open", models.IntegerField()),
                ("submitted", models.IntegerField()),
                ("mended", models.IntegerField()),
                ("corrected", models.IntegerField()),
                ("verified", models.IntegerField()),
                ("accepted", models.IntegerField()),
                ("withdrawn", models.IntegerField()),
                ("overdue", models.IntegerField()),
                ("rebound", models.IntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("until__isnull", True)),
                        fields=["parent_code", "standard"],
                        name="item_figure_below",
                    ),
                    models.Index(
                        condition=models.Q(("until__isnull", True)),
                        fields=["level", "standard", "region_code"],
                        name="item_figure_level",
                    ),
                    models.Index(fields=["region_code", "standard", "since"], name="item_figure_days_of"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("region_code", "standard", "indicator", "department"),
                        name="item_figure_of_now",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"),
                        name="item_figure_days",
                    ),
                ],
            },
        ),
    ]
