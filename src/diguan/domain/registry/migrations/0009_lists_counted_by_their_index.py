"""Lists show and count what is not gone: the index that holds their order says that, too, so that counting reads no row."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """The new index first, then the old one away; on a large database this takes a minute."""

    dependencies: ClassVar = [("registry", "0008_blocks_of_sheets")]
    operations: ClassVar = [
        migrations.AddIndex(
            model_name="household",
            index=models.Index(fields=["region_code", "number", "id", "gone"], name="household_there_in_order"),
        ),
        migrations.RemoveIndex(model_name="household", name="household_in_order"),
    ]
