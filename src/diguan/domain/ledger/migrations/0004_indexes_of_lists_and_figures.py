"""Indexes of what waits for somebody, and those from which figures are read."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Few of many items wait; figures look at no row."""

    dependencies: ClassVar = [
        ("ledger", "0003_proofs"),
        ("responsibility", "0002_one_holder_at_a_time"),
        ("screening", "0001_rounds_and_standings"),
    ]

    operations: ClassVar = [
        migrations.RemoveIndex(
            model_name="item",
            name="item_place_state",
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(("state", "suspected")),
                fields=["region_code", "sorted_on", "id"],
                name="item_suspected",
            ),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(("state", "submitted")),
                fields=["region_code", "sorted_on", "id"],
                name="item_submitted",
            ),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(("postpone_until__isnull", False)),
                fields=["region_code", "sorted_on", "id"],
                name="item_asked",
            ),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                fields=["region_code", "state", "closing", "department", "sorted_on", "rebounds", "postponements"],
                name="item_figures",
            ),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(("state__in", ["suspected", "open", "submitted"])),
                fields=["region_code", "owner_post", "level", "state", "sorted_on", "updated_at"],
                name="item_loads",
            ),
        ),
    ]
