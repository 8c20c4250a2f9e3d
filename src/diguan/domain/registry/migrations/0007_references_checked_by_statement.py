"""On PostgreSQL, references of rows that come by the hundred thousand are checked by the statement instead of row by row.

A foreign key asks for every row, one by one, and locks what it finds: a third of a load. Here the database asks once a statement whether
every row refers to something that is there, and refuses to remove or renumber what is referred to, so that nothing that was true when it
was written becomes wrong later. No writer can do without: the checks are triggers of the tables. SQLite checks by the row, for next to
nothing.
"""

from typing import Any, ClassVar

from django.db import migrations

# table, column, what it refers to
REFERENCES = (
    ("registry_observation", "sheet_id", "registry_sheet"),
    ("registry_identifiers", "observation_id", "registry_observation"),
    ("registry_person", "household_id", "registry_household"),
)
KEPT = ("registry_sheet", "registry_household")  # observations are append-only since 0002
FUNCTIONS = (
    """CREATE FUNCTION registry_refers() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE missing bigint;
    BEGIN
        -- planned anew each time: one row and a million are asked for in different ways
        EXECUTE format('SELECT min(n.%1$I) FROM written n WHERE NOT EXISTS (SELECT FROM %2$I p WHERE p.id = n.%1$I)',
            TG_ARGV[0], TG_ARGV[1]) INTO missing;
        IF missing IS NOT NULL THEN
            RAISE EXCEPTION '%.% refers to % which is not in %', TG_TABLE_NAME, TG_ARGV[0], missing, TG_ARGV[1]
                USING ERRCODE = 'foreign_key_violation';
        END IF;
        RETURN NULL;
    END $$""",
    """CREATE FUNCTION registry_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'rows of % stay under their numbers, and with what they refer to: % refused', TG_TABLE_NAME, TG_OP
            USING ERRCODE = 'foreign_key_violation';
    END $$""",
)
FOUND = (
    """SELECT conname FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass AND confrelid = %s::regclass"""
)
REFERS = """CREATE TRIGGER registry_refers AFTER INSERT ON {table} REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION registry_refers('{column}', '{parent}')"""
STAYS = """CREATE TRIGGER registry_stays_{name} BEFORE {event} ON {table} FOR EACH ROW {when} EXECUTE FUNCTION registry_stays()"""
CHANGED = "WHEN (OLD.{column} <> NEW.{column})"


def check_by_statement(apps: Any, schema_editor: Any) -> None:  # noqa: ANN401  Django hands them in
    """The triggers first, then the foreign keys away: at no time is there nothing."""
    del apps
    if schema_editor.connection.vendor != "postgresql":
        return
    for statement in (*FUNCTIONS, *_triggers()):
        schema_editor.execute(statement, params=None)
    for table, _, parent in REFERENCES:
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(FOUND, [table, parent])
            names = [name for (name,) in cursor.fetchall()]
        for name in names:
            schema_editor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"', params=None)


def _triggers() -> list[str]:
    made = []
    for table, column, parent in REFERENCES:
        made.append(REFERS.format(table=table, column=column, parent=parent))
        made.append(_stays("referring", f"UPDATE OF {column}", table, CHANGED.format(column=column)))
    for table in KEPT:
        made.append(_stays("there", "DELETE", table, ""))
        made.append(_stays("numbered", "UPDATE OF id", table, CHANGED.format(column="id")))
    return made


def _stays(name: str, event: str, table: str, when: str) -> str:
    return STAYS.format(name=name, event=event, table=table, when=when)


class Migration(migrations.Migration):
    """Triggers; no way back."""

    dependencies: ClassVar = [("registry", "0006_events_of_people_and_kin")]
    operations: ClassVar = [migrations.RunPython(check_by_statement)]
