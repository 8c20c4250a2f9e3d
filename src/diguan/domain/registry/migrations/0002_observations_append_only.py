"""The database itself refuses to change or remove observations: a correction is a new one."""

from typing import Any, ClassVar

from django.db import migrations

POSTGRESQL = """
CREATE OR REPLACE FUNCTION registry_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'observations are append-only: % refused', TG_OP;
END $$
-- next
CREATE TRIGGER registry_append_only_row BEFORE UPDATE OR DELETE ON registry_observation
    FOR EACH ROW EXECUTE FUNCTION registry_append_only()
-- next
CREATE TRIGGER registry_append_only_truncate BEFORE TRUNCATE ON registry_observation
    FOR EACH STATEMENT EXECUTE FUNCTION registry_append_only()
"""
# INSERT OR REPLACE removes a row without firing its DELETE trigger: a key that is there already is refused before that.
SQLITE = """
CREATE TRIGGER registry_append_only_update BEFORE UPDATE ON registry_observation
    BEGIN SELECT RAISE(ABORT, 'observations are append-only: UPDATE refused'); END
-- next
CREATE TRIGGER registry_append_only_delete BEFORE DELETE ON registry_observation
    BEGIN SELECT RAISE(ABORT, 'observations are append-only: DELETE refused'); END
-- next
CREATE TRIGGER registry_append_only_replace BEFORE INSERT ON registry_observation
    WHEN EXISTS (SELECT 1 FROM registry_observation WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'observations are append-only: REPLACE refused'); END
"""


def guard(apps: Any, schema_editor: Any) -> None:  # noqa: ANN401  Django hands them in
    """Puts the triggers on the table."""
    del apps
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in (POSTGRESQL if on_postgresql else SQLITE).split("-- next"):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """Triggers; no way back."""

    dependencies: ClassVar = [("registry", "0001_households_and_observations")]
    operations: ClassVar = [migrations.RunPython(guard)]
