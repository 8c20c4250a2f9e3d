"""The database itself refuses to change or remove entries and seals."""

from typing import Any, ClassVar

from django.db import migrations

TABLES = ("audit_entry", "audit_seal")
KEYS = {"audit_entry": "id", "audit_seal": "number"}

FUNCTION = """
CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the record of acts is append-only: % of % refused', TG_OP, TG_TABLE_NAME;
END $$
"""
POSTGRESQL = """
CREATE TRIGGER audit_append_only_row BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION audit_append_only()
-- next
CREATE TRIGGER audit_append_only_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()
"""
# INSERT OR REPLACE removes a row without firing its DELETE trigger: a key that is there already is refused before that.
SQLITE = """
CREATE TRIGGER audit_append_only_{table}_update BEFORE UPDATE ON {table}
    BEGIN SELECT RAISE(ABORT, 'the record of acts is append-only: UPDATE refused'); END
-- next
CREATE TRIGGER audit_append_only_{table}_delete BEFORE DELETE ON {table}
    BEGIN SELECT RAISE(ABORT, 'the record of acts is append-only: DELETE refused'); END
-- next
CREATE TRIGGER audit_append_only_{table}_replace BEFORE INSERT ON {table}
    WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})
    BEGIN SELECT RAISE(ABORT, 'the record of acts is append-only: REPLACE refused'); END
"""


def guard(apps: Any, schema_editor: Any) -> None:  # noqa: ANN401  Django hands them in
    """Puts the triggers on both tables."""
    del apps
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    if on_postgresql:
        schema_editor.execute(FUNCTION, params=None)
    for table in TABLES:
        for trigger in (POSTGRESQL if on_postgresql else SQLITE).split("-- next"):
            schema_editor.execute(trigger.format(table=table, key=KEYS[table]), params=None)


class Migration(migrations.Migration):
    """Triggers. There is no way back: a record whose guard can be lifted by a command is none."""

    dependencies: ClassVar = [("audit", "0001_record_of_acts")]
    operations: ClassVar = [migrations.RunPython(guard)]
