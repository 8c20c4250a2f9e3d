"""Table of the files that prove items."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Which file was handed in for which item."""

    dependencies: ClassVar = [
        ("evidence", "0002_evidence_append_only"),
        ("ledger", "0002_history_append_only"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Proof",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="evidence.evidence"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proofs",
                        to="ledger.item",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("item", "evidence"), name="proof_once")],
            },
        ),
    ]
