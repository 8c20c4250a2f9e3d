"""Households that an indicator could not decide for want of any input are counted apart from the unknown ones."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more figure; those that were counted before have none of it, for they counted them as unknown."""

    dependencies: ClassVar = [("insight", "0001_stored_figures")]

    operations: ClassVar = [
        migrations.AddField(model_name="householdfigure", name="uncovered", field=models.IntegerField(default=0))
    ]
