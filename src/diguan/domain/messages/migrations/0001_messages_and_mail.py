"""Tables of messages and of mail to be sent."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

STATES = ["waiting", "claimed", "sent", "unsure", "failed"]
OPEN = ["claimed", "waiting"]


class Migration(migrations.Migration):
    """What accounts are told, and the mail that says so."""

    initial = True

    dependencies: ClassVar = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Mail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("count", models.PositiveIntegerField()),
                ("newest", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[(state, state.capitalize()) for state in STATES], default="waiting", max_length=10
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("answer", models.PositiveSmallIntegerField(default=0)),
                ("queued_at", models.DateTimeField()),
                ("claimed_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state", "id"], name="inbox_mail_queue")],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "on"), name="inbox_one_mail_a_day"),
                    models.CheckConstraint(condition=models.Q(("state__in", STATES)), name="inbox_mail_state_is_known"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("state__in", OPEN)),
                            models.Q(models.Q(("state__in", OPEN), _negated=True), ("ended_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="inbox_mail_end_has_an_instant",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=160)),
                ("about", models.CharField(blank=True, default="", max_length=40)),
                ("words", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="told", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["account", "-id"], name="inbox_of_an_account"),
                    models.Index(condition=models.Q(("read_at", None)), fields=["account"], name="inbox_unread"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "key"), name="inbox_told_once"),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True), name="inbox_message_has_a_key"
                    ),
                ],
            },
        ),
    ]
