"""The database itself refuses to change or remove what happened to an item: a mistake is followed by another event."""

from typing import Any, ClassVar

from django.db import migrations

POSTGRESQL = """
CREATE OR REPLACE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history of items is append-only: % refused', TG_OP;
END $$
-- next
CREATE TRIGGER ledger_append_only_row BEFORE UPDATE OR DELETE ON ledger_event
    FOR EACH ROW EXECUTE FUNCTION ledger_append_only()
-- next
CREATE TRIGGER ledger_append_only_truncate BEFORE TRUNCATE ON ledger_event
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only()
"""
# INSERT OR REPLACE removes a row without firing its DELETE trigger: a key that is there already is refused before that.
SQLITE = """
CREATE TRIGGER ledger_append_only_update BEFORE UPDATE ON ledger_event
    BEGIN SELECT RAISE(ABORT, 'the history of items is append-only: UPDATE refused'); END
-- next
CREATE TRIGGER ledger_append_only_delete BEFORE DELETE ON ledger_event
    BEGIN SELECT RAISE(ABORT, 'the history of items is append-only: DELETE refused'); END
-- next
CREATE TRIGGER ledger_append_only_replace BEFORE INSERT ON ledger_event
    WHEN EXISTS (SELECT 1 FROM ledger_event WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'the history of items is append-only: REPLACE refused'); END
"""


def guard(apps: Any, schema_editor: Any) -> None:  # noqa: ANN401  Django hands them in
    """Puts the triggers on the table."""
    del apps
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in (POSTGRESQL if on_postgresql else SQLITE).split("-- next"):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """Triggers; no way back: a history whose guard can be lifted by a command is none."""

    dependencies: ClassVar = [("ledger", "0001_items_and_their_history")]
    operations: ClassVar = [migrations.RunPython(guard)]
