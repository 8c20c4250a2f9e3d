"""Tables of items and of their history."""

from datetime import date
from typing import ClassVar

import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models

import diguan.domain.fields


class Migration(migrations.Migration):
    """Everything that the ledger remembers."""

    initial = True

    dependencies: ClassVar = [
        ("responsibility", "0002_one_holder_at_a_time"),
        ("screening", "0001_rounds_and_standings"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Item",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=400, unique=True)),
                ("number", models.CharField(max_length=24, unique=True)),
                ("running", models.IntegerField()),
                ("source", models.CharField(max_length=10)),
                ("standard", models.CharField(blank=True, max_length=80)),
                ("indicator", models.CharField(blank=True, max_length=80)),
                ("kind", models.CharField(max_length=80)),
                ("subject", models.CharField(blank=True, max_length=10)),
                ("county", models.CharField(max_length=6)),
                ("household_number", models.CharField(blank=True, max_length=80)),
                ("person_number", models.CharField(blank=True, max_length=80)),
                ("region_code", diguan.domain.fields.RegionCodeField()),
                ("department", models.CharField(blank=True, max_length=40)),
                ("level", models.CharField(max_length=12)),
                ("title", models.JSONField()),
                ("explanation", models.JSONField()),
                ("grade", models.SmallIntegerField(default=0)),
                ("route", models.CharField(blank=True, max_length=80)),
                ("measure", models.JSONField(null=True)),
                ("criteria", models.TextField(blank=True)),
                ("state", models.CharField(max_length=10)),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.BigIntegerField(null=True)),
                ("found_on", models.DateField()),
                ("found_at", models.DateTimeField()),
                ("determined_at", models.DateTimeField(null=True)),
                ("deadline_days", models.SmallIntegerField(null=True)),
                ("deadline_on", models.DateField(null=True)),
                ("deadline_known", models.BooleanField(default=True)),
                (
                    "sorted_on",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Coalesce(
                            "deadline_on", models.Value(date(9999, 12, 31), output_field=models.DateField())
                        ),
                        output_field=models.DateField(),
                    ),
                ),
                ("postpone_until", models.DateField(null=True)),
                ("postpone_by", models.BigIntegerField(null=True)),
                ("postpone_role", models.CharField(blank=True, max_length=16)),
                ("submitted_at", models.DateTimeField(null=True)),
                ("submitted_by", models.BigIntegerField(null=True)),
                ("submitted_role", models.CharField(blank=True, max_length=16)),
                ("closing", models.CharField(blank=True, max_length=10)),
                ("verified_until", models.DateField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("ended_on", models.DateField(null=True)),
                ("rebounds", models.IntegerField(default=0)),
                ("returns", models.IntegerField(default=0)),
                ("postponements", models.IntegerField(default=0)),
                ("version", models.IntegerField(default=1)),
                ("updated_at", models.DateTimeField()),
                (
                    "lost_round",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="screening.round"
                    ),
                ),
                (
                    "opened_round",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="screening.round"
                    ),
                ),
                (
                    "owner_post",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="responsibility.post",
                    ),
                ),
                (
                    "seen_round",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="screening.round"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["county", "household_number"], name="item_household"),
                    models.Index(
                        condition=models.Q(("state__in", ["suspected", "open", "submitted"])),
                        fields=["sorted_on", "id"],
                        name="item_deadline",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["suspected", "open", "submitted"])),
                        fields=["region_code", "sorted_on", "id"],
                        name="item_place",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["suspected", "open", "submitted"])),
                        fields=["owner_post", "sorted_on", "id"],
                        name="item_owner",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["suspected", "open", "submitted"])),
                        fields=["department", "sorted_on", "id"],
                        name="item_department",
                    ),
                    models.Index(fields=["region_code", "state"], name="item_place_state"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("county", "running"), name="item_running"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["suspected", "open", "submitted", "closed", "withdrawn"])),
                        name="item_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source__in", ["finding", "check", "complaint", "manual"])),
                        name="item_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closing__in", ["mended", "corrected", "verified", "accepted", ""])),
                        name="item_closing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("level__in", ["village", "township", "county", "department", "prefecture", "region"])
                        ),
                        name="item_level",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("criteria", ""), ("indicator", ""), _connector="OR"),
                        name="item_criteria_or_rule",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("determined_at__isnull", False), ("deadline_on__isnull", True), _connector="OR"
                        ),
                        name="item_deadline_follows",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["submitted", "closed"]),
                                models.Q(("closing", ""), _negated=True),
                                ("submitted_at__isnull", False),
                                ("submitted_by__isnull", False),
                            ),
                            models.Q(
                                models.Q(("state__in", ["submitted", "closed"]), _negated=True),
                                ("closing", ""),
                                ("submitted_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="item_closing_is_submitted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closing", "verified"), ("verified_until__isnull", False)),
                            models.Q(
                                models.Q(("closing", "verified"), _negated=True), ("verified_until__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="item_verified_expires",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("postpone_by__isnull", True), ("postpone_role", ""), ("postpone_until__isnull", True)
                            ),
                            models.Q(
                                ("postpone_by__isnull", False),
                                ("postpone_until__isnull", False),
                                models.Q(("postpone_role", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="item_postponement_is_asked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", False), ("state", "closed")),
                            models.Q(models.Q(("state", "closed"), _negated=True), ("closed_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="item_closed_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["closed", "withdrawn"]), ("ended_on__isnull", False)),
                            models.Q(
                                models.Q(("state__in", ["closed", "withdrawn"]), _negated=True),
                                ("ended_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="item_ended_on",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("act", models.CharField(max_length=20)),
                ("from_state", models.CharField(blank=True, max_length=10)),
                ("to_state", models.CharField(max_length=10)),
                ("actor", models.BigIntegerField(null=True)),
                ("role", models.CharField(blank=True, max_length=16)),
                ("reason", models.TextField(blank=True)),
                ("evidence", models.JSONField(default=list)),
                ("detail", models.JSONField(default=dict)),
                ("accepted", models.BooleanField(default=True)),
                ("refusal", models.CharField(blank=True, max_length=24)),
                ("at", models.DateTimeField()),
                (
                    "post",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="responsibility.post",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="ledger.item"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["item", "id"], name="event_item"),
                    models.Index(
                        condition=models.Q(("accepted", False)), fields=["refusal", "at"], name="event_refused"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "act__in",
                                [
                                    "open",
                                    "rebound",
                                    "ask_again",
                                    "rename",
                                    "move",
                                    "lose",
                                    "determine",
                                    "assign",
                                    "submit",
                                    "confirm",
                                    "return",
                                    "ask_postponement",
                                    "grant_postponement",
                                    "refuse_postponement",
                                    "withdraw",
                                    "hand_over",
                                ],
                            )
                        ),
                        name="event_act",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_state__in", ["suspected", "open", "submitted", "closed", "withdrawn", ""])
                        ),
                        name="event_from_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("to_state__in", ["suspected", "open", "submitted", "closed", "withdrawn"])),
                        name="event_to_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "village",
                                    "township",
                                    "county",
                                    "department",
                                    "prefecture",
                                    "region",
                                    "auditor",
                                    "administrator",
                                    "",
                                ],
                            )
                        ),
                        name="event_role",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accepted", True), ("refusal", "")),
                            models.Q(("accepted", False), models.Q(("refusal", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="event_refusal",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("accepted", True), ("from_state", models.F("to_state")), _connector="OR"),
                        name="event_refused_moves_nothing",
                    ),
                ],
            },
        ),
    ]
