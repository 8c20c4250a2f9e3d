"""Sheets once more by the column. Sheets of before have no blocks and are read by their rows."""

from typing import Any, ClassVar

from django.db import migrations, models

# Whose identifiers are removed must not live on in a copy.
POSTGRESQL = """
CREATE FUNCTION registry_drop_block() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM registry_block WHERE sheet_id = OLD.observation_id >> 32;
    RETURN NULL;
END $$
-- next
CREATE TRIGGER registry_drop_block AFTER DELETE ON registry_identifiers FOR EACH ROW EXECUTE FUNCTION registry_drop_block()
-- next
ALTER TABLE registry_block ALTER COLUMN sealed SET STORAGE EXTERNAL
"""
SQLITE = """
CREATE TRIGGER registry_drop_block AFTER DELETE ON registry_identifiers
    BEGIN DELETE FROM registry_block WHERE sheet_id = OLD.observation_id >> 32; END
"""


def guard(apps: Any, schema_editor: Any) -> None:  # noqa: ANN401  Django hands them in
    """Puts the triggers on the table; sealed bytes do not compress, so that PostgreSQL need not try."""
    del apps
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in (POSTGRESQL if on_postgresql else SQLITE).split("-- next"):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """The table and its trigger."""

    dependencies: ClassVar = [("registry", "0007_references_checked_by_statement")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Block",
            fields=[
                ("first", models.BigIntegerField(primary_key=True, serialize=False)),
                (
                    "sheet",
                    models.ForeignKey("registry.sheet", models.PROTECT, related_name="blocks"),
                ),
                ("rows", models.IntegerField()),
                ("key_id", models.SmallIntegerField()),
                ("sealed", models.BinaryField()),
            ],
        ),
        migrations.RunPython(guard),
    ]
