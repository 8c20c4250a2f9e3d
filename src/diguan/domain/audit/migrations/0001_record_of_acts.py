"""Tables of entries, of those that wait, of seals."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

import diguan.domain.fields


class Migration(migrations.Migration):
    """Entries and seals."""

    initial = True

    dependencies: ClassVar = []

    operations: ClassVar = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("actor", models.BigIntegerField(null=True)),
                ("action", models.CharField(max_length=64)),
                ("subject", models.CharField(max_length=32)),
                ("subject_id", models.CharField(blank=True, max_length=64)),
                ("region_code", diguan.domain.fields.RegionCodeField(blank=True)),
                ("detail", models.TextField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["region_code", "id"], name="audit_entry_region"),
                    models.Index(fields=["actor", "id"], name="audit_entry_actor"),
                    models.Index(fields=["subject", "subject_id", "id"], name="audit_entry_subject"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("members", models.TextField()),
                ("count", models.IntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("previous", models.CharField(blank=True, max_length=64)),
                ("key_id", models.CharField(max_length=16)),
                ("mac", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="Pending",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False, to="audit.entry"
                    ),
                ),
            ],
        ),
    ]
