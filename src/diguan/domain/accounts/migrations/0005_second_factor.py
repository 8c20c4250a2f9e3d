"""Tables of second factors and of recovery codes."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Second factors, recovery codes."""

    dependencies: ClassVar = [
        ("accounts", "0004_tokens_of_programs"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="RecoveryCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recovery_codes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("account", "digest"), name="accounts_recovery_once")],
            },
        ),
        migrations.CreateModel(
            name="SecondFactor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key_id", models.SmallIntegerField(null=True)),
                ("sealed", models.BinaryField(null=True)),
                ("asked_at", models.DateTimeField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("step", models.BigIntegerField(default=0)),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="factor",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("key_id", None), ("sealed", None)),
                            models.Q(("key_id__isnull", False), ("sealed__isnull", False)),
                            _connector="OR",
                        ),
                        name="accounts_factor_sealed_under_a_key",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("confirmed_at", None), ("sealed__isnull", False), _connector="OR"),
                        name="accounts_factor_confirmed_has_a_secret",
                    ),
                ],
            },
        ),
    ]
