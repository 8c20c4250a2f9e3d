"""Who looks like somebody else is kept beside what is folded."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

import diguan.domain.fields

STANDING = """SELECT p.id, p.blind, p.region_code, p.name, p.birth_date, h.county
    FROM registry_person p JOIN registry_household h ON h.id = p.household_id
    WHERE NOT p.gone AND p.member AND NOT h.gone AND h.listed AND (p.state IS NULL OR p.state NOT IN ('死亡', '迁出', '婚出'))"""
NUMBERED = f"""INSERT INTO registry_likeness (kind, region_code, person_id, first_id)
    SELECT CASE WHEN g.low = g.high THEN 2 ELSE 1 END, s.region_code, s.id, g.first_id
    FROM ({STANDING}) s JOIN (SELECT blind, min(id) AS first_id, min(county) AS low, max(county) AS high
        FROM ({STANDING}) t WHERE blind IS NOT NULL GROUP BY blind HAVING count(*) > 1) g ON g.blind = s.blind"""
ALIKE = f"""WITH standing AS ({STANDING}), single AS (SELECT min(id) AS id, region_code, name, birth_date FROM standing
        WHERE name IS NOT NULL AND birth_date IS NOT NULL
        GROUP BY region_code, name, birth_date, blind, CASE WHEN blind IS NULL THEN id END)
    INSERT INTO registry_likeness (kind, region_code, person_id, first_id)
    SELECT 3, region_code, id, first_id FROM (SELECT id, region_code, min(id) OVER who AS first_id, count(*) OVER who AS alike
        FROM single WINDOW who AS (PARTITION BY region_code, name, birth_date)) found WHERE alike > 1"""


class Migration(migrations.Migration):
    """The table, and what it holds of everybody who is registered; on a large database this takes a minute."""

    dependencies: ClassVar = [("registry", "0011_two_who_look_like_one")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Likeness",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.SmallIntegerField()),
                ("region_code", diguan.domain.fields.RegionCodeField()),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.person"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="likenesses",
                        to="registry.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "region_code", "person"], name="likeness_in_order")],
                "constraints": [models.UniqueConstraint(fields=["person", "kind"], name="likeness_once")],
            },
        ),
        migrations.RunSQL(NUMBERED, migrations.RunSQL.noop),
        migrations.RunSQL(ALIKE, migrations.RunSQL.noop),
    ]
