"""Where mail may say that there is something to read."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column, empty at first."""

    dependencies: ClassVar = [("accounts", "0001_accounts_grants_sessions")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="account", name="email", field=models.EmailField(blank=True, default="", max_length=254)
        )
    ]
