"""Indexes by what is asked of them: equal values and beginnings of texts. Names are found by their pinyin."""

from typing import ClassVar

from django.db import migrations, models

from diguan.domain.indexes import EqualityIndex, prefix_index

REMOVED = ("person_name", "person_pinyin", "person_initials", "person_blind")


class Migration(migrations.Migration):
    """Old ones away, new ones made; on a large database this takes minutes."""

    dependencies: ClassVar = [("registry", "0003_digests_of_what_lists_show")]
    operations: ClassVar = [
        migrations.RemoveIndex(model_name="identifiers", name="identifiers_blind"),
        *(migrations.RemoveIndex(model_name="person", name=name) for name in REMOVED),
        migrations.AlterField(
            model_name="person",
            name="household",
            field=models.ForeignKey("registry.household", models.PROTECT, related_name="persons", db_index=False),
        ),
        migrations.AddIndex(model_name="household", index=EqualityIndex(fields=["number"], name="household_by_number")),
        migrations.AddIndex(model_name="identifiers", index=EqualityIndex(fields=["blind"], name="identifiers_blind")),
        migrations.AddIndex(model_name="person", index=prefix_index("pinyin", "person_pinyin")),
        migrations.AddIndex(model_name="person", index=prefix_index("initials", "person_initials")),
        migrations.AddIndex(model_name="person", index=EqualityIndex(fields=["blind"], name="person_blind")),
    ]
