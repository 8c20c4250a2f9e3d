"""The database itself refuses to change or remove evidence."""

from typing import Any, ClassVar

from django.db import migrations

POSTGRESQL = """
CREATE OR REPLACE FUNCTION evidence_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'evidence is append-only: % refused', TG_OP;
END $$
-- next
CREATE TRIGGER evidence_append_only_row BEFORE UPDATE OR DELETE ON evidence_evidence
    FOR EACH ROW EXECUTE FUNCTION evidence_append_only()
-- next
CREATE TRIGGER evidence_append_only_truncate BEFORE TRUNCATE ON evidence_evidence
    FOR EACH STATEMENT EXECUTE FUNCTION evidence_append_only()
"""
# INSERT OR REPLACE removes a row without firing its DELETE trigger: a key that is there already is refused before that.
SQLITE = """
CREATE TRIGGER evidence_append_only_update BEFORE UPDATE ON evidence_evidence
    BEGIN SELECT RAISE(ABORT, 'evidence is append-only: UPDATE refused'); END
-- next
CREATE TRIGGER evidence_append_only_delete BEFORE DELETE ON evidence_evidence
    BEGIN SELECT RAISE(ABORT, 'evidence is append-only: DELETE refused'); END
-- next
CREATE TRIGGER evidence_append_only_replace BEFORE INSERT ON evidence_evidence
    WHEN EXISTS (SELECT 1 FROM evidence_evidence WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'evidence is append-only: REPLACE refused'); END
"""


def guard(apps: Any, schema_editor: Any) -> None:  # noqa: ANN401  Django hands them in
    """Puts the triggers on the table."""
    del apps
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in (POSTGRESQL if on_postgresql else SQLITE).split("-- next"):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """Triggers; no way back."""

    dependencies: ClassVar = [("evidence", "0001_evidence_by_content")]
    operations: ClassVar = [migrations.RunPython(guard)]
