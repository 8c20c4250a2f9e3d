"""Whether numbers were moved, or people came and went, is found by the household: no page of one reads all that happened in a county."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Three indexes on tables of events, which are small."""

    dependencies: ClassVar = [("registry", "0009_lists_counted_by_their_index")]
    operations: ClassVar = [
        migrations.AddIndex(
            model_name="move", index=models.Index(fields=["from_household"], name="move_from_household")
        ),
        migrations.AddIndex(model_name="move", index=models.Index(fields=["to_household"], name="move_to_household")),
        migrations.AddIndex(
            model_name="rosterchange", index=models.Index(fields=["household_number"], name="roster_change_household")
        ),
    ]
