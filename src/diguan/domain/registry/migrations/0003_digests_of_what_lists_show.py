"""A digest beside every row for lists: what changed is found without reading it. Rows of before have none and are compared once."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns that may be empty: no row is rewritten."""

    dependencies: ClassVar = [("registry", "0002_observations_append_only")]
    operations: ClassVar = [
        migrations.AddField(model_name="household", name="digest", field=models.BigIntegerField(null=True)),
        migrations.AddField(model_name="person", name="digest", field=models.BigIntegerField(null=True)),
    ]
