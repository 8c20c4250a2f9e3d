"""The database itself refuses to change or remove a sample that was drawn, or an attempt to give a case to somebody."""

from typing import Any, ClassVar

from django.db import migrations

TABLES = ("lookback_plan", "lookback_assignment")
POSTGRESQL = """
CREATE OR REPLACE FUNCTION lookback_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'samples and attempts are append-only: % refused', TG_OP;
END $$
"""
POSTGRESQL_OF_A_TABLE = """
CREATE TRIGGER {table}_append_only_row BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION lookback_append_only()
-- next
CREATE TRIGGER {table}_append_only_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION lookback_append_only()
"""
# INSERT OR REPLACE removes a row without firing its DELETE trigger: a key that is there already is refused before that.
SQLITE_OF_A_TABLE = """
CREATE TRIGGER {table}_append_only_update BEFORE UPDATE ON {table}
    BEGIN SELECT RAISE(ABORT, 'samples and attempts are append-only: UPDATE refused'); END
-- next
CREATE TRIGGER {table}_append_only_delete BEFORE DELETE ON {table}
    BEGIN SELECT RAISE(ABORT, 'samples and attempts are append-only: DELETE refused'); END
-- next
CREATE TRIGGER {table}_append_only_replace BEFORE INSERT ON {table}
    WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'samples and attempts are append-only: REPLACE refused'); END
"""


def guard(apps: Any, schema_editor: Any) -> None:  # noqa: ANN401  Django hands them in
    """Puts the triggers on the tables."""
    del apps
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    if on_postgresql:
        schema_editor.execute(POSTGRESQL, params=None)
    for table in TABLES:
        of_a_table = POSTGRESQL_OF_A_TABLE if on_postgresql else SQLITE_OF_A_TABLE
        for statement in of_a_table.format(table=table).split("-- next"):
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """Triggers; no way back: a record whose guard can be lifted by a command is none."""

    dependencies: ClassVar = [("lookback", "0001_samples_and_what_looking_again_showed")]
    operations: ClassVar = [migrations.RunPython(guard)]
