"""The table of evidence."""

from typing import ClassVar

from django.db import migrations, models

import diguan.domain.fields

OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES = [
    ("image/jpeg", "Jpeg"),
    ("image/png", "Png"),
    ("image/webp", "Webp"),
    ("application/pdf", "Pdf"),
    (f"{OFFICE}.spreadsheetml.sheet", "Xlsx"),
    (f"{OFFICE}.wordprocessingml.document", "Docx"),
]


class Migration(migrations.Migration):
    """One row an act of handing in."""

    initial = True

    dependencies: ClassVar = []

    operations: ClassVar = [
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64)),
                ("given_sha256", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("media_type", models.CharField(choices=MEDIA_TYPES, max_length=80)),
                ("name", models.CharField(max_length=120)),
                ("region_code", diguan.domain.fields.RegionCodeField()),
                ("uploaded_by", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("position_kept", models.BooleanField(default=False)),
                ("taken_at", models.CharField(blank=True, default="", max_length=19)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["sha256"], name="evidence_content"),
                    models.Index(fields=["region_code", "id"], name="evidence_by_region"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("given_sha256", "region_code", "uploaded_by", "position_kept"),
                        name="evidence_handed_in_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("media_type__in", [value for value, _ in MEDIA_TYPES])),
                        name="evidence_media_type_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size__gt", 0), ("size__lte", 41943040)), name="evidence_size_is_bounded"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="evidence_address_is_a_hash"
                    ),
                ],
            },
        ),
    ]
