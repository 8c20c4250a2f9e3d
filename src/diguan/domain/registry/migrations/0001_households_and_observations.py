"""Tables of sources, observations, identifiers, subjects and life events."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

import diguan.domain.fields


class Migration(migrations.Migration):
    """Everything that the registry remembers."""

    initial = True

    dependencies: ClassVar = []

    operations: ClassVar = [
        migrations.CreateModel(
            name="Sheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ordinal", models.IntegerField()),
                ("subject", models.CharField(max_length=10)),
                ("columns", models.JSONField(default=list)),
                ("file", models.CharField(max_length=200)),
                ("name", models.CharField(max_length=200)),
                ("rows", models.BigIntegerField(default=0)),
                ("recorded_by", models.BigIntegerField(null=True)),
                ("recorded_at", models.DateTimeField(null=True)),
                ("evidence", models.CharField(default="", max_length=200)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("subject__in", ("household", "person", "village", "facility"))),
                        name="sheet_subject",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Village",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("region_code", diguan.domain.fields.RegionCodeField(unique=True)),
                ("facts", models.JSONField(default=dict)),
                ("version", models.IntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name="Facility",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("county", models.CharField(max_length=6)),
                ("number", models.CharField(max_length=80)),
                ("region_code", diguan.domain.fields.RegionCodeField()),
                ("facts", models.JSONField(default=dict)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("county", "number"), name="facility_number")],
            },
        ),
        migrations.CreateModel(
            name="Household",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("county", models.CharField(max_length=6)),
                ("number", models.CharField(max_length=80)),
                ("region_code", diguan.domain.fields.RegionCodeField()),
                ("listed", models.BooleanField()),
                ("status", models.CharField(max_length=40, null=True)),
                ("kind", models.CharField(max_length=200, null=True)),
                ("size", models.IntegerField()),
                ("roster_incomplete", models.BooleanField(default=False)),
                ("edge", models.BooleanField(default=False)),
                ("doubtful", models.BooleanField(default=False)),
                ("elderly_alone", models.BooleanField(default=False)),
                ("head_name", models.CharField(max_length=200, null=True)),
                ("pinyin", models.CharField(max_length=200, null=True)),
                ("initials", models.CharField(max_length=40, null=True)),
                ("facts", models.JSONField(default=dict)),
                ("version", models.IntegerField(default=1)),
                ("gone", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [models.Index(fields=["region_code", "number", "id"], name="household_in_order")],
                "constraints": [models.UniqueConstraint(fields=("county", "number"), name="household_number")],
            },
        ),
        migrations.CreateModel(
            name="LifeEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("county", models.CharField(max_length=6)),
                ("region_code", diguan.domain.fields.RegionCodeField()),
                ("household_number", models.CharField(max_length=80)),
                ("happened_on", models.DateField()),
                ("reason", models.CharField(max_length=200)),
                ("detail", models.JSONField(default=dict)),
                ("actor", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "undoes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_by",
                        to="registry.lifeevent",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["county", "household_number"], name="life_event_household"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "birth",
                                    "death",
                                    "marriage_in",
                                    "marriage_out",
                                    "migration",
                                    "return",
                                    "split",
                                    "merge",
                                    "duplicate",
                                    "undone",
                                ],
                            )
                        ),
                        name="life_event_kind",
                    ),
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="life_event_reason"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "undone"), ("undoes__isnull", False)),
                            models.Q(models.Q(("kind", "undone"), _negated=True), ("undoes__isnull", True)),
                            _connector="OR",
                        ),
                        name="life_event_undoes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Load",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprint", models.CharField(max_length=64)),
                ("region_code", diguan.domain.fields.RegionCodeField()),
                ("as_of", models.DateField()),
                ("actor", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
                ("notes", models.JSONField(default=list)),
                ("unknown_headers", models.JSONField(default=dict)),
                ("counts", models.JSONField(default=dict)),
            ],
            options={
                "indexes": [models.Index(fields=["fingerprint"], name="load_fingerprint")],
            },
        ),
        migrations.CreateModel(
            name="Move",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_household", models.CharField(max_length=80)),
                ("from_person", models.CharField(max_length=80, null=True)),
                ("to_household", models.CharField(max_length=80)),
                ("to_person", models.CharField(max_length=80, null=True)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="registry.lifeevent"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=80)),
                ("region_code", diguan.domain.fields.RegionCodeField()),
                ("member", models.BooleanField()),
                ("name", models.CharField(max_length=200, null=True)),
                ("pinyin", models.CharField(max_length=200, null=True)),
                ("initials", models.CharField(max_length=40, null=True)),
                ("relation", models.CharField(max_length=40, null=True)),
                ("state", models.CharField(max_length=40, null=True)),
                ("birth_date", models.DateField(null=True)),
                ("blind", models.BinaryField(max_length=16, null=True)),
                ("facts", models.JSONField(default=dict)),
                ("gone", models.BooleanField(default=False)),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="persons", to="registry.household"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["name", "region_code"], name="person_name"),
                    models.Index(fields=["pinyin", "region_code"], name="person_pinyin"),
                    models.Index(fields=["initials", "region_code"], name="person_initials"),
                    models.Index(condition=models.Q(("blind__isnull", False)), fields=["blind"], name="person_blind"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("household", "number"), name="person_number"),
                ],
            },
        ),
        migrations.CreateModel(
            name="KinLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("since_on", models.DateField(null=True)),
                ("ended_on", models.DateField(null=True)),
                ("actor", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="kin_of", to="registry.person"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="kin", to="registry.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["child", "parent", "spouse", "sibling", "other"])),
                        name="kin_link_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("person", models.F("other")), _negated=True), name="kin_link_not_self"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=("person", "other", "kind"),
                        name="kin_link_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RosterState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("household_number", models.CharField(max_length=80)),
                ("region_code", diguan.domain.fields.RegionCodeField()),
                ("persons", models.JSONField(default=list)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rosters", to="registry.lifeevent"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Observation",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("household_number", models.CharField(max_length=80, null=True)),
                ("person_number", models.CharField(max_length=80, null=True)),
                ("facility_number", models.CharField(max_length=80, null=True)),
                ("place", models.CharField(max_length=12, null=True)),
                ("region_code", diguan.domain.fields.RegionCodeField()),
                ("data_on", models.DateField(null=True)),
                ("facts", models.JSONField(default=dict)),
                (
                    "sheet",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="observations",
                        to="registry.sheet",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["household_number"], name="observation_household"),
                    models.Index(
                        condition=models.Q(("household_number__isnull", True)),
                        fields=["region_code"],
                        name="observation_place",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=80)),
                ("label", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("reading", models.CharField(max_length=64)),
                ("data_on", models.DateField(null=True)),
                ("synthetic", models.BooleanField(default=False)),
                ("by_hand", models.BooleanField(default=False)),
                (
                    "load",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sources", to="registry.load"
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaces",
                        to="registry.source",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["sha256", "kind"], name="source_content"),
                ],
            },
        ),
        migrations.AddField(
            model_name="sheet",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="tables", to="registry.source"
            ),
        ),
        migrations.CreateModel(
            name="RejectedRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=200)),
                ("household_number", models.CharField(max_length=80, null=True)),
                ("place", models.JSONField(default=list)),
                ("said", models.JSONField(default=dict)),
                ("key_id", models.SmallIntegerField()),
                ("sealed", models.BinaryField()),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rejected_rows", to="registry.source"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FlawedCell",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row", models.BigIntegerField()),
                ("flaw", models.CharField(max_length=10)),
                ("subject", models.CharField(max_length=10)),
                ("field", models.CharField(max_length=80)),
                ("place", models.JSONField(default=list)),
                ("said", models.JSONField(default=dict)),
                ("key_id", models.SmallIntegerField()),
                ("sealed", models.BinaryField()),
                (
                    "sheet",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="flawed_cells",
                        to="registry.sheet",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="flawed_cells", to="registry.source"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("flaw__in", ["damaged", "split"])), name="flawed_cell_kind"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Identifiers",
            fields=[
                (
                    "observation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="identifiers",
                        serialize=False,
                        to="registry.observation",
                    ),
                ),
                ("blind", models.BinaryField(max_length=16, null=True)),
                ("key_id", models.SmallIntegerField()),
                ("sealed", models.BinaryField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("blind__isnull", False)), fields=["blind"], name="identifiers_blind"
                    ),
                    models.Index(fields=["key_id"], name="identifiers_key"),
                ],
            },
        ),
    ]
