"""Table of files handed in on the page of an item; the database itself refuses to change or remove a row."""

from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models

POSTGRESQL = """
CREATE TRIGGER ledger_attachment_row BEFORE UPDATE OR DELETE ON ledger_attachment
    FOR EACH ROW EXECUTE FUNCTION ledger_append_only()
-- next
CREATE TRIGGER ledger_attachment_truncate BEFORE TRUNCATE ON ledger_attachment
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only()
"""
# INSERT OR REPLACE removes a row without firing its DELETE trigger: a key that is there already is refused before that.
SQLITE = """
CREATE TRIGGER ledger_attachment_update BEFORE UPDATE ON ledger_attachment
    BEGIN SELECT RAISE(ABORT, 'the history of items is append-only: UPDATE refused'); END
-- next
CREATE TRIGGER ledger_attachment_delete BEFORE DELETE ON ledger_attachment
    BEGIN SELECT RAISE(ABORT, 'the history of items is append-only: DELETE refused'); END
-- next
CREATE TRIGGER ledger_attachment_replace BEFORE INSERT ON ledger_attachment
    WHEN EXISTS (SELECT 1 FROM ledger_attachment WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'the history of items is append-only: REPLACE refused'); END
"""


def guard(apps: Any, schema_editor: Any) -> None:  # noqa: ANN401  Django hands them in
    """Puts the triggers on the table."""
    del apps
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in (POSTGRESQL if on_postgresql else SQLITE).split("-- next"):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """Which file was handed in for which item, by whom, before any step; no way back."""

    dependencies: ClassVar = [
        ("evidence", "0002_evidence_append_only"),
        ("ledger", "0006_reports_and_last_steps"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("by", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="evidence.evidence"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="ledger.item",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("item", "evidence"), name="attachment_once")],
            },
        ),
        migrations.RunPython(guard),
    ]
