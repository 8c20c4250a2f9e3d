"""Table of the views that somebody keeps of a list."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Saved views."""

    dependencies: ClassVar = [
        ("accounts", "0002_address_for_mail"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("page", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=40)),
                ("questions", models.JSONField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="views", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("account", "page", "name"), name="accounts_view_once"),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="accounts_view_has_a_name"
                    ),
                ],
            },
        ),
    ]
