"""The index of suspicions begins with what they are sorted by."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Suspicions have no deadline and stand behind everything else."""

    dependencies: ClassVar = [
        ("ledger", "0004_indexes_of_lists_and_figures"),
        ("responsibility", "0002_one_holder_at_a_time"),
        ("screening", "0001_rounds_and_standings"),
    ]

    operations: ClassVar = [
        migrations.RemoveIndex(
            model_name="item",
            name="item_suspected",
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(("state", "suspected")),
                fields=["sorted_on", "id", "region_code"],
                name="item_undated",
            ),
        ),
    ]
