"""How many rows lie under which key is asked when keys are exchanged, once in years; every load paid for an index of it."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """The index away."""

    dependencies: ClassVar = [("registry", "0012_who_looks_like_somebody_else")]
    operations: ClassVar = [migrations.RemoveIndex(model_name="identifiers", name="identifiers_key")]
