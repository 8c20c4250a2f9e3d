"""The database itself refuses to change or remove what happened to a problem: a mistake is followed by another event."""

from typing import Any, ClassVar

from django.db import migrations

POSTGRESQL = """
CREATE OR REPLACE FUNCTION rectification_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history of problems is append-only: % refused', TG_OP;
END $$
-- next
CREATE TRIGGER rectification_append_only_row BEFORE UPDATE OR DELETE ON rectification_event
    FOR EACH ROW EXECUTE FUNCTION rectification_append_only()
-- next
CREATE TRIGGER rectification_append_only_truncate BEFORE TRUNCATE ON rectification_event
    FOR EACH STATEMENT EXECUTE FUNCTION rectification_append_only()
"""
# INSERT OR REPLACE removes a row without firing its DELETE trigger: a key that is there already is refused before that.
SQLITE = """
CREATE TRIGGER rectification_append_only_update BEFORE UPDATE ON rectification_event
    BEGIN SELECT RAISE(ABORT, 'the history of problems is append-only: UPDATE refused'); END
-- next
CREATE TRIGGER rectification_append_only_delete BEFORE DELETE ON rectification_event
    BEGIN SELECT RAISE(ABORT, 'the history of problems is append-only: DELETE refused'); END
-- next
CREATE TRIGGER rectification_append_only_replace BEFORE INSERT ON rectification_event
    WHEN EXISTS (SELECT 1 FROM rectification_event WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'the history of problems is append-only: REPLACE refused'); END
"""


def guard(apps: Any, schema_editor: Any) -> None:  # noqa: ANN401  Django hands them in
    """Puts the triggers on the table."""
    del apps
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in (POSTGRESQL if on_postgresql else SQLITE).split("-- next"):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """Triggers; no way back: a history whose guard can be lifted by a command is none."""

    dependencies: ClassVar = [("rectification", "0002_what_rows_are_held_to")]
    operations: ClassVar = [migrations.RunPython(guard)]
