"""Names are searched for within counties: an index over a whole region would look through all its Wangs for those of one county."""

from typing import ClassVar

from django.db import migrations

from diguan.domain.indexes import county_prefix_index


class Migration(migrations.Migration):
    """The old indexes away, new ones made."""

    dependencies: ClassVar = [("registry", "0004_indexes_that_cost_less")]
    operations: ClassVar = [
        migrations.RemoveIndex(model_name="person", name="person_pinyin"),
        migrations.RemoveIndex(model_name="person", name="person_initials"),
        migrations.AddIndex(model_name="person", index=county_prefix_index("pinyin", "person_county_pinyin")),
        migrations.AddIndex(model_name="person", index=county_prefix_index("initials", "person_county_initials")),
    ]
