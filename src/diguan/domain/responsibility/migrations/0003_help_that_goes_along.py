"""Help that goes on under the number that a household was given."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What a help goes on with."""

    dependencies: ClassVar = [("responsibility", "0002_one_holder_at_a_time")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="helping",
            name="follows",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="followed_by",
                to="responsibility.helping",
            ),
        ),
    ]
