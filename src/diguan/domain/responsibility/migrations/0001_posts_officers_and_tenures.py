"""Tables of posts, officers, tenures, helping, trips."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import diguan.domain.fields


class Migration(migrations.Migration):
    """Who answers for what."""

    initial = True

    dependencies: ClassVar = [
        ("accounts", "0001_accounts_grants_sessions"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Officer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("unit", models.CharField(blank=True, default="", max_length=120)),
                ("unit_kind", models.CharField(blank=True, default="", max_length=120)),
                ("unit_under", models.CharField(blank=True, default="", max_length=120)),
                ("sex", models.CharField(blank=True, default="", max_length=8)),
                ("rank", models.CharField(blank=True, default="", max_length=120)),
                ("county", models.CharField(max_length=6)),
                ("region_code", diguan.domain.fields.RegionCodeField()),
                ("blind", models.BinaryField(max_length=16, null=True)),
                ("key_id", models.SmallIntegerField(null=True)),
                ("sealed", models.BinaryField(null=True)),
                (
                    "account",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="officer",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["region_code", "name"], name="officer_region"),
                    models.Index(fields=["county", "name"], name="officer_name"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="officer_has_a_name"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("key_id", None), ("sealed", None)),
                            models.Q(("key_id__isnull", False), ("sealed__isnull", False)),
                            _connector="OR",
                        ),
                        name="officer_sealed_under_a_key",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("blind__isnull", False)),
                        fields=("county", "blind"),
                        name="officer_once_a_county",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Helping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("county", models.CharField(max_length=6)),
                ("household_number", models.CharField(max_length=80)),
                ("region_code", diguan.domain.fields.RegionCodeField()),
                ("since_on", models.DateField()),
                ("until_on", models.DateField(null=True)),
                ("reason", models.CharField(max_length=200)),
                ("ended_reason", models.CharField(blank=True, default="", max_length=200)),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="helping", to="responsibility.officer"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["county", "household_number"], name="helping_household"),
                    models.Index(fields=["region_code"], name="helping_region"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on", None), ("until_on__gte", models.F("since_on")), _connector="OR"
                        ),
                        name="helping_ends_after_it_begins",
                    ),
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="helping_reason"),
                    models.UniqueConstraint(
                        condition=models.Q(("until_on", None)),
                        fields=("officer", "county", "household_number"),
                        name="helping_open_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("region_code", diguan.domain.fields.RegionCodeField()),
                ("level", models.CharField(max_length=12)),
                ("kind", models.CharField(max_length=20)),
                ("department", models.CharField(blank=True, default="", max_length=40)),
                ("seat", models.PositiveSmallIntegerField(default=1)),
                ("title", models.CharField(blank=True, default="", max_length=80)),
                ("opened_on", models.DateField()),
                ("closed_on", models.DateField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["region_code", "kind"], name="post_region")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "secretary",
                                    "leader",
                                    "contact_leader",
                                    "department",
                                    "corps_leader",
                                    "corps_member",
                                    "first_secretary",
                                    "team_leader",
                                    "team_member",
                                    "helper",
                                    "data_officer",
                                ],
                            )
                        ),
                        name="post_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["village", "township", "county", "prefecture", "region"])),
                        name="post_level",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "department"), models.Q(("department", ""), _negated=True)),
                            models.Q(models.Q(("kind", "department"), _negated=True), ("department", "")),
                            _connector="OR",
                        ),
                        name="post_department",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_on", None), ("closed_on__gte", models.F("opened_on")), _connector="OR"
                        ),
                        name="post_closes_after_it_opens",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("closed_on", None)),
                        fields=("region_code", "kind", "department", "seat"),
                        name="post_open_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tenure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since_on", models.DateField()),
                ("until_on", models.DateField(null=True)),
                ("reason", models.CharField(max_length=200)),
                ("ended_reason", models.CharField(blank=True, default="", max_length=200)),
                (
                    "grant",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tenures",
                        to="accounts.grant",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tenures", to="responsibility.officer"
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tenures", to="responsibility.post"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["post", "since_on"], name="tenure_in_order"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on", None), ("until_on__gte", models.F("since_on")), _connector="OR"
                        ),
                        name="tenure_ends_after_it_begins",
                    ),
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="tenure_reason"),
                    models.UniqueConstraint(
                        condition=models.Q(("until_on", None)), fields=("post",), name="tenure_open_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Trip",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("region_code", diguan.domain.fields.RegionCodeField()),
                ("went_on", models.DateField()),
                ("days", models.PositiveSmallIntegerField(default=1)),
                ("note", models.TextField()),
                ("recorded_by", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="trips", to="responsibility.officer"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["region_code", "-went_on"], name="trip_region"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("days__gte", 1)), name="trip_days"),
                    models.CheckConstraint(condition=models.Q(("note", ""), _negated=True), name="trip_note"),
                ],
            },
        ),
    ]
