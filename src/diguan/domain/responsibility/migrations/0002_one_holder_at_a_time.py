"""The database itself refuses two holders of a post, and one helper of a household twice, on one day. Days are half-open."""

from typing import Any, ClassVar

from django.db import migrations

# A range of numbers, the post above the days: ranges of two posts never touch, and no extension is needed to compare posts.
POSTGRESQL = """
ALTER TABLE responsibility_tenure ADD CONSTRAINT tenure_no_overlap EXCLUDE USING gist (
    int8range(
        post_id * 10000000 + (since_on - DATE '0001-01-01'),
        post_id * 10000000 + coalesce(until_on - DATE '0001-01-01', 9999999)
    ) WITH &&
)
-- next
CREATE OR REPLACE FUNCTION responsibility_no_overlap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM responsibility_officer WHERE id = NEW.officer_id FOR UPDATE;
    IF EXISTS (
        SELECT 1 FROM responsibility_helping AS other
        WHERE {overlap}
    ) THEN
        RAISE EXCEPTION 'helping_no_overlap: somebody helps a household once at a time' USING ERRCODE = 'exclusion_violation';
    END IF;
    RETURN NEW;
END $$
-- next
CREATE TRIGGER responsibility_helping_no_overlap BEFORE INSERT OR UPDATE ON responsibility_helping
    FOR EACH ROW EXECUTE FUNCTION responsibility_no_overlap()
"""
DAYS = """other.id <> coalesce(NEW.id, -1)
        AND other.since_on < coalesce(NEW.until_on, '9999-12-31') AND NEW.since_on < coalesce(other.until_on, '9999-12-31')
        AND other.since_on < coalesce(other.until_on, '9999-12-31') AND NEW.since_on < coalesce(NEW.until_on, '9999-12-31')"""
SAME_POST = "other.post_id = NEW.post_id"
SAME_HELP = (
    "other.officer_id = NEW.officer_id AND other.county = NEW.county AND other.household_number = NEW.household_number"
)
SQLITE = """
CREATE TRIGGER responsibility_{table}_{when} BEFORE {event} ON responsibility_{table}
    WHEN EXISTS (SELECT 1 FROM responsibility_{table} AS other WHERE {same} AND {days})
    BEGIN SELECT RAISE(ABORT, '{table}_no_overlap'); END
"""


def guard(apps: Any, schema_editor: Any) -> None:  # noqa: ANN401  Django hands them in
    """Puts the constraint and the triggers on both tables."""
    del apps
    for statement in _statements(schema_editor.connection.vendor == "postgresql"):
        schema_editor.execute(statement, params=None)


def _statements(on_postgresql: bool) -> list[str]:  # noqa: FBT001  one of two databases
    if on_postgresql:
        return POSTGRESQL.replace("{overlap}", f"{SAME_HELP} AND {DAYS}").split("-- next")
    return [
        SQLITE.format(table=table, when=event.lower(), event=event, same=same, days=DAYS)
        for table, same in (("tenure", SAME_POST), ("helping", SAME_HELP))
        for event in ("INSERT", "UPDATE")
    ]


class Migration(migrations.Migration):
    """Guards of the database; no way back."""

    dependencies: ClassVar = [("responsibility", "0001_posts_officers_and_tenures")]
    operations: ClassVar = [migrations.RunPython(guard)]
